import { findOrder, findOrdersByNumber } from '../db/orders.ts'
import type { Database, Reader } from '../db/open.ts'
import { OURS, type Told } from '../db/trail.ts'
import {
  countReferences,
  countWaitingFor,
  forgetWaitedInVain,
  hasWaitedInVain,
  saveWaiting,
  takeWaitingFor,
} from '../db/waiting-news.ts'
import type { Write } from '../db/write.ts'
import type { Attached } from './attached.ts'
import type { ContactKeys } from './contact-keys.ts'
import type { DoorstepEvent } from './domain/event.ts'
import { isFinal } from './domain/milestone.ts'
import type { Order } from './domain/order.ts'
import { hours, type Instant } from './domain/time.ts'
import type { Door } from './evolve-routes.ts'
import type { Clock } from './ports.ts'
import { Problem } from './problem.ts'

type News = Told & { attached?: Attached }

/** News that is older than this is none. */
const KEPT = hours(24)
/** A sender that makes orders up must not fill the trail. */
const MOST_OF_ONE_ORDER = 20
const MOST_ORDERS_OF_ONE_SOURCE = 10_000

/** A dispatcher may still speak of an order that its till closed so long before. */
const SPOKEN_OF_AFTER = hours(3)
/** Tills that begin their numbers anew each day come to the same number again later than this. */
const NUMBERS_DIFFER_FOR = hours(6)

/** The order that an event names, if it names one. */
const referenceOf = ({ data }: DoorstepEvent): string | undefined => ('orderId' in data ? data.orderId : undefined)

/** The same news, of an order by its own id. */
function renamed<T extends News>(news: T, orderId: string): T {
  const { event, attached } = news
  const contact = attached?.contacts?.[referenceOf(event) ?? '']
  return {
    ...news,
    event: { ...event, data: { ...event.data, orderId } } as DoorstepEvent,
    ...(contact && { attached: { contacts: { [orderId]: contact } } }),
  }
}

/**
 * News of a sender who knows an order by the number that its customer knows, as news of that order. Unchanged where no
 * order has the number, or only one that was closed long before; a problem where two may be meant.
 */
export async function byItsId<T extends News>(reader: Reader, news: T): Promise<T | Problem> {
  const reference = referenceOf(news.event)
  if (reference === undefined || (await findOrder(reader, news.dispensaryId, reference))) return news
  const numbered = await findOrdersByNumber(reader, news.dispensaryId, reference)
  const receivedAt = ({ reachedAt }: Order): Instant => reachedAt.received ?? 0
  const open = numbered.filter(({ milestone }) => !isFinal(milestone)).sort((a, b) => receivedAt(b) - receivedAt(a))
  const [last, before] = open
  if (last && before && receivedAt(last) - receivedAt(before) < NUMBERS_DIFFER_FOR)
    return new Problem(422, 'Refers to two orders', { detail: `Two open orders have the number "${reference}"` })
  const meant = last ?? numbered.find((order) => isSpokenOf(order, news.event.time))
  return meant ? renamed(news, meant.id) : news
}

const isSpokenOf = ({ milestone, reachedAt }: Order, at: Instant): boolean =>
  at <= (reachedAt[milestone] ?? 0) + SPOKEN_OF_AFTER

type Deps = { keys: ContactKeys; db: Database; write: Write; clock: Clock }

export type Waiting = {
  /** Writes news of an order down that nobody has told of; undefined when it may not wait. */
  letWait: (door: Door, news: News, byNumber: boolean) => Promise<number | undefined>
  /** The news that waited for an order, as events of our own, the earliest first. */
  takeFor: (door: Door, order: { orderId: string; number: string }) => Promise<News[]>
  /** Forgets what waited for a day; now and then. */
  giveUp: () => Promise<void>
}

/**
 * News of an order that nobody has told of yet: a dispatcher may be faster than the till. It is written down, and told
 * anew once the order is there.
 */
export function createWaiting({ keys, db, write, clock }: Deps): Waiting {
  async function letWait({ tx, chain, now }: Door, news: News, byNumber: boolean): Promise<number | undefined> {
    const { dispensaryId, source, event, attached } = news
    const reference = referenceOf(event)
    if (reference === undefined || event.time <= now - KEPT) return undefined
    const at = { dispensaryId, source, reference }
    const place = (await countWaitingFor(tx, at)) + 1
    if (place > MOST_OF_ONE_ORDER) return undefined
    if (place === 1 && (await countReferences(tx, at)) >= MOST_ORDERS_OF_ONE_SOURCE) return undefined
    const seq = await chain.append(news, now)
    const contact = attached?.contacts?.[reference] ?? {}
    const hashes = keys.hashesOf(dispensaryId, contact)
    const sealed = Object.keys(contact).length > 0 ? keys.sealWaiting(dispensaryId, seq, contact) : null
    await saveWaiting(tx, { seq, ...at, byNumber, place, time: event.time, sealed, ...hashes })
    return seq
  }

  return {
    letWait,
    takeFor: async ({ tx, dispensary, now }, order) => {
      const waited = await takeWaitingFor(tx, dispensary.id, order, now - KEPT)
      return waited.map(({ seq, reference, sealed, event }) => {
        const told = { dispensaryId: dispensary.id, source: OURS, eventId: `waited:${seq}`, event }
        const contact = sealed && keys.openWaiting(dispensary.id, seq, sealed)
        return renamed({ ...told, ...(contact && { attached: { contacts: { [reference]: contact } } }) }, order.orderId)
      })
    },
    giveUp: async () => {
      const before = clock() - KEPT
      if (await hasWaitedInVain(db, before)) await write((tx) => forgetWaitedInVain(tx, before))
    },
  }
}
