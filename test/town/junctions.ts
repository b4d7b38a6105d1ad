import {
  type Line,
  type Point,
  crossings,
  distance,
  lengthOf,
  nearestOn,
  part,
  pointAlong,
  simplify,
} from './geometry.ts'
import type { Drawn } from './plan.ts'

type Meeting = { along: number; junction: Point }
type Box = { left: number; right: number; bottom: number; top: number }

/** Crossings nearer to each other than this are one junction. */
const JUNCTION_METERS = 12

/**
 * The streets with a shared point wherever two of them meet, and without the loose ends beyond their last junction,
 * except on those that go on.
 */
export function joinedStreets(drawn: readonly Drawn[]): Drawn[] {
  const lines = drawn.map(({ line }) => simplify(line, 0.6))
  const boxes = lines.map(boxOf)
  const met: Meeting[][] = lines.map(() => [])
  const junctionAt = junctionFinder()
  for (const [i, line] of lines.entries()) {
    for (const [j, other] of lines.entries()) {
      if (j <= i || apart(boxes[i] as Box, boxes[j] as Box)) continue
      for (const meeting of crossings(line, other)) {
        const junction = junctionAt(pointAlong(line, meeting.one))
        met[i]?.push({ along: meeting.one, junction })
        met[j]?.push({ along: meeting.other, junction })
      }
    }
  }
  return drawn.flatMap((street, i) => {
    const line = throughJunctions(lines[i] as Line, met[i] ?? [], street.through === true)
    return line ? [{ ...street, line }] : []
  })
}

/** Gives the known junction near a point, or makes the point one. */
function junctionFinder(): (point: Point) => Point {
  const junctions: Point[] = []
  return (point) => {
    const known = junctions.find((junction) => distance(junction, point) < JUNCTION_METERS)
    if (!known) junctions.push(point)
    return known ?? point
  }
}

const boxOf = (line: Line): Box => ({
  left: Math.min(...line.map(([x]) => x)),
  right: Math.max(...line.map(([x]) => x)),
  bottom: Math.min(...line.map(([, y]) => y)),
  top: Math.max(...line.map(([, y]) => y)),
})
const apart = (a: Box, b: Box): boolean => a.left > b.right || b.left > a.right || a.bottom > b.top || b.bottom > a.top

function throughJunctions(line: Line, met: Meeting[], through: boolean): Line | undefined {
  const inOrder = met.toSorted((a, b) => a.along - b.along).filter((m, i, all) => m.junction !== all[i - 1]?.junction)
  const [first, last] = [inOrder[0], inOrder.at(-1)]
  if (!first || !last) return undefined
  const length = lengthOf(line)
  const from = through && first.along > 40 ? 0 : first.along
  const to = through && length - last.along > 40 ? length : last.along
  if (to - from < 50) return undefined
  const between = part(line, from, to).filter((point) =>
    inOrder.every(({ junction }) => distance(junction, point) > JUNCTION_METERS),
  )
  const all = [...inOrder, ...between.map((point) => ({ along: nearestOn(line, point).along, junction: point }))]
  return all.toSorted((a, b) => a.along - b.along).map(({ junction }) => junction)
}
