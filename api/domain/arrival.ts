import { distanceMeters, type LatLng } from './position.ts'
import { seconds, type Instant } from './time.ts'
import type { TrackPoint } from './track.ts'

/** At the door: within this of it, and as much farther as the estimate may be wrong, up to as much again. */
const AT_THE_DOOR_METERS = 60
/** Whoever is known no better than so may be anywhere. */
const SURE_WITHIN_METERS = 100
/** Where drivers who go to the door on foot have parked. */
const PARKED_WITHIN_METERS = 150
/** Whoever drives by, or waits at a light, is gone before. */
const STAYS = seconds(30)

/** A phone may send nothing while it rests: one that fell silent at the door, and was not passing it, has stopped there. */
const SILENT_FOR = seconds(60)
const PASSING = 8
/** Finding a place to stop, on the last metres of those who fell silent (m/s). */
const PULLING_UP = 2.5

/**
 * When the driver came to the door to stay, by their positions alone: they are at the door, and have stood or gone on
 * foot nearby for half a minute; or their phone has been silent there for a minute. Undefined while that is not so.
 * @param track oldest first
 * @param since when the driver turned to this door: what was before is of other doors
 */
export function arrivalAt(
  track: readonly TrackPoint[],
  door: LatLng,
  now: Instant,
  since: Instant = 0,
): Instant | undefined {
  const latest = track.at(-1)
  if (!latest || latest.at < since || !isAt(latest, door)) return undefined
  const silent = now - latest.at >= SILENT_FOR && latest.speedMetersPerSecond <= PASSING
  if (latest.slowSince === undefined && !silent) return undefined
  const came = Math.max(since, latest.slowSince === undefined ? stoppedAt(latest, door) : cameAt(track, door))
  return now - came >= STAYS ? came : undefined
}

function isAt(point: TrackPoint, door: LatLng): boolean {
  const { accuracyMeters } = point
  if (accuracyMeters > SURE_WITHIN_METERS) return false
  return distanceMeters(point, door) <= AT_THE_DOOR_METERS + Math.min(AT_THE_DOOR_METERS, accuracyMeters)
}

/** The last metres of somebody who fell silent. */
const stoppedAt = (point: TrackPoint, door: LatLng): Instant =>
  point.at + Math.round(seconds(distanceMeters(point, door) / Math.max(PULLING_UP, point.speedMetersPerSecond)))

/** Since when the slow part of the track has been near the door. */
function cameAt(track: readonly TrackPoint[], door: LatLng): Instant {
  let first = track.length - 1
  while (first > 0 && isParked(track[first - 1], door)) first -= 1
  const point = track[first]
  return Math.max(point?.slowSince ?? 0, track[first - 1]?.at ?? 0)
}

const isParked = (point: TrackPoint | undefined, door: LatLng): boolean =>
  point?.slowSince !== undefined && distanceMeters(point, door) <= PARKED_WITHIN_METERS

/** Doors are often put on the map where the street number should be; who is farther off than so is not at them. */
const ELSEWHERE_METERS = 500
const AROUND = seconds(60)
const DEVIATIONS = 3

/** How far from the door the driver was around that time, if they certainly were somewhere else; to a hundred metres. */
export function wasElsewhere(track: readonly TrackPoint[], door: LatLng, at: Instant): number | undefined {
  const around = track.filter((point) => Math.abs(point.at - at) <= AROUND)
  if (around.length === 0) return undefined
  const least = Math.min(...around.map((point) => distanceMeters(point, door) - DEVIATIONS * point.accuracyMeters))
  return least > ELSEWHERE_METERS ? Math.round(least / 100) * 100 : undefined
}

/** Beyond where drivers park, and driving. */
const LEFT_METERS = 200

/** When the driver left a door that they were at: they drive, and are away from it. Undefined while that is not so. */
export function departureFrom(track: readonly TrackPoint[], door: LatLng, arrivedAt: Instant): Instant | undefined {
  const latest = track.at(-1)
  if (!latest || latest.at <= arrivedAt || !isAway(latest, door)) return undefined
  const lastThere = track.findLast((point) => !isAway(point, door))
  return Math.max(arrivedAt, lastThere?.at ?? 0)
}

const isAway = (point: TrackPoint, door: LatLng): boolean =>
  point.slowSince === undefined && distanceMeters(point, door) - DEVIATIONS * point.accuracyMeters > LEFT_METERS
