/** Metres east and north of the middle of town. */
export type Point = readonly [x: number, y: number]
export type Line = readonly Point[]

export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])
export const between = (a: Point, b: Point, share: number): Point => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
]

/** Points as SVG writes them: `x,y x,y`. */
export const drawn = (points: string): Point[] =>
  points.split(' ').map((pair): Point => {
    const [x = Number.NaN, y = Number.NaN] = pair.split(',').map(Number)
    return [x, y]
  })

/** Consecutive points, two by two. */
export const segments = (line: Line): [Point, Point][] =>
  line.slice(1).map((point, index) => [line[index] as Point, point])

export const lengthOf = (line: Line): number => segments(line).reduce((sum, [a, b]) => sum + distance(a, b), 0)

/** A smooth line through all the points (Catmull-Rom), about `step` metres from point to point. */
export function smooth(points: Line, step = 12): Point[] {
  const at = (index: number): Point => points[Math.max(0, Math.min(points.length - 1, index))] as Point
  const curve = segments(points).flatMap(([from, to], index) => {
    const [before, after] = [at(index - 1), at(index + 2)]
    const pieces = Math.max(1, Math.round(distance(from, to) / step))
    return Array.from({ length: pieces }, (_, piece) => hermite(before, from, to, after, piece / pieces))
  })
  return [...curve, at(points.length)]
}

const hermite = (before: Point, from: Point, to: Point, after: Point, t: number): Point => {
  const axis = (k: 0 | 1): number => {
    const [p0, p1, p2, p3] = [before[k], from[k], to[k], after[k]]
    return p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)))
  }
  return [axis(0), axis(1)]
}

/** The line moved to its left by as many metres as `meters` says for each of its points. */
export const beside = (line: Line, meters: (index: number) => number): Point[] =>
  line.map((point, index) => {
    const [a, b] = [line[Math.max(0, index - 1)] as Point, line[Math.min(line.length - 1, index + 1)] as Point]
    const length = distance(a, b) || 1
    const by = meters(index) / length
    return [point[0] - (b[1] - a[1]) * by, point[1] + (b[0] - a[0]) * by]
  })

export function inside(polygon: Line, [x, y]: Point): boolean {
  let odd = false
  for (const [a, b] of segments([...polygon, polygon[0] as Point])) {
    if (a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) odd = !odd
  }
  return odd
}

/** The place on the line that is nearest to the point: how far off, how far along, and the direction there in radians. */
export function nearestOn(line: Line, point: Point): { off: number; along: number; heading: number } {
  let best = { off: Number.POSITIVE_INFINITY, along: 0, heading: 0 }
  let before = 0
  for (const [a, b] of segments(line)) {
    const length = distance(a, b)
    const share = length ? ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length ** 2 : 0
    const within = Math.max(0, Math.min(1, share))
    const off = distance(point, between(a, b, within))
    if (off < best.off) best = { off, along: before + within * length, heading: Math.atan2(b[1] - a[1], b[0] - a[0]) }
    before += length
  }
  return best
}

export function pointAlong(line: Line, along: number): Point {
  let left = along
  for (const [a, b] of segments(line)) {
    const length = distance(a, b)
    if (left <= length && length > 0) return between(a, b, Math.max(0, left / length))
    left -= length
  }
  return line.at(-1) as Point
}

/** The part of the line from one place along it to another. */
export function part(line: Line, from: number, to: number): Point[] {
  let along = 0
  const kept = line.filter((point, index) => {
    if (index > 0) along += distance(line[index - 1] as Point, point)
    return along > from + 0.01 && along < to - 0.01
  })
  return [pointAlong(line, from), ...kept, pointAlong(line, to)]
}

/** Where two lines cross: how far along each. */
export function crossings(one: Line, other: Line): { one: number; other: number }[] {
  const found: { one: number; other: number }[] = []
  let along = 0
  for (const [a, b] of segments(one)) {
    let alongOther = 0
    for (const [c, d] of segments(other)) {
      const turn = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
      const t = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / turn
      const u = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / turn
      if (t >= 0 && t < 1 && u >= 0 && u < 1) {
        found.push({ one: along + t * distance(a, b), other: alongOther + u * distance(c, d) })
      }
      alongOther += distance(c, d)
    }
    along += distance(a, b)
  }
  return found
}

/** The line without the points that it would hardly miss (Douglas and Peucker). */
export function simplify(line: Line, tolerance: number): Point[] {
  const [first, last] = [line[0] as Point, line.at(-1) as Point]
  if (line.length < 3) return [...line]
  const offs = line.map((point) => nearestOn([first, last], point).off)
  const worst = offs.indexOf(Math.max(...offs))
  if ((offs[worst] ?? 0) < tolerance) return [first, last]
  return [...simplify(line.slice(0, worst + 1), tolerance).slice(0, -1), ...simplify(line.slice(worst), tolerance)]
}
