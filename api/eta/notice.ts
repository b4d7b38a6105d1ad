import { arrivalAt, departureFrom } from '../domain/arrival.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import type { Order } from '../domain/order.ts'
import type { LatLng } from '../domain/position.ts'
import { reviseWindow } from '../domain/revision.ts'
import type { Route, Stop } from '../domain/route.ts'
import type { Instant } from '../domain/time.ts'
import type { TrackPoint } from '../domain/track.ts'
import { isNear } from '../domain/visibility.ts'
import type { Estimate } from '../domain/window.ts'

/** What a driver's track tells of the next stop: that it is near, that it is reached. Whoever waits at one door is not near the next before it is the next. */
export function noticed(
  route: Route,
  next: Stop,
  door: LatLng,
  track: readonly TrackPoint[],
  orders: Order[],
  estimate: Estimate | undefined,
  rule: Parameters<typeof isNear>[4],
  now: Instant,
): DoorstepEvent[] {
  const latest = track.at(-1)
  if (!latest) return []
  const data = { routeId: route.id, stopId: next.id }
  if (next.arrivedAt !== undefined && next.departedAt === undefined) {
    const left = departureFrom(track, door, next.arrivedAt)
    return left === undefined ? [] : [{ type: 'stop.departed', time: left, data }]
  }
  const since = Math.max(route.departedAt ?? 0, route.nextSince ?? 0, next.departedAt ?? 0)
  const came = arrivalAt(track, door, now, since)
  const order = orders.find((one) => next.orderIds.includes(one.id))
  const near =
    came !== undefined || (order !== undefined && isNear(withEstimate(order, estimate, now), door, latest, now, rule))
  const approached = Math.max(latest.at, since)
  return [
    ...(near && next.approachedAt === undefined
      ? [{ type: 'stop.approached', time: Math.min(approached, came ?? approached), data } as const]
      : []),
    ...(came !== undefined ? [{ type: 'stop.arrived', time: came, data } as const] : []),
  ]
}

const withEstimate = (order: Order, estimate: Estimate | undefined, now: Instant): Order => {
  const revision = estimate && reviseWindow(undefined, estimate, now)
  return revision ? { ...order, window: revision.window } : order
}
