import type { DoorstepEvent } from '../domain/event.ts'
import type { Order } from '../domain/order.ts'
import { distanceMeters, type LatLng, type Position } from '../domain/position.ts'
import { reviseWindow } from '../domain/revision.ts'
import type { Route, Stop } from '../domain/route.ts'
import type { Instant } from '../domain/time.ts'
import { isNear } from '../domain/visibility.ts'
import type { Estimate } from '../domain/window.ts'

/** At the door: within this of it, whatever the phone claims of its own accuracy up to as much again. */
const ARRIVED_METERS = 60

/** What a driver's position tells of the next stop: that it is near, that it is reached. */
export function noticed(
  route: Route,
  next: Stop,
  door: LatLng,
  latest: Position,
  orders: Order[],
  estimate: Estimate | undefined,
  rule: Parameters<typeof isNear>[4],
  now: Instant,
): DoorstepEvent[] {
  const data = { routeId: route.id, stopId: next.id }
  const time = Math.max(latest.at, route.nextSince ?? 0) // whoever waits at one door is not near the next before it is the next
  const reach = ARRIVED_METERS + Math.min(ARRIVED_METERS, latest.accuracyMeters ?? 0)
  const arrived = distanceMeters(latest, door) <= reach
  const order = orders.find((one) => next.orderIds.includes(one.id))
  const near = arrived || (order !== undefined && isNear(withEstimate(order, estimate, now), door, latest, now, rule))
  return [
    ...(near && next.approachedAt === undefined ? [{ type: 'stop.approached', time, data } as const] : []),
    ...(arrived && next.arrivedAt === undefined ? [{ type: 'stop.arrived', time, data } as const] : []),
  ]
}

const withEstimate = (order: Order, estimate: Estimate | undefined, now: Instant): Order => {
  const revision = estimate && reviseWindow(undefined, estimate, now)
  return revision ? { ...order, window: revision.window } : order
}
