import { streetsWithin } from './fill.ts'
import { type Line, type Point, between } from './geometry.ts'
import { type Drawn, districts } from './plan.ts'

/** A pattern of parallel and crossing streets: turned, set at uneven distances, and bent a little, as towns are. */
type Grid = {
  district: Line
  middle: Point
  turnedDegrees: number
  /** Metres that the streets stray from straight. */
  bend: number
  /** Streets that run along, by name and distance to the right of the middle. */
  along: string
  /** Streets that run across, by name and distance ahead of the middle. */
  across: string
  oneway?: Record<string, 'ahead' | 'back'>
  /** Blocks without streets through them, in the grid's own metres: left, right, near, far. */
  open?: [left: number, right: number, near: number, far: number][]
}

const grids = {
  oldTown: {
    district: districts.oldTown,
    middle: [-435, 700],
    turnedDegrees: 8,
    bend: 9,
    along:
      'Front Street -370, Cannery Street -248, Market Street -126, Court Street 122, Olive Street 246, Church Street 378, ' +
      'Spruce Street 520, Prospect Street 660, Summit Street 800',
    across:
      'Wharf Street -430, Ash Street -325, Birch Street -120, Cedar Street -5, Dogwood Street 112, Elm Street 226, ' +
      'Fir Street 348, Hazel Street 470, Juniper Street 600, Linden Street 740, Maple Street 880',
    oneway: { 'Market Street': 'back', 'Court Street': 'ahead' },
    open: [
      [-126, 0, -5, 112],
      [246, 378, 226, 348],
    ],
  },
  midtown: {
    district: districts.midtown,
    middle: [300, 300],
    turnedDegrees: -5,
    bend: 13,
    along:
      'Fern Street -690, Laurel Street -560, Madrone Street -425, Manzanita Street -292, Tanoak Street -150, Toyon Street 30, ' +
      'Sequoia Street 130, Willow Street 262, Buckeye Street 540, Sycamore Street 680, Cottonwood Street 825, Poplar Street 970',
    across:
      'Miner Street -338, Shasta Street -225, Trinity Street -112, Humboldt Street 5, Sonoma Street 238, Tehama Street 345, ' +
      'Lassen Street 462, Siskiyou Street 580, Modoc Street 700, Plumas Street 830, Sierra Street 960, Nevada Street 1090',
    oneway: { 'Manzanita Street': 'ahead', 'Willow Street': 'back' },
    open: [
      [-150, 130, -225, 5],
      [680, 825, 345, 462],
    ],
  },
  strand: {
    district: districts.strand,
    middle: [-40, -840],
    turnedDegrees: -31,
    bend: 6,
    along:
      'Anchor Lane -400, Beacon Lane -285, Compass Lane -170, Driftwood Lane -50, Dune Lane 65, Ebb Lane 190, Foghorn Lane 310, ' +
      'Gull Lane 430',
    across: 'Strand Street 40',
  },
} satisfies Record<string, Grid>

const names = (list: string): [name: string, at: number][] =>
  list.split(', ').map((entry) => {
    const cut = entry.lastIndexOf(' ')
    return [entry.slice(0, cut), Number(entry.slice(cut + 1))]
  })

export const gridStreets = (): Drawn[] => Object.values(grids).flatMap(streetsOf)

function streetsOf(grid: Grid): Drawn[] {
  const reach = Array.from({ length: 260 }, (_, step) => (step - 130) * 14)
  const lines = [
    ...names(grid.along).map(([name, at]) => ({ name, line: reach.map((y) => placed(grid, [at, y])) })),
    ...names(grid.across).map(([name, at]) => ({ name, line: reach.map((x) => placed(grid, [x, at])) })),
  ]
  return lines.flatMap(({ name, line }) => {
    const oneway = grid.oneway?.[name]
    const runs = streetsWithin(grid.district, openBlocks(grid), oneway === 'back' ? line.toReversed() : line)
    return runs.map((run) => ({
      name,
      kind: 'residential' as const,
      line: run,
      ...(oneway && { oneway: true as const }),
    }))
  })
}

/** From the grid's own metres to the town's. */
function placed({ middle, turnedDegrees, bend }: Grid, [x, y]: Point): Point {
  const turned = (turnedDegrees * Math.PI) / 180
  const bentX = x + bend * Math.sin(y / 260 + x / 500)
  const bentY = y + bend * Math.sin(x / 230 + 1 + y / 600)
  return [
    middle[0] + bentX * Math.cos(turned) - bentY * Math.sin(turned),
    middle[1] + bentX * Math.sin(turned) + bentY * Math.cos(turned),
  ]
}

/** The outline of the blocks that no street goes through, a little inside the streets around them. */
const openBlocks = (grid: Grid): Line[] =>
  (grid.open ?? []).map(([left, right, near, far]) => {
    const side = (from: Point, to: Point): Point[] =>
      Array.from({ length: 8 }, (_, step) => placed(grid, between(from, to, step / 8)))
    const [l, r, n, f] = [left + 3, right - 3, near + 3, far - 3]
    return [...side([l, n], [r, n]), ...side([r, n], [r, f]), ...side([r, f], [l, f]), ...side([l, f], [l, n])]
  })

/** The open blocks of one grid, in the town's metres. */
export const openBlocksOf = (name: 'oldTown' | 'midtown'): Line[] => openBlocks(grids[name])
