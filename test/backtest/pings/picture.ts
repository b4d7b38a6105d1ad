import { metersEast, metersNorth, type LatLng } from '../../../api/domain/position.ts'
import { minutes } from '../../../api/domain/time.ts'
import type { Leg } from './legs.ts'
import { doorstepWatch, playLeg } from './play-leg.ts'

const WIDTH = 760
const TOP = 34
const FOOT = 34
const EDGE = 24
/** Room for circles that reach beyond the places that they are around. */
const AROUND = 70

/** The colours of the other pictures. */
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #4a4f57 }
  .title { font-size: 14px; font-weight: 600; fill: #16181d }
  path { fill: none; stroke-linejoin: round; stroke-linecap: round }
  .route { stroke: #d9dce1; stroke-width: 9 } .doorstep { stroke: #0b7a5b; stroke-width: 2.6 }
  .raw { stroke: #b0413e; stroke-width: 1; stroke-dasharray: 2 3 }
  .fix { fill: #b0413e; fill-opacity: .7 } .claimed { fill: #b0413e; fill-opacity: .04 }
  .door { fill: #16181d } .came { fill: #0b7a5b }
  @media (prefers-color-scheme: dark) {
    text { fill: #b4bac4 } .title, .door { fill: #f2f4f7 } .route { stroke: #3d434c }
    .doorstep { stroke: #4fd1a5 } .came { fill: #4fd1a5 } .raw { stroke: #f08a86 } .fix, .claimed { fill: #f08a86 }
  }`

/** One leg from above: the way that was driven, the fixes as the phone told them, and what was shown of them. */
export function drawLeg(leg: Leg, title: string): string {
  const { shown, came } = playLeg(leg, doorstepWatch())
  const fixes = leg.sent.map(({ fix }) => fix).filter(({ at }) => at <= leg.endedAt + minutes(1))
  const told = shown.filter(({ at }) => at <= leg.endedAt + minutes(1))
  const sheet = sheetOf([...leg.route, ...fixes])
  const line = (places: readonly LatLng[]): string => `M${places.map((place) => sheet.at(place).join(' ')).join('L')}`
  const dot = (place: LatLng, radius: number, style: string): string => {
    const [x, y] = sheet.at(place)
    return `<circle class="${style}" cx="${x}" cy="${y}" r="${radius}"/>`
  }
  const door = leg.route.at(-1)
  const arrival = came && told.findLast(({ at }) => at <= came.at)
  const height = TOP + sheet.height + FOOT
  const scale = sheet.pixels(500)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${title}">`,
    `<style>${STYLE}\n</style>`,
    `<text class="title" x="${EDGE}" y="20">${title}</text>`,
    `<path class="route" d="${line(leg.route)}"/>`,
    ...fixes.map((fix) => dot(fix, Math.round(sheet.pixels(fix.accuracyMeters ?? 0)), 'claimed')),
    `<path class="raw" d="${line(fixes)}"/>`,
    ...fixes.map((fix) => dot(fix, 2.2, 'fix')),
    `<path class="doorstep" d="${line(told)}"/>`,
    ...(door ? [dot(door, 5, 'door')] : []),
    ...(arrival ? [dot(arrival, 5, 'came')] : []),
    ...legend(height - 12),
    `<path class="doorstep" d="M${WIDTH - EDGE - scale} ${height - 16}h${scale}"/><text x="${WIDTH - EDGE - scale - 8}" y="${height - 12}" text-anchor="end">500 m</text>`,
    '</svg>\n',
  ].join('\n')
}

function legend(y: number): string[] {
  return [
    `<path class="route" d="M${EDGE + 4} ${y - 4}h22"/><text x="${EDGE + 36}" y="${y}">the way driven</text>`,
    `<circle class="fix" cx="${EDGE + 150}" cy="${y - 4}" r="3"/><text x="${EDGE + 160}" y="${y}">what the phone told</text>`,
    `<path class="doorstep" d="M${EDGE + 290} ${y - 4}h22"/><text x="${EDGE + 320}" y="${y}">what is shown</text>`,
    `<circle class="door" cx="${EDGE + 420}" cy="${y - 4}" r="5"/><text x="${EDGE + 430}" y="${y}">door</text>`,
    `<circle class="came" cx="${EDGE + 480}" cy="${y - 4}" r="5"/><text x="${EDGE + 490}" y="${y}">arrival</text>`,
  ]
}

/** North is up; as wide as the page. */
function sheetOf(places: readonly LatLng[]) {
  const [origin] = places
  if (!origin) throw new Error('Nothing to draw')
  const easts = places.map((place) => metersEast(origin, place))
  const norths = places.map((place) => metersNorth(origin, place))
  const [west, east] = [Math.min(...easts), Math.max(...easts)]
  const [south, north] = [Math.min(...norths), Math.max(...norths)]
  const scale = (WIDTH - 2 * AROUND) / (east - west)
  return {
    height: Math.ceil((north - south) * scale + 1.5 * AROUND),
    pixels: (meters: number): number => meters * scale,
    at: (place: LatLng): [number, number] => [
      Math.round(10 * (AROUND + (metersEast(origin, place) - west) * scale)) / 10,
      Math.round(10 * (TOP + AROUND / 2 + (north - metersNorth(origin, place)) * scale)) / 10,
    ],
  }
}
