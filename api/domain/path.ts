import { distanceMeters, type LatLng } from './position.ts'

/** A line of streets, and how far along it each of its points is. */
export type Path = { points: readonly LatLng[]; metersAt: readonly number[] }

/** Where on a path somebody is: how far beside it, and how much of it is left. */
export type OnPath = { besideMeters: number; alongMeters: number; leftMeters: number }

export function pathOf(points: readonly LatLng[]): Path {
  const metersAt = [0]
  for (let index = 1; index < points.length; index += 1) {
    const [before, point] = [points[index - 1], points[index]]
    if (before && point) metersAt.push((metersAt[index - 1] ?? 0) + distanceMeters(before, point))
  }
  return { points, metersAt }
}

const METERS_PER_DEGREE = 111_195
/** Fixes jump back a little; whoever is farther back than this has turned round. */
const BACK_METERS = 60

/**
 * The place on the path that is nearest to a fix, not behind where the driver already was: a path may pass the same
 * corner twice.
 */
export function placeOnPath({ points, metersAt }: Path, fix: LatLng, fromMeters = 0): OnPath | undefined {
  const total = metersAt.at(-1) ?? 0
  const perLng = METERS_PER_DEGREE * Math.cos((fix.lat * Math.PI) / 180)
  const flat = ({ lat, lng }: LatLng) => ({ x: (lng - fix.lng) * perLng, y: (lat - fix.lat) * METERS_PER_DEGREE })
  let best: OnPath | undefined
  for (let index = 1; index < points.length; index += 1) {
    const [a, b, start = 0, end = 0] = [points[index - 1], points[index], metersAt[index - 1], metersAt[index]]
    if (!a || !b || end < fromMeters - BACK_METERS) continue
    const [p, q] = [flat(a), flat(b)]
    const [dx, dy] = [q.x - p.x, q.y - p.y]
    const square = dx * dx + dy * dy
    const share = square === 0 ? 0 : Math.max(0, Math.min(1, -(p.x * dx + p.y * dy) / square))
    const besideMeters = Math.hypot(p.x + share * dx, p.y + share * dy)
    if (best && besideMeters >= best.besideMeters) continue
    const alongMeters = start + share * (end - start)
    best = { besideMeters, alongMeters, leftMeters: total - alongMeters }
  }
  return best
}
