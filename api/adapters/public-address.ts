import { lookup, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Addresses that are not the internet's: this machine, the networks around it, clouds' own services, what is reserved (RFC 6890 and its registries at IANA). */
const INNER = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  INNER.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  INNER.addSubnet(network, bits, 'ipv6')

/** Of IPv6 this alone has been given out; all else leads inwards, into other networks' addresses, or nowhere. */
const GIVEN_OUT = new BlockList()
GIVEN_OUT.addSubnet('2000::', 3, 'ipv6')

/** An IPv4 address may be written as an IPv6 one, and through NAT64. */
const EMBEDDED = /^(?:::ffff:|64:ff9b::)(?:(\d+\.\d+\.\d+\.\d+)|([\da-f]{1,4}):([\da-f]{1,4}))$/i

function embedded(address: string): string | undefined {
  const [, dotted, high, low] = EMBEDDED.exec(address) ?? []
  if (dotted !== undefined) return dotted
  if (high === undefined || low === undefined) return undefined
  const bytes = Buffer.from(high.padStart(4, '0') + low.padStart(4, '0'), 'hex')
  return [...bytes].join('.')
}

export function isPublicAddress(address: string): boolean {
  const inside = embedded(address)
  if (inside !== undefined) return isPublicAddress(inside)
  switch (isIP(address)) {
    case 4:
      return !INNER.check(address, 'ipv4')
    case 6:
      return GIVEN_OUT.check(address, 'ipv6') && !INNER.check(address, 'ipv6')
    default:
      return false
  }
}

type Resolve = (
  hostname: string,
  options: { all: true },
  heard: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * Looks a name up for a connection and gives its public addresses alone. The connection goes to the very address that was
 * looked at here: a name that answers otherwise a moment later (DNS rebinding) gains nothing.
 */
export const publicLookup =
  (resolve: Resolve = lookup): LookupFunction =>
  (hostname, { all }, done) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      const [first, ...rest] = error ? [] : addresses.filter(({ address }) => isPublicAddress(address))
      if (!first) return done(error ?? notPublic(), '', 0)
      if (all) return done(null, [first, ...rest])
      done(null, first.address, first.family)
    })
  }

const notPublic = (): NodeJS.ErrnoException =>
  Object.assign(new Error('The name leads to no public address'), { code: 'ENOTPUBLIC' })

/** Why an address cannot be told anything, if so: what is no https, and numbers that are not the internet's. */
export function whyNotReachable(url: string): string | undefined {
  if (!URL.canParse(url)) return 'is no address'
  const { protocol, hostname, username, password } = new URL(url)
  if (protocol !== 'https:') return 'is not https'
  if (username !== '' || password !== '') return 'holds a password'
  const literal = hostname.replace(/^\[|\]$/g, '')
  return isIP(literal) !== 0 && !isPublicAddress(literal) ? 'is not on the internet' : undefined
}
