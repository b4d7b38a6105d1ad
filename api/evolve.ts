import { findContact } from '../db/contacts.ts'
import { pushSubscriptionsOf } from '../db/links.ts'
import type { Tx } from '../db/open.ts'
import { findOrder, saveOrder } from '../db/orders.ts'
import { planMessage, settleMessage } from '../db/outbox.ts'
import { findRoute, findRouteUnderWay, saveRoute } from '../db/routes.ts'
import { append } from '../db/trail.ts'
import type { Dispensary } from './domain/dispensary.ts'
import type { DoorstepEvent } from './domain/event.ts'
import { planNotifications, type Channel } from './domain/notification.ts'
import { evolveOrder, milestoneCrossed, type Order } from './domain/order.ts'
import { evolveRoute, isUnderWay, withoutOrders, type Route } from './domain/route.ts'
import type { Instant } from './domain/time.ts'
import type { Change } from './live/bus.ts'

/** The transaction that an event was written down in, and what it has changed so far. */
export type Door = {
  tx: Tx
  now: Instant
  dispensary: Dispensary
  change: Change
  channels: ReadonlySet<Channel>
}

/** The source of what Doorstep itself tells. */
export const OURS = 'doorstep'

/** Everything that one event changes: its route, its orders, the milestones they pass, the messages these call for. */
export async function evolve(door: Door, event: DoorstepEvent, seq: number): Promise<void> {
  const route = await evolveItsRoute(door, event, seq)
  if (event.type === 'route.planned') await takeFromOtherRoutes(door, event.data.stops.flatMap((stop) => stop.orderIds), event.data.routeId, seq)
  for (const orderId of ordersConcerned(event, route)) await evolveItsOrder(door, orderId, event, seq, route)
  await settleItsMessage(door, event)
}

async function evolveItsRoute(door: Door, event: DoorstepEvent, seq: number): Promise<Route | undefined> {
  const { tx, dispensary, change } = door
  const before = await routeConcerned(door, event)
  const after = evolveRoute(before, event)
  if (!after || after === before) return after
  await saveRoute(tx, dispensary.id, after, seq)
  change.drivers.push({ dispensaryId: dispensary.id, driverId: after.driverId })
  return after
}

async function routeConcerned({ tx, dispensary }: Door, { type, data }: DoorstepEvent): Promise<Route | undefined> {
  if (type === 'driver.duress') return findRouteUnderWay(tx, dispensary.id, data.driverId)
  if ('routeId' in data) return (await findRoute(tx, dispensary.id, data.routeId))?.state
  if (!('orderId' in data) || data.orderId === undefined) return undefined
  const routeId = (await findOrder(tx, dispensary.id, data.orderId))?.state.routeId
  return routeId === undefined ? undefined : (await findRoute(tx, dispensary.id, routeId))?.state
}

/** An order rides on one route only: the newest plan has it. */
async function takeFromOtherRoutes(door: Door, orderIds: string[], routeId: string, seq: number): Promise<void> {
  const { tx, dispensary, change } = door
  for (const orderId of orderIds) {
    const order = (await findOrder(tx, dispensary.id, orderId))?.state
    if (order?.routeId === undefined || order.routeId === routeId) continue
    const other = await findRoute(tx, dispensary.id, order.routeId)
    if (!other) continue
    await saveRoute(tx, dispensary.id, withoutOrders(other.state, [orderId]), seq)
    change.drivers.push({ dispensaryId: dispensary.id, driverId: other.state.driverId })
  }
}

function ordersConcerned({ type, data }: DoorstepEvent, route: Route | undefined): string[] {
  if ('orderId' in data && data.orderId !== undefined) return [data.orderId]
  if ('stopId' in data) return route?.stops.find((stop) => stop.id === data.stopId)?.orderIds ?? []
  if (type.startsWith('route.') || type === 'driver.duress') return route?.stops.flatMap((stop) => stop.orderIds) ?? []
  return []
}

async function evolveItsOrder(door: Door, orderId: string, event: DoorstepEvent, seq: number, route?: Route): Promise<void> {
  const { tx, dispensary, change } = door
  const before = (await findOrder(tx, dispensary.id, orderId))?.state
  const after = evolveOrder(before, event)
  if (!after) return
  if (after !== before) await saveOrder(tx, dispensary.id, after, seq)
  change.orders.push({ dispensaryId: dispensary.id, orderId })
  if (event.type === 'milestone.reached') return planItsMessages(door, after, event)
  const milestone = milestoneCrossed(after, asDeparture(event, route))
  if (!milestone) return
  await tell(door, { type: 'milestone.reached', time: event.time, data: { orderId, milestone, cause: seq } })
}

/** An order put on a route that is already on the road leaves the store with it. */
const asDeparture = (event: DoorstepEvent, route: Route | undefined): DoorstepEvent =>
  event.type === 'route.planned' && route && isUnderWay(route)
    ? { type: 'route.departed', time: event.time, data: { routeId: route.id } }
    : event

async function planItsMessages(door: Door, order: Order, event: DoorstepEvent<'milestone.reached'>): Promise<void> {
  const { milestone } = event.data
  if (order.milestone !== milestone) return
  const reachable = await reachableChannels(door, order)
  for (const planned of planNotifications(milestone, event.time, reachable, door.now)) {
    const notificationId = `${order.id}:${planned.kind}:${event.data.cause}`
    await tell(door, { type: 'notification.planned', time: door.now, data: { notificationId, orderId: order.id, ...planned } })
    const { dispensary, now: plannedAt } = door
    await planMessage(door.tx, { id: `${dispensary.id}:${notificationId}`, dispensaryId: dispensary.id, orderId: order.id, plannedAt, ...planned })
    door.change.messagesPlanned = true
  }
}

/** The channels that can reach this customer, that they have not turned off, and that this process can send on. */
async function reachableChannels({ tx, dispensary, channels }: Door, order: Order): Promise<Set<Channel>> {
  const contact = await findContact(tx, dispensary.id, order.id)
  const subscriptions = await pushSubscriptionsOf(tx, dispensary.id, order.id)
  const reachable = new Set<Channel>()
  if (subscriptions.length > 0) reachable.add('web-push')
  if (contact.email !== undefined) reachable.add('email')
  if (contact.phone !== undefined && dispensary.smsAttestation) reachable.add('sms')
  for (const channel of reachable) {
    if (!channels.has(channel) || order.optedOut?.includes(channel)) reachable.delete(channel)
  }
  return reachable
}

async function settleItsMessage({ tx, dispensary, now }: Door, { type, data }: DoorstepEvent): Promise<void> {
  if (type === 'notification.sent') await settleMessage(tx, `${dispensary.id}:${data.notificationId}`, 'sent', now)
  if (type === 'notification.dropped') await settleMessage(tx, `${dispensary.id}:${data.notificationId}`, 'dropped', now)
  if (type === 'notification.failed' && data.final) await settleMessage(tx, `${dispensary.id}:${data.notificationId}`, 'failed', now)
}

/** Writes down something that follows from what was just written down. */
async function tell(door: Door, event: DoorstepEvent): Promise<void> {
  const { tx, dispensary, now } = door
  const eventId = `${event.type}:${'notificationId' in event.data ? event.data.notificationId : JSON.stringify(event.data)}`
  const seq = await append(tx, { dispensaryId: dispensary.id, source: OURS, eventId, event }, now)
  if (event.type === 'milestone.reached') await evolveItsOrder(door, event.data.orderId, event, seq)
}
