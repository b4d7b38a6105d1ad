import type { Context } from 'hono'
import { isIP } from 'node:net'

/** Our own proxy stands beside us or in a private network; what others write into the header is not believed. */
const OWN = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd])/

type Incoming = { incoming?: { socket?: { remoteAddress?: string } } }

/** The network that a request comes from, as a key: an IPv4 address, or the 64 bits that an IPv6 provider hands out. */
export const networkOf = (c: Context): string =>
  networkFrom((c.env as Incoming | undefined)?.incoming?.socket?.remoteAddress, c.req.header('x-forwarded-for'))

/** The network, and what the browser calls itself. */
export const lookedFrom = (c: Context): { network: string; browser: string } => ({
  network: networkOf(c),
  browser: c.req.header('user-agent') ?? '',
})

/** @param forwarded the header in which a proxy tells whom it asks for */
export function networkFrom(remoteAddress = '127.0.0.1', forwarded = ''): string {
  const peer = plain(remoteAddress)
  if (!OWN.test(peer)) return prefixOf(peer)
  const told = plain(forwarded.split(',').at(-1)?.trim() ?? '')
  return prefixOf(isIP(told) ? told : peer)
}

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '')

function prefixOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [front = '', back] = address.toLowerCase().split('::')
  const before = front.split(':').filter(Boolean)
  const after = back?.split(':').filter(Boolean) ?? []
  const zeros = Array<string>(back === undefined ? 0 : Math.max(0, 8 - before.length - after.length)).fill('0')
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
