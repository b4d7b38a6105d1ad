import { hash } from 'node:crypto'
import type { Database } from '../../db/open.ts'
import { findOrders } from '../../db/orders.ts'
import type { Background } from '../background.ts'
import type { Contacts } from '../contacts.ts'
import type { Suspicion } from '../domain/link.ts'
import { distanceMeters, type LatLng } from '../domain/position.ts'
import { hours, minutes, type Instant } from '../domain/time.ts'
import type { Clock, Random } from '../ports.ts'
import type { RecordEvent } from '../record.ts'
import { keepLast } from './keep-last.ts'
import type { OpenedLink, OrderLink } from './links.ts'

/** Where somebody looks from: the network (see `api/network.ts`), and what their browser calls itself. */
export type LookedFrom = { network: string; browser: string }

export type Suspicions = {
  /** @param isFirst whether nobody had opened this link before */
  looked: (link: OrderLink, from: LookedFrom, isFirst: boolean) => void
  /** The network's name for as long as it is remembered: it tells nobody which one it is. */
  nameOf: (from: LookedFrom) => string
  /** Somebody named a token that was never given to anybody. */
  missed: (from: LookedFrom, token: string) => void
  /**
   * Once a minute: who follows a route, and what is no longer remembered.
   * @param watching who has a stream open, and in which network
   */
  review: (watching: Iterable<OpenedLink>) => Promise<void>
}

type Deps = {
  db: Database
  contacts: Pick<Contacts, 'findMany'>
  record: RecordEvent
  background: Pick<Background, 'run'>
  clock: Clock
  random: Random
}

/** How long anything of it is remembered; nowhere but in memory, and never an address itself. */
const EVENING = hours(6)

/**
 * A phone changes between Wi-Fi and the carrier's networks, a household has several, a mail's scanner fetches it from
 * some, and a link that was put where everybody sees it is looked at from all over.
 */
const MOST_NETWORKS = 60

/** What scans mails for harm looks at all links in them, but at each for moments only. */
const FOLLOWS_FOR = minutes(5)

/** Doors nearer to each other are neighbours' on the same Wi-Fi. */
const APART_METERS = 300
/** An IPv6 network of 64 bits is one phone's or one household's, with a device or two. */
const DOORS_OF_A_HOUSEHOLD = 3
const BROWSERS_OF_A_HOUSEHOLD = 2
/** An IPv4 address may be that of thousands of a carrier's customers; but then not all of them have the same browser. */
const DOORS_OF_AN_ADDRESS = 4
const BROWSERS_OF_AN_ADDRESS = 1

/** Nobody mistypes so many; a token that is cut off or torn by a line end is none at all. */
const MOST_GUESSES = 20
const GUESSES_WITHIN = minutes(15)
const WELL_FORMED = /^[\w-]{22}$/

/** So much is remembered; the oldest goes first. */
const MOST_REMEMBERED = 50_000
const MOST_OF_A_NETWORK = 300

type Network = {
  isOneHousehold: boolean
  seenAt: Instant
  browsers: Set<string>
  links: Map<string, Followed>
  guesses: Map<string, Instant>
}
/** A link, and between when and when this network has looked at it. */
type Followed = { link: OrderLink; from: Instant; to: Instant }
type Looks = { seenAt: Instant; networks: Set<string>; isTold: boolean }

/**
 * Notices by whom links are looked at: a link from all over, one network at several doors of one route, a link that was
 * found by guessing. Its map closes then, and the order's timeline says so, where staff can open it again.
 */
