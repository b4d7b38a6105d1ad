import { distanceMeters, metersEast, metersNorth, type LatLng } from '../../../api/domain/position.ts'
import type { Played } from './play-leg.ts'
import { offRoute } from './route-line.ts'

const FASTEST = 25
/** The route by places so far apart; metres. */
const STEP_METERS = 10
/** A position is of the route's nearest place, or of one that is hardly farther. */
const AS_NEAR_METERS = 20

/**
 * How many of the shown positions cannot have been reached from the one before at 25 m/s: as the crow flies, and by
 * anybody who kept to the true route and was at its nearest places to each of them.
 */
export function tooFast({ leg, shown }: Played): { straight: number; along: number } {
  const places = placesOn(leg.route)
  let [straight, along] = [0, 0]
  let mayBe: number[] = []
  for (const [index, place] of shown.entries()) {
    const near = nearestOf(places, place)
    const before = shown[index - 1]
    if (!before) {
      mayBe = near
      continue
    }
    const meters = (FASTEST * (place.at - before.at)) / 1_000
    // A metre for what rounding makes of places.
    if (distanceMeters(before, place) > meters + 1) straight += 1
    const reached = near.filter((one) =>
      mayBe.some((other) => Math.abs(one - other) * STEP_METERS <= meters + STEP_METERS),
    )
    if (reached.length === 0) along += 1
    mayBe = reached.length === 0 ? near : reached
  }
  return { straight, along }
}

function placesOn(route: readonly LatLng[]): LatLng[] {
  return route.flatMap((end, index) => {
    const start = route[index - 1]
    if (!start) return [end]
    const steps = Math.max(1, Math.round(distanceMeters(start, end) / STEP_METERS))
    return Array.from({ length: steps }, (_, step) => ({
      lat: start.lat + ((end.lat - start.lat) * (step + 1)) / steps,
      lng: start.lng + ((end.lng - start.lng) * (step + 1)) / steps,
    }))
  })
}

function nearestOf(places: readonly LatLng[], point: LatLng): number[] {
  const meters = places.map((place) => Math.hypot(metersEast(point, place), metersNorth(point, place)))
  const most = meters.reduce((least, one) => Math.min(least, one), Infinity) + AS_NEAR_METERS
  return meters.flatMap((one, index) => (one <= most ? [index] : []))
}

export const metersOff = ({ leg, shown }: Played): number[] =>
  shown.filter(({ at }) => at >= leg.startedAt && at <= leg.endedAt).map((place) => offRoute(leg.route, place).meters)
