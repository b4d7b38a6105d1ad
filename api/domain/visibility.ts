import type { Dispensary } from './dispensary.ts'
import { isExit, isFinal } from './milestone.ts'
import type { Order } from './order.ts'
import { distanceMeters, snapToGrid, type LatLng, type Position } from './position.ts'
import { isUnderWay, nextStop, type Route } from './route.ts'
import { minutes, seconds, type Instant } from './time.ts'

/** Why the map is closed: said to the customer in words. */
export type MapClosed = 'not-on-the-way' | 'not-next' | 'not-near' | 'finished' | 'signal-lost' | 'withheld'
export type MapView = { open: false; why: MapClosed } | { open: true; position: Position; stale: boolean }

const NEAR_MINUTES = 10
const NEAR_METERS = 1_500
const LAST_METERS = 500
const GRID_METERS = 150
const LAST_GRID_METERS = 15
const DELAY = seconds(30)
/** An estimate that passed longer ago than this says nothing of where the driver is. */
const OVERDUE = minutes(1)
/** Around a door that the driver has been at; wider than the coarse grid can undo. */
const LEFT_BEHIND_METERS = 200
const LEFT_BEFORE = minutes(2)
const LEFT_AFTER = seconds(30)
const STALE_AFTER = seconds(90)
const LOST_AFTER = minutes(5)

/** Where the order's door is, the doors of this route that the driver has been at, and the driver, oldest fix first. */
export type Whereabouts = { door?: LatLng | undefined; doorsVisited: readonly LatLng[]; recent: readonly Position[] }

/** Whether a driver at `position` is near this order's door, as the law and the dispensary's tighter rule have it. */
export function isNear(
  order: Order,
  door: LatLng,
  position: LatLng,
  now: Instant,
  rule: Dispensary['visibility'],
): boolean {
  const nearMs = minutes(Math.min(NEAR_MINUTES, rule?.nearMinutes ?? NEAR_MINUTES))
  const nearMeters = Math.min(NEAR_METERS, rule?.nearMeters ?? NEAR_METERS)
  const leftMs = order.milestone === 'arrived' ? undefined : order.window && order.window.estimateAt - now
  const soon = leftMs !== undefined && leftMs <= nearMs && leftMs >= -OVERDUE
  return soon || distanceMeters(door, position) <= nearMeters
}

/**
 * What a customer may see of the driver: nothing, unless this order's stop is next, near and unfinished. Then a
 * position snapped to a coarse grid and half a minute old, finer and fresh only in the last 500 m; never a trail, and
 * nothing from before this stop became the next one, nor from around the place where it did or another door that the
 * driver has been at, for that would show a neighbour's door.
 */
export function whatCustomerMaySee(
  order: Order,
  route: Route | undefined,
  { door, doorsVisited, recent }: Whereabouts,
  dispensary: Dispensary,
  now: Instant,
): MapView {
  if (isFinal(order.milestone) || isExit(order.milestone)) return { open: false, why: 'finished' }
  if (!route || !isUnderWay(route)) return { open: false, why: 'not-on-the-way' }
  if (route.withheld || dispensary.visibility?.map === false) return { open: false, why: 'withheld' }
  const next = nextStop(route)
  if (!next?.orderIds.includes(order.id)) return { open: false, why: 'not-next' }
  if (next.doneOrderIds.includes(order.id)) return { open: false, why: 'finished' }
  const since = route.nextSince ?? 0
  const sinceNext = recent.filter((position) => position.at > since)
  const latest = sinceNext.at(-1)
  if (!latest || !door) return { open: false, why: 'not-near' }
  if (now - latest.at > LOST_AFTER) return { open: false, why: 'signal-lost' }
  if (!isNear(order, door, latest, now, dispensary.visibility)) return { open: false, why: 'not-near' }
  const isLast = distanceMeters(latest, door) <= LAST_METERS
  const shown = isLast ? latest : delayed(sinceNext, now)
  const left = placeLeft(recent, since)
  const others = left ? [left, ...doorsVisited] : doorsVisited
  if (!shown || others.some((place) => distanceMeters(shown, place) <= LEFT_BEHIND_METERS))
    return { open: false, why: 'not-near' }
  const grid = isLast ? LAST_GRID_METERS : GRID_METERS
  return { open: true, position: { ...snapToGrid(shown, grid), at: shown.at }, stale: now - latest.at > STALE_AFTER }
}

/** Where the driver was when they turned to this stop. */
function placeLeft(recent: readonly Position[], since: Instant): Position | undefined {
  const around = recent.filter(({ at }) => at >= since - LEFT_BEFORE && at <= since + LEFT_AFTER)
  return around.sort((a, b) => Math.abs(a.at - since) - Math.abs(b.at - since))[0]
}

const delayed = (recent: readonly Position[], now: Instant): Position | undefined =>
  recent.findLast((position) => position.at <= now - DELAY)
