import { distanceMeters, type LatLng, type Position } from '../../api/domain/position.ts'

/** A stretch of street, and how long driving it takes. */
export type Stretch = { path: LatLng[]; durationMs: number }
export type Fix = { at: number; position: Omit<Position, 'at'> }

const PING_MS = 5_000

/** The fixes of a phone that is driven along a stretch, one every five seconds, the last at its end. */
export function fixesAlong({ path, durationMs }: Stretch, startAt: number): Fix[] {
  const fixes: Fix[] = []
  const meters = lengthOf(path)
  const speedMetersPerSecond = durationMs > 0 ? (meters / durationMs) * 1_000 : 0
  for (let elapsed = PING_MS; elapsed < durationMs; elapsed += PING_MS) {
    const { point, headingDegrees } = pointAt(path, (elapsed / durationMs) * meters)
    fixes.push({
      at: startAt + elapsed,
      position: { ...point, accuracyMeters: 8, speedMetersPerSecond, headingDegrees },
    })
  }
  const end = path.at(-1)
  if (end) fixes.push({ at: startAt + durationMs, position: { ...end, accuracyMeters: 8, speedMetersPerSecond: 0 } })
  return fixes
}

/** The fixes of a phone at rest. */
export function fixesAt(point: LatLng, startAt: number, lastsMs: number): Fix[] {
  const count = Math.floor(lastsMs / PING_MS)
  return Array.from({ length: count }, (_, index) => ({
    at: startAt + (index + 1) * PING_MS,
    position: { ...point, accuracyMeters: 12, speedMetersPerSecond: 0 },
  }))
}

const lengthOf = (path: LatLng[]): number =>
  path.slice(1).reduce((sum, point, index) => sum + distanceMeters(path[index] ?? point, point), 0)

function pointAt(path: LatLng[], meters: number): { point: LatLng; headingDegrees: number } {
  let before = 0
  for (const [index, to] of path.slice(1).entries()) {
    const from = path[index] ?? to
    const length = distanceMeters(from, to)
    if (before + length >= meters && length > 0) {
      const share = (meters - before) / length
      const point = { lat: from.lat + (to.lat - from.lat) * share, lng: from.lng + (to.lng - from.lng) * share }
      return { point, headingDegrees: headingOf(from, to) }
    }
    before += length
  }
  const end = path.at(-1) ?? { lat: 0, lng: 0 }
  return { point: end, headingDegrees: 0 }
}

function headingOf(from: LatLng, to: LatLng): number {
  const east = (to.lng - from.lng) * Math.cos((from.lat * Math.PI) / 180)
  return ((Math.atan2(east, to.lat - from.lat) * 180) / Math.PI + 360) % 360
}
