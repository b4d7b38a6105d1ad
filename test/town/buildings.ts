import { dice } from './dice.ts'
import {
  type Line,
  type Point,
  between,
  distance,
  inside,
  lengthOf,
  nearestOn,
  pointAlong,
  segments,
} from './geometry.ts'
import type { Area } from './land.ts'
import type { Drawn, Kind } from './plan.ts'

/** What is built on: shops wall to wall in the middle of town, houses with gardens further out. */
type Plot = { width: number; depth: number; gap: number; setback: number }

const MARKET: Point = [-380, 520]
const SHOPS_WITHIN_METERS = 420
const TOWN_WITHIN_METERS = 1_420

/** From the middle of a street to its pavement. */
const HALF_WIDTH: Record<Kind, number> = { primary: 11, secondary: 10, tertiary: 8, residential: 7 }

/** Buildings in rows along both sides of every street: their four corners. */
export function buildings(streets: readonly Drawn[], areas: readonly Area[]): Line[] {
  const roll = dice(7)
  const isFree = freeGround(streets, areas)
  const near = nearby<Line>(60)
  const built: Line[] = []
  for (const { line, kind } of streets) {
    for (const side of [1, -1]) {
      const length = lengthOf(line)
      for (let along = 10 + roll() * 10; along < length - 10; ) {
        const plot = plotAt(distance(pointAlong(line, along), MARKET), roll)
        const corners = footprint(line, along + plot.width / 2, side * (HALF_WIDTH[kind] + plot.setback), plot)
        along += plot.width + plot.gap
        const middle = between(corners[0] as Point, corners[2] as Point, 0.5)
        if (distance(middle, [60, 60]) > TOWN_WITHIN_METERS || !isFree(corners)) continue
        if (near.around(middle).some((other) => overlapping(corners, other))) continue
        near.put(middle, corners)
        built.push(corners)
      }
    }
  }
  return built
}

function plotAt(metersToMarket: number, roll: () => number): Plot {
  if (metersToMarket < SHOPS_WITHIN_METERS) {
    return { width: 18 + roll() * 24, depth: 20 + roll() * 12, gap: roll() < 0.2 ? 10 : 1.5, setback: 1 + roll() }
  }
  const further = Math.min(1, (metersToMarket - SHOPS_WITHIN_METERS) / 1_000)
  return {
    width: 14 + roll() * 14,
    depth: 11 + roll() * 6,
    gap: (11 + roll() * 17) * (1 + 1.6 * further) + (roll() < 0.15 ? 25 : 0),
    setback: 4 + roll() * 4,
  }
}

function footprint(line: Line, along: number, offset: number, { width, depth }: Plot): Line {
  const [a, b] = [pointAlong(line, along - 2), pointAlong(line, along + 2)]
  const length = distance(a, b) || 1
  const ahead: Point = [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
  const side = Math.sign(offset)
  const corner = (forward: number, out: number): Point => {
    const [x, y] = pointAlong(line, along)
    return [x + ahead[0] * forward - ahead[1] * side * out, y + ahead[1] * forward + ahead[0] * side * out]
  }
  const [near, far] = [Math.abs(offset), Math.abs(offset) + depth]
  return [corner(-width / 2, near), corner(width / 2, near), corner(width / 2, far), corner(-width / 2, far)]
}

/** Whether a footprint stays off every street, the water and the green. */
function freeGround(streets: readonly Drawn[], areas: readonly Area[]): (corners: Line) => boolean {
  const pieces = nearby<{ piece: [Point, Point]; keepOff: number }>(60)
  for (const { line, kind } of streets) {
    for (const piece of segments(line)) {
      const steps = Math.ceil(distance(...piece) / 40)
      for (let i = 0; i <= steps; i++) pieces.put(between(...piece, i / steps), { piece, keepOff: HALF_WIDTH[kind] })
    }
  }
  const land = areas.find(({ kind }) => kind === 'land')?.outline ?? []
  const taken = areas.filter(({ kind }) => kind !== 'land').map(({ outline }) => outline)
  return (corners) =>
    [...corners, ...segments([...corners, corners[0] as Point]).map(([a, b]) => between(a, b, 0.5))].every(
      (point) =>
        pieces.around(point).every(({ piece, keepOff }) => nearestOn(piece, point).off >= keepOff) &&
        inside(land, point) &&
        !taken.some((outline) => inside(outline, point)),
    )
}

/** Things by where they are, found again from within a cell's width. */
function nearby<T>(cell: number) {
  const cells = new Map<string, T[]>()
  const key = (x: number, y: number): string => `${x} ${y}`
  const at = ([x, y]: Point): Point => [Math.floor(x / cell), Math.floor(y / cell)]
  return {
    put: (point: Point, thing: T): void => {
      const [x, y] = at(point)
      cells.set(key(x, y), [...(cells.get(key(x, y)) ?? []), thing])
    },
    around: (point: Point): T[] => {
      const [x, y] = at(point)
      return [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => cells.get(key(x + dx, y + dy)) ?? []))
    },
  }
}

/** Two rectangles overlap unless a side of one of them parts them. */
function overlapping(one: Line, other: Line): boolean {
  return ![one, other].some((rectangle) =>
    segments(rectangle.slice(0, 3)).some(([a, b]) => {
      const axis: Point = [b[0] - a[0], b[1] - a[1]]
      const shadow = (line: Line): number[] => line.map(([x, y]) => x * axis[0] + y * axis[1])
      const [first, second] = [shadow(one), shadow(other)]
      return Math.max(...first) < Math.min(...second) || Math.max(...second) < Math.min(...first)
    }),
  )
}
