import { type Line, type Point, distance, inside, nearestOn, segments } from './geometry.ts'
import { mainRoads } from './plan.ts'

/**
 * The parts of a line that may become streets: within the district, not through its open blocks, not beside a main
 * road. Each reaches a little further than it may, to meet the road that ends it.
 */
export function streetsWithin(district: Line, open: readonly Line[], line: Line): Line[] {
  const runs: Point[][] = [[]]
  for (const [a, b] of segments(line)) {
    const free = inside(district, a) && !open.some((block) => inside(block, a)) && !besideMainRoad(a, b)
    if (free) runs.at(-1)?.push(a)
    else if (runs.at(-1)?.length) runs.push([])
  }
  return runs.filter((run) => run.length > 4).map(reachingOut)
}

const besideMainRoad = (a: Point, b: Point): boolean =>
  mainRoads.some(({ line }) => {
    const near = nearestOn(line, a)
    return near.off < 52 && Math.abs(Math.sin(near.heading - Math.atan2(b[1] - a[1], b[0] - a[0]))) < 0.5
  })

function reachingOut(run: Point[]): Point[] {
  const beyond = (end: Point, before: Point): Point => {
    const by = 30 / distance(end, before)
    return [end[0] + (end[0] - before[0]) * by, end[1] + (end[1] - before[1]) * by]
  }
  return [beyond(run[0] as Point, run[1] as Point), ...run, beyond(run.at(-1) as Point, run.at(-2) as Point)]
}
