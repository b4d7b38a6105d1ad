import { nextStop, unfinishedStops, type Route } from './route.ts'
import { minutes, type Instant } from './time.ts'
import type { LaterCause } from './window.ts'

/** How a route stood when a window was last told. */
export type Stood = { at: Instant; stopIds: readonly string[] }

export const standsNow = (route: Route, at: Instant): Stood => ({
  at,
  stopIds: unfinishedStops(route).map((stop) => stop.id),
})

/** After so long a silence nothing is known of the driver's pace. */
const LOST_AFTER = minutes(3)
/** A stay longer than usual by less than this explains nothing. */
const LONGER_BY = minutes(1)

type Now = { now: Instant; latestAt: Instant | undefined; usualStayMs: number }

/**
 * Why a stop will be reached later than was told: other doors came before it, nothing is heard of the driver, a door
 * before it took longer than doors do, or else the streets were slower.
 */
export function whyLater(route: Route, stopId: string, stood: Stood | undefined, is: Now): LaterCause {
  const { now, latestAt, usualStayMs } = is
  if (
    stood &&
    comesBefore(standsNow(route, now).stopIds, stopId).some((id) => !comesBefore(stood.stopIds, stopId).includes(id))
  )
    return 'resequenced'
  if (latestAt !== undefined && now - latestAt >= LOST_AFTER) return 'signal-lost'
  const next = nextStop(route)
  const isAtDoor = next?.arrivedAt !== undefined && next.departedAt === undefined
  if (next?.id !== stopId && isAtDoor) return 'earlier-stop'
  const { nextSince = 0 } = route
  const left = route.stops.findLast((stop) => stop.arrivedAt !== undefined && stop.id !== next?.id)
  const stayedMs = left?.arrivedAt === undefined ? 0 : nextSince - left.arrivedAt
  const leftSince = stood === undefined || nextSince > stood.at
  return leftSince && stayedMs >= usualStayMs + LONGER_BY ? 'earlier-stop' : 'slower'
}

const comesBefore = (stopIds: readonly string[], stopId: string): readonly string[] =>
  stopIds.slice(0, Math.max(0, stopIds.indexOf(stopId)))
