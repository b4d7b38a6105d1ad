import { type Line, type Point, beside, drawn, nearestOn, part, simplify, smooth } from './geometry.ts'

/** The water that Alder Bay lies on, as it was drawn by hand; and the lines that follow it. */

/** North to south, the bay to its west. */
export const shore = smooth(
  drawn(
    '-900,5000 -1120,2600 -1030,1750 -910,1200 -960,800 -930,420 -800,110 -650,-100 -560,-290 -590,-480 -480,-700 ' +
      '-260,-880 50,-1000 320,-1170 520,-1500 620,-2300 500,-5000',
  ),
)

/** From the bay inland. */
const river = smooth(
  drawn(
    '-1000,-330 -640,-270 -370,-330 -60,-300 230,-130 520,-60 800,-130 1060,10 1280,250 1720,330 2400,640 5000,1000',
  ),
)

/** Wide at its mouth, a stream in the hills. */
const width = ([x]: Point): number => 56 + 190 / (1 + Math.exp((x + 420) / 260))

/** A line beside the river, some metres from the water, on its left going inland or on its right. */
const bank = (side: 1 | -1, meters: number): Line =>
  beside(river, (index) => side * (width(river[index] as Point) / 2 + meters))
const leftBank = (meters: number): Line => bank(1, meters)
const rightBank = (meters: number): Line => bank(-1, meters)

export const riverbed: Line = [...simplify(leftBank(0), 0.4), ...simplify(rightBank(0), 0.4).reverse()]

/** The part of a line between the places nearest to two points. */
export const stretch = (line: Line, from: Point, to: Point): Line =>
  part(line, nearestOn(line, from).along, nearestOn(line, to).along)

const inland = (meters: number): Line => beside(shore, () => meters)
const everyFew = (line: Line, few: number): Line => smooth(line.filter((_, index) => index % few === 0))

/** One drive along the water, from the north to the east. */
export const waterfront = everyFew(
  [...stretch(inland(52), [-1020, 1900], [-690, -40]), ...stretch(leftBank(36), [-480, -190], [1500, 400])],
  6,
)
export const southBank = stretch(rightBank(36), [-400, -420], [1180, 60])
export const beachfront = everyFew([...southBank.slice(0, 1), ...stretch(inland(74), [-530, -560], [420, -1200])], 4)
