import { metersEast, metersNorth, type LatLng } from '../../../api/domain/position.ts'

/** How far beside a line a point lies, and how far along it; metres. */
export type Beside = { meters: number; along: number }

/** Every segment's nearest place to the point. */
export function besides(line: readonly LatLng[], point: LatLng): Beside[] {
  let along = 0
  return line.slice(1).map((end, index) => {
    const start = line[index] ?? end
    const [x, y] = [metersEast(start, end), metersNorth(start, end)]
    const [px, py] = [metersEast(start, point), metersNorth(start, point)]
    const length = Math.hypot(x, y)
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, (px * x + py * y) / length ** 2))
    const beside = { meters: Math.hypot(px - share * x, py - share * y), along: along + share * length }
    along += length
    return beside
  })
}

export const offRoute = (line: readonly LatLng[], point: LatLng): Beside =>
  besides(line, point).reduce((best, one) => (one.meters < best.meters ? one : best), { meters: Infinity, along: 0 })