export function createSuspicions({ db, contacts, record, background, clock, random }: Deps): Suspicions {
  const networks = new Map<string, Network>()
  const looks = new Map<string, Looks>()
  const newKey = (): string => Buffer.from(random(32)).toString('base64')
  let key = newKey()
  const nameless = (text: string): string => hash('sha256', key + text, 'base64').slice(0, 16)

  function networkOf(from: LookedFrom): Network {
    const name = nameless(from.network)
    const known = networks.get(name)
    const network: Network = known ?? {
      isOneHousehold: from.network.includes(':'),
      ...{ seenAt: 0, browsers: new Set(), links: new Map(), guesses: new Map() },
    }
    network.seenAt = clock()
    keepLast(networks, name, network, MOST_REMEMBERED)
    return network
  }

  function note({ links }: Network, link: OrderLink): void {
    const from = links.get(link.linkId)?.from ?? clock()
    keepLast(links, link.linkId, { link, from, to: clock() }, MOST_OF_A_NETWORK)
  }

  function looked(link: OrderLink, from: LookedFrom, isFirst: boolean): void {
    const network = networkOf(from)
    if (network.browsers.size <= BROWSERS_OF_A_HOUSEHOLD) network.browsers.add(nameless(from.browser))
    note(network, link)
    const its = looks.get(link.linkId) ?? { seenAt: 0, networks: new Set(), isTold: false }
    its.seenAt = clock()
    keepLast(looks, link.linkId, its, MOST_REMEMBERED)
    if (its.networks.size <= MOST_NETWORKS) its.networks.add(nameless(from.network))
    if (its.networks.size > MOST_NETWORKS) suspect(link, 'many-networks')
    if (isFirst && guessesOf(network) > MOST_GUESSES) suspect(link, 'guessed')
  }

  function missed(from: LookedFrom, token: string): void {
    if (WELL_FORMED.test(token)) keepLast(networkOf(from).guesses, nameless(token), clock(), MOST_GUESSES + 1)
  }

  const guessesOf = ({ guesses }: Network): number =>
    [...guesses.values()].filter((at) => at > clock() - GUESSES_WITHIN).length

  /** Once for each link: what staff have opened again stays open. */
  function suspect({ dispensaryId, orderId, linkId }: OrderLink, because: Suspicion): void {
    const its = looks.get(linkId)
    if (its?.isTold) return
    if (its) its.isTold = true
    const event = { type: 'link.suspected' as const, time: clock(), data: { orderId, linkId, because } }
    const told = { dispensaryId, source: 'doorstep/page', eventId: `link.suspected:${linkId}`, event }
    void background.run('suspect', async () => void (await record(told)))
  }

  async function review(watching: Iterable<OpenedLink>): Promise<void> {
    for (const { network: name = '', ...link } of watching) {
      const network = networks.get(name)
      if (!network) continue
      network.seenAt = clock()
      note(network, link)
    }
    forget()
    for (const network of networks.values()) {
      const [doors, browsers] = network.isOneHousehold
        ? [DOORS_OF_A_HOUSEHOLD, BROWSERS_OF_A_HOUSEHOLD]
        : [DOORS_OF_AN_ADDRESS, BROWSERS_OF_AN_ADDRESS]
      // A route may be planned after its links were opened: what was enough once is looked at again.
      if (network.links.size < doors || network.browsers.size > browsers) continue
      const followed = [...network.links.values()].filter(({ from, to }) => to - from >= FOLLOWS_FOR)
      if (new Set(followed.map(({ link }) => link.orderId)).size < doors) continue
      for (const links of await byRoute(followed.map(({ link }) => link))) {
        if (doorsApart(links.map(({ door }) => door)) < doors) continue
        for (const { link } of links) suspect(link, 'follows-route')
      }
    }
  }

  /** Those of the links whose order is on a route and has a door. */
  async function byRoute(links: OrderLink[]): Promise<{ link: OrderLink; door: LatLng }[][]> {
    const routes = new Map<string, { link: OrderLink; door: LatLng }[]>()
    for (const dispensaryId of new Set(links.map((link) => link.dispensaryId))) {
      const its = links.filter((link) => link.dispensaryId === dispensaryId)
      const ids = [...new Set(its.map(({ orderId }) => orderId))]
      const known = await contacts.findMany(dispensaryId, ids)
      const orders = new Map((await findOrders(db, dispensaryId, ids)).map((order) => [order.id, order]))
      for (const link of its) {
        const [route, door] = [orders.get(link.orderId)?.routeId, known.get(link.orderId)?.door]
        if (route === undefined || !door) continue
        const name = `${dispensaryId}\n${route}`
        routes.set(name, [...(routes.get(name) ?? []), { link, door }])
      }
    }
    return [...routes.values()]
  }

  function forget(): void {
    const since = clock() - EVENING
    for (const memory of [networks, looks])
      for (const [name, { seenAt }] of memory) if (seenAt < since) memory.delete(name)
    if (networks.size === 0) key = newKey()
  }

  return { looked, missed, review, nameOf: ({ network }) => nameless(network) }
}

function doorsApart(doors: LatLng[]): number {
  const apart: LatLng[] = []
  for (const door of doors) if (apart.every((other) => distanceMeters(door, other) > APART_METERS)) apart.push(door)
  return apart.length
}
