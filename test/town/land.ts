import { dice } from './dice.ts'
import { type Line, type Point, beside, drawn, inside, nearestOn, part, simplify, smooth } from './geometry.ts'
import { openBlocksOf } from './grids.ts'
import { riverbed, shore } from './water.ts'

export type AreaKind = 'land' | 'water' | 'wood' | 'park' | 'sand' | 'square' | 'pier'
export type Area = { kind: AreaKind; name?: string; outline: Line }

const closed = (points: string): Point[] => smooth([...drawn(points), ...drawn(points).slice(0, 1)])

const woods = [
  '1480,1750 1700,1350 1620,1020 1900,760 2600,900 3600,1600 3600,3500 2200,3600 1650,2500',
  '1360,-150 1310,-480 1390,-900 1180,-1250 1500,-1700 2600,-1900 3900,-1200 4200,100 3000,450 2000,150 1650,60',
  '-330,2100 -380,1740 -100,1660 250,1740 560,1800 680,2300 640,3200 -150,3600',
  '760,-1450 690,-1800 820,-2300 1050,-2700 1020,-1900',
].map(closed)

const [squareBlock, churchyard] = openBlocksOf('oldTown') as [Line, Line]
const [foundersPark, schoolField] = openBlocksOf('midtown') as [Line, Line]
const harborGreen = strip([-790, 90], [-960, 900], 34)
const pond = closed('205,185 225,212 262,214 292,196 288,168 258,158 232,146 208,158')

const piers = [
  '-925,347 -1120,383 -1116,405 -1142,410 -1152,356 -1126,351 -1123,369 -928,333',
  '-790,60 -872,12 -868,5 -786,53',
  '-770,26 -852,-22 -848,-29 -766,19',
  '-749,-8 -831,-56 -827,-63 -745,-15',
  '-600,-190 -700,-214 -820,-206 -930,-150 -936,-160 -824,-219 -700,-228 -598,-204',
].map(drawn)

/** The ground between the streets, lowest first. */
const drawnAreas: Area[] = [
  { kind: 'land', outline: [...shore, [8000, -5000], [8000, 5000]] },
  ...woods.map((outline): Area => ({ kind: 'wood', outline })),
  { kind: 'sand', outline: strip([-560, -560], [420, -1330], 40) },
  { kind: 'sand', outline: strip([-920, 1150], [-985, 1640], 24) },
  { kind: 'park', outline: harborGreen },
  { kind: 'square', outline: squareBlock },
  { kind: 'park', outline: churchyard },
  { kind: 'park', outline: foundersPark },
  { kind: 'park', outline: schoolField },
  { kind: 'water', outline: riverbed },
  { kind: 'water', outline: pond },
  ...piers.map((outline): Area => ({ kind: 'pier', outline })),
]

export const areas: Area[] = drawnAreas.map((area) => ({
  ...area,
  outline: simplify(area.outline, area.kind === 'wood' ? 3 : 0.5),
}))

/** What the map calls them, and where. */
export const placeNames: { name: string; kind: 'water' | 'park' | 'district'; at: Point }[] = [
  { name: 'Alder Bay', kind: 'water', at: [-1150, -560] },
  { name: 'Alder River', kind: 'water', at: [1010, -35] },
  { name: 'Founders Park', kind: 'park', at: [330, 215] },
  { name: 'Courthouse Square', kind: 'park', at: [-478, 758] },
  { name: 'Old Town', kind: 'district', at: [-560, 900] },
  { name: 'Midtown', kind: 'district', at: [330, 560] },
  { name: 'Cypress Hill', kind: 'district', at: [470, -560] },
  { name: 'The Strand', kind: 'district', at: [-20, -840] },
]

/** Ways through the park, for people on foot. */
export const footpaths: Line[] = [
  '152,300 175,260 190,225 196,175 205,140 250,128 300,140 345,120 405,82',
  '190,225 215,228 260,230 305,215 322,180 300,140',
  '322,180 360,205 390,250 420,288',
  '300,305 290,265 260,230',
].map((points) => smooth(drawn(points), 8))

/** Trees stand in the parks, off the water and the paths. */
export function trees(): Point[] {
  const roll = dice(11)
  const groves: [Line, number][] = [
    [foundersPark, 150],
    [churchyard, 40],
    [harborGreen, 90],
    [squareBlock, 22],
  ]
  return groves.flatMap(([grove, count]) => {
    const [xs, ys] = [grove.map(([x]) => x), grove.map(([, y]) => y)]
    const [left, bottom] = [Math.min(...xs), Math.min(...ys)]
    const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - bottom]
    return Array.from({ length: count }, (): Point => [left + roll() * width, bottom + roll() * height]).filter(
      (tree) => stands(tree, grove),
    )
  })
}

const stands = (tree: Point, grove: Line): boolean =>
  inside(grove, tree) &&
  nearestOn([...grove, grove[0] as Point], tree).off > 9 &&
  !inside(pond, tree) &&
  [...footpaths, [...pond, pond[0] as Point]].every((line) => nearestOn(line, tree).off > 5)

/** A strip of land along the water, as deep as `meters` and running out at both ends. */
function strip(from: Point, to: Point, meters: number): Line {
  const [a, b] = [nearestOn(shore, from).along, nearestOn(shore, to).along].sort((one, other) => one - other)
  const edge = part(shore, a ?? 0, b ?? 0)
  const inland = beside(edge, (index) => meters * Math.sin((Math.PI * index) / (edge.length - 1)) ** 0.6)
  return [...edge, ...inland.reverse()]
}
