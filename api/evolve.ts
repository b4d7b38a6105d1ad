import { markLink } from '../db/links.ts'
import { findOrder, saveOrder } from '../db/orders.ts'
import { OURS } from '../db/trail.ts'
import type { DoorstepEvent } from './domain/event.ts'
import { evolveOrder, milestoneCrossed, type Order } from './domain/order.ts'
import { isUnderWay, stopOfOrder, type Route } from './domain/route.ts'
import { evolveItsConnection } from './evolve-connections.ts'
import { evolveItsHook, planForHooks } from './evolve-hooks.ts'
import { evolveLearned } from './evolve-learned.ts'
import { NOTIFICATION_KINDS } from './domain/notification.ts'
import { forgetCustomer } from './evolve-contact.ts'
import { messagesCalledFor, messagesFollowing } from './evolve-messages.ts'
import { evolveItsMessage } from './evolve-outbox.ts'
import { doubtOf } from './evolve-arrival.ts'
import { evolveWording } from './evolve-wording.ts'
import { evolveItsRoutes, type Door, type Fold } from './evolve-routes.ts'

/** Everything that one event changes, and what follows: the milestones passed, the messages that these call for. */
export async function evolve(door: Door, event: DoorstepEvent, seq: number): Promise<void> {
  const { orders, route } = await fold(door, event, seq)
  await planForHooks(door, event, seq)
  const doubt = await doubtOf(door, event, seq, route)
  if (doubt) return tell(door, doubt)
  for (const order of orders) await follow(door, order, event, seq, route)
}

/** What the event by itself changes: its routes, its orders, its message. Nothing is written down, so the trail can be read again. */
export async function fold(
  door: Fold,
  event: DoorstepEvent,
  seq: number,
): Promise<{ orders: Order[]; route: Route | undefined }> {
  const { before, after } = await evolveItsRoutes(door, event, seq)
  const orders: Order[] = []
  for (const orderId of ordersConcerned(event, [...before, ...after])) {
    const order = await evolveItsOrder(door, orderId, event, seq)
    if (order) orders.push(order)
  }
  await evolveItsMessage(door, event)
  if (event.type === 'link.revoked') await markLink(door.tx, event.data.linkId, { revokedAt: event.time })
  await evolveItsConnection(door, event)
  await evolveItsHook(door, event)
  await evolveWording(door, event)
  await evolveLearned(door, event, [before[0], after[0]], seq)
  return { orders, route: after[0] }
}

/** Most of the trail is of these: they change no order, and nothing follows but what is sent to other devices later. */
const OF_THE_MESSAGE_ALONE: ReadonlySet<DoorstepEvent['type']> = new Set([
  'notification.planned',
  'notification.claimed',
  'notification.sent',
  'notification.accepted',
  'notification.delivered',
  'notification.opened',
  'link.issued',
])

/** Of a plan told again, also those that it leaves out. */
function ordersConcerned({ type, data }: DoorstepEvent, routes: Route[]): Set<string> {
  if (OF_THE_MESSAGE_ALONE.has(type) && !('others' in data)) return new Set()
  if ('orderId' in data && data.orderId !== undefined) return new Set([data.orderId])
  const stops = routes.flatMap((route) => route.stops)
  if ('stopId' in data) return new Set(stops.find((stop) => stop.id === data.stopId)?.orderIds)
  if (type.startsWith('route.') || type === 'driver.duress') return new Set(stops.flatMap((stop) => stop.orderIds))
  return new Set()
}

async function evolveItsOrder(
  { tx, dispensary, change }: Fold,
  orderId: string,
  event: DoorstepEvent,
  seq: number,
): Promise<Order | undefined> {
  const before = (await findOrder(tx, dispensary.id, orderId))?.state
  const after = evolveOrder(before, event)
  if (!after) return undefined
  if (after !== before) await saveOrder(tx, dispensary.id, after, seq)
  change.orders.push({ dispensaryId: dispensary.id, orderId })
  return after
}

/** Tells what follows from the event for one of its orders. */
async function follow(
  door: Door,
  order: Order,
  event: DoorstepEvent,
  seq: number,
  route: Route | undefined,
): Promise<void> {
  if (event.type === 'contact.forgotten') return tellAll(door, await forgetCustomer(door, order.id))
  if (event.type === 'milestone.reached') {
    if (event.data.milestone === order.milestone)
      await tellAll(door, await messagesCalledFor(door, order, NOTIFICATION_KINDS, true))
    return
  }
  const messages = await messagesFollowing(door, order, event)
  if (messages) return tellAll(door, messages)
  const milestone = setsOut(event, order, route) ? milestoneCrossed(order, asDeparture(event)) : undefined
  if (!milestone) return
  await tell(door, { type: 'milestone.reached', time: event.time, data: { orderId: order.id, milestone, cause: seq } })
}

/**
 * An order put on a route that is already on the road leaves the store with it. One that this route has tried to hand
 * over does not set out again because something is told of the whole route or the whole stop.
 */
function setsOut({ type }: DoorstepEvent, order: Order, route: Route | undefined): boolean {
  if (!type.startsWith('route.') && !type.startsWith('stop.')) return true
  const stop = route && stopOfOrder(route, order.id)
  if (!route || !stop || (type === 'route.planned' && !isUnderWay(route))) return false
  return order.milestone !== 'not-delivered' || !stop.doneOrderIds.includes(order.id)
}

const asDeparture = (event: DoorstepEvent): DoorstepEvent =>
  event.type === 'route.planned'
    ? { type: 'route.departed', time: event.time, data: { routeId: event.data.routeId } }
    : event

/**
 * What these orders' milestones call for, of which their customers have heard nothing because there was no way to reach
 * them. Of the milestone where an order stands now, never of those before it.
 */
export async function makeUpFor(door: Door, orderIds: Iterable<string>): Promise<void> {
  for (const orderId of orderIds) {
    const order = await findOrder(door.tx, door.dispensary.id, orderId)
    if (order) await tellAll(door, await messagesCalledFor(door, order.state))
  }
}

/** Writes down what follows from what was just written down. */
export async function tellAll(door: Door, events: DoorstepEvent[]): Promise<void> {
  for (const event of events) await tell(door, event)
}

async function tell(door: Door, event: DoorstepEvent): Promise<void> {
  const { chain, dispensary, now } = door
  const eventId = `${event.type}:${'notificationId' in event.data ? event.data.notificationId : JSON.stringify(event.data)}`
  const seq = await chain.append({ dispensaryId: dispensary.id, source: OURS, eventId, event }, now)
  await evolve(door, event, seq)
}
