import { findDriverName } from '../../db/contacts.ts'
import { findDispensary } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { findLatestOrders, findOrdersByNumber } from '../../db/orders.ts'
import { messagesOfOrder } from '../../db/outbox.ts'
import { findRoute } from '../../db/routes.ts'
import type { Staff } from '../../db/staff.ts'
import { OURS, rowsOfSubject, type TrailRow } from '../../db/trail.ts'
import type { Contacts, KeptReply } from '../contacts.ts'
import type { SupportOrder, TimelineLine } from '../contract-support.ts'
import type { Contact } from '../domain/contact.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { isDelayed } from '../domain/delay.ts'
import { keptBecause } from '../domain/forgetting.ts'
import { pageEndsAt } from '../domain/link.ts'
import type { Order } from '../domain/order.ts'
import { stopsBefore } from '../domain/route.ts'
import type { Instant } from '../domain/time.ts'
import type { Clock, Random } from '../ports.ts'
import type { RecordEvent } from '../record.ts'
import { channelsTold } from './channels-told.ts'
import { linksTold } from './links-told.ts'
import { inWords } from './words.ts'

export type LookUp = {
  /** The newest order with this number, with its whole timeline. Every look-up leaves a trace. */
  order: (staff: Staff, number: string) => Promise<SupportOrder | undefined>
  /** Numbers and milestones of the orders that changed last. */
  latest: (staff: Staff) => Promise<Pick<SupportOrder, 'number' | 'milestone'>[]>
}

type Deps = {
  db: Database
  record: RecordEvent
  contacts: Pick<Contacts, 'find' | 'repliesTo'>
  clock: Clock
  random: Random
}

const LATEST = 12

export function createLookUp({ db, record, contacts, clock, random }: Deps): LookUp {
  async function order(staff: Staff, number: string): Promise<SupportOrder | undefined> {
    const [found] = await findOrdersByNumber(db, staff.dispensaryId, number)
    await leaveTrace(staff, found)
    if (!found) return undefined
    const { id: orderId, forgottenAt } = found
    const isKnown = forgottenAt === undefined
    const contact = isKnown ? await contacts.find({ dispensaryId: staff.dispensaryId, orderId }) : {}
    const replies = await contacts.repliesTo({ dispensaryId: staff.dispensaryId, orderId })
    return present(db, staff.dispensaryId, found, { contact, replies }, clock())
  }

  async function leaveTrace(staff: Staff, found: Order | undefined): Promise<void> {
    const data = { staffId: staff.id, found: found !== undefined, ...(found && { orderId: found.id }) }
    const event = { type: 'staff.looked-up' as const, time: clock(), data }
    const eventId = `looked-up:${Buffer.from(random(8)).toString('hex')}`
    await record({ dispensaryId: staff.dispensaryId, source: 'doorstep/support', eventId, event })
  }

  async function latest(staff: Staff): Promise<Pick<SupportOrder, 'number' | 'milestone'>[]> {
    const orders = await findLatestOrders(db, staff.dispensaryId, LATEST)
    return orders.map(({ number, milestone }) => ({ number, milestone }))
  }

  return { order, latest }
}

const rfc3339 = (at: Instant): string => new Date(at).toISOString()

async function present(
  db: Database,
  dispensaryId: string,
  order: Order,
  { contact, replies }: { contact: Contact; replies: KeptReply[] },
  now: Instant,
): Promise<SupportOrder> {
  const dispensary = await findDispensary(db, dispensaryId)
  const route = order.routeId === undefined ? undefined : (await findRoute(db, dispensaryId, order.routeId))?.state
  const own = await rowsOfSubject(db, dispensaryId, `order/${order.id}`)
  const messages = await messagesOfOrder(db, dispensaryId, order.id)
  const { window, promise, met, forgottenAt } = order
  return {
    orderId: order.id,
    number: order.number,
    milestone: order.milestone,
    receivedAt: order.reachedAt.received === undefined ? null : rfc3339(order.reachedAt.received),
    window: window ? { from: rfc3339(window.from), to: rfc3339(window.to), latestBy: rfc3339(window.latestBy) } : null,
    promise: promise ? { from: rfc3339(promise.from), to: rfc3339(promise.to) } : null,
    met: met ? { at: rfc3339(met.at), missedMs: met.missedMs } : null,
    delayed: isDelayed(order),
    driver: route
      ? { id: route.driverId, firstName: (await findDriverName(db, dispensaryId, route.driverId)) ?? null }
      : null,
    routeId: order.routeId ?? null,
    stopsBefore: (route && stopsBefore(route, order.id)) ?? null,
    contact: { name: contact.name ?? null, phone: contact.phone ?? null, email: contact.email ?? null },
    forgottenAt: forgottenAt === undefined ? null : rfc3339(forgottenAt),
    keptBecause: (forgottenAt === undefined && keptBecause(order, route, now)) || null,
    customer: {
      idReady: order.idReadyAt !== undefined,
      note: contact.note || null,
      stars: order.rating?.stars ?? null,
      words: contact.ratingWords || null,
    },
    replies: replies.map(({ at, channel, words, fromElsewhere = false, files = 0 }) => ({
      ...{ at: rfc3339(at), channel, words, fromElsewhere, files },
    })),
    notifications: messages.map(({ id, kind, channel, status, settledAt, plannedAt }) => ({
      id,
      kind,
      channel,
      status,
      at: rfc3339(settledAt ?? plannedAt),
    })),
    channels: dispensary ? await channelsTold(db, dispensary, order) : [],
    links: linksTold(own.map(eventOf)),
    pageEndsAt: rfc3339(pageEndsAt(order, dispensary?.linkHours)),
    timeline: await timelineOf(db, dispensaryId, order, own, dispensary?.timeZone ?? 'UTC'),
  }
}

/** The order's own rows and those of its route that concern all of its stops, in the order of the trail. */
async function timelineOf(
  db: Database,
  dispensaryId: string,
  order: Order,
  own: TrailRow[],
  timeZone: string,
): Promise<TimelineLine[]> {
  const ofRoute = order.routeId === undefined ? [] : await rowsOfSubject(db, dispensaryId, `route/${order.routeId}`)
  const rows = [...own, ...ofRoute.filter((row) => concerns(row, order))].sort((a, b) => a.seq - b.seq)
  return rows.map((row) => ({
    seq: row.seq,
    type: row.type,
    time: rfc3339(row.time),
    recordedAt: rfc3339(row.recordedAt),
    source: row.source,
    words: inWords(eventOf(row), timeZone) + whenItWaited(row),
    hash: row.hash,
  }))
}

/** News that came before its order was told anew when the order came. */
function whenItWaited({ source, eventId }: TrailRow): string {
  const [, seq] = (source === OURS && /^waited:(\d+)$/.exec(eventId)) || []
  return seq === undefined ? '' : `, as entry ${seq} had told before this order was known`
}

const eventOf = ({ type, time, data }: TrailRow): DoorstepEvent =>
  ({ type, time, data: JSON.parse(data) }) as DoorstepEvent

function concerns(row: TrailRow, order: Order): boolean {
  const event = eventOf(row)
  return !('stopId' in event.data) || event.data.stopId === order.stopId
}
