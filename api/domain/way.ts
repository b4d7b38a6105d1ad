import type { Legs } from './estimate.ts'
import { pathOf, placeOnPath, type Path } from './path.ts'
import type { LatLng } from './position.ts'

/** The way to the doors ahead as an engine told it, and how far along its first leg the driver has come. */
export type Way = { told: Legs; path: Path; alongMeters: number }

/** There is nothing to follow where the engine told no streets. */
export function wayOf(told: Legs): Way | undefined {
  const streets = told.legs[0]?.path ?? []
  return streets.length > 1 ? { told, path: pathOf(streets), alongMeters: 0 } : undefined
}

/** Farther beside the streets of the way than this, the driver has left it; a fix may be wrong by its own accuracy. */
const LEFT_METERS = 60
const MOST_INACCURATE_METERS = 60

/** The way from where the driver is now; undefined if they have left it, so that the engine has to be asked again. */
export function followWay(way: Way, fix: LatLng & { accuracyMeters?: number }): Way | undefined {
  const place = placeOnPath(way.path, fix, way.alongMeters)
  const tolerance = LEFT_METERS + Math.min(MOST_INACCURATE_METERS, fix.accuracyMeters ?? 0)
  return place && place.besideMeters <= tolerance ? { ...way, alongMeters: place.alongMeters } : undefined
}

/** The legs that are left of a way: of the first what lies ahead of the driver. */
export function legsLeft({ told, path, alongMeters }: Way): Legs {
  const [first, ...others] = told.legs
  if (!first) return told
  const total = path.metersAt.at(-1) ?? 0
  const share = total === 0 ? 0 : Math.max(0, 1 - alongMeters / total)
  const left = { durationMs: Math.round(first.durationMs * share), meters: Math.round(first.meters * share) }
  return { source: told.source, legs: [left, ...others] }
}
