import type { Tx } from '../db/open.ts'
import { findOrder, findOrders } from '../db/orders.ts'
import { findRoute, findRoutesUnderWay, saveRoute } from '../db/routes.ts'
import type { Chain } from '../db/trail.ts'
import type { Contacts } from './contacts.ts'
import type { Devices } from './devices.ts'
import type { Strangers } from './strangers.ts'
import type { Dispensary } from './domain/dispensary.ts'
import type { DoorstepEvent } from './domain/event.ts'
import { isFinal } from './domain/milestone.ts'
import type { Channel } from './domain/notification.ts'
import { evolveRoute, withoutOrders, type Route } from './domain/route.ts'
import type { Instant } from './domain/time.ts'
import type { TrackPoint } from './domain/track.ts'
import type { Change, DriverKey } from './live/bus.ts'

/** The transaction that an event is folded in, when it was written down, and what it has changed so far. */
export type Fold = { tx: Tx; now: Instant; dispensary: Pick<Dispensary, 'id'>; change: Change }
/** Where an event comes in for the first time, so that others follow from it. */
export type Door = Fold & {
  dispensary: Dispensary
  chain: Chain
  channels: ReadonlySet<Channel>
  contacts: Pick<Contacts, 'merge' | 'forget' | 'heed' | 'keepReply' | 'findMany'>
  devices: Pick<Devices, 'add' | 'hasRoomFor'>
  strangers: Pick<Strangers, 'keep'>
  /** Where a driver has lately been. */
  recent: (driver: DriverKey) => readonly TrackPoint[]
}

/** The routes that an event concerns, as they were and as they are after it. */
export async function evolveItsRoutes(
  door: Fold,
  event: DoorstepEvent,
  seq: number,
): Promise<{ before: Route[]; after: Route[] }> {
  const before = await routesConcerned(door, event)
  if (event.type === 'route.planned') return { before, after: [await planRoute(door, before[0], event, seq)] }
  const after: Route[] = []
  for (const route of before) after.push(await saved(door, route, evolveRoute(route, event) ?? route, seq))
  return { before, after }
}

/** A call for help concerns every route that the driver is driving, should one never have been ended. */
async function routesConcerned({ tx, dispensary }: Fold, { type, data }: DoorstepEvent): Promise<Route[]> {
  if (type === 'milestone.reached' || /^(?:notification|link|consent)\./.test(type)) return [] // these move no route
  if (type === 'driver.duress')
    return (await findRoutesUnderWay(tx, dispensary.id, data.driverId)).map(({ state }) => state)
  const routeId = 'routeId' in data ? data.routeId : await routeOfOrder(tx, dispensary.id, data)
  const route = routeId === undefined ? undefined : await findRoute(tx, dispensary.id, routeId)
  return route ? [route.state] : []
}

async function routeOfOrder(tx: Tx, dispensaryId: string, data: DoorstepEvent['data']): Promise<string | undefined> {
  if (!('orderId' in data) || data.orderId === undefined) return undefined
  return (await findOrder(tx, dispensaryId, data.orderId))?.state.routeId
}

async function planRoute(
  door: Fold,
  before: Route | undefined,
  event: DoorstepEvent<'route.planned'>,
  seq: number,
): Promise<Route> {
  const { tx, dispensary } = door
  const orders = await findOrders(
    tx,
    dispensary.id,
    event.data.stops.flatMap((stop) => stop.orderIds),
  )
  const closed = orders.filter((order) => isFinal(order.milestone)).map((order) => order.id)
  const route = await saved(door, before, evolveRoute(before, event, closed), seq)
  for (const { id, routeId } of orders) {
    if (routeId === undefined || routeId === route.id || closed.includes(id)) continue
    const other = await findRoute(tx, dispensary.id, routeId)
    if (other) await saved(door, other.state, withoutOrders(other.state, [id], event.time), seq)
  }
  return route
}

async function saved(
  { tx, dispensary, change }: Fold,
  before: Route | undefined,
  after: Route,
  seq: number,
): Promise<Route> {
  if (after === before) return after
  await saveRoute(tx, dispensary.id, after, seq)
  change.drivers.push({ dispensaryId: dispensary.id, driverId: after.driverId })
  return after
}
