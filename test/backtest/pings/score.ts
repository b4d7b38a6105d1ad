import type { Row } from '../table.ts'
import { readChunks, scoreStays, staysByRadius, staysByTrack, type Chunk, type Stay } from './dwell.ts'
import { readLegs, type Leg } from './legs.ts'
import { drawLeg } from './picture.ts'
import { doorstepWatch, plainWatch, playLeg, type Watch } from './play-leg.ts'
import { errorWords, quantile } from './quantile.ts'
import { falseMoves, readResting, type Resting } from './rest.ts'
import { metersOff, tooFast } from './too-fast.ts'

type Print = (head: Row, rows: readonly Row[]) => string
const WATCHES: [name: string, watch: () => Watch][] = [
  ['Doorstep', doorstepWatch],
  ['each fix as it comes', plainWatch],
]

/** Constants were chosen on the others, and are scored on these. */
const isHeldOut = {
  leg: ({ run }: Leg): boolean => !/-[15]$/.test(run),
  resting: ({ period }: Resting): boolean => ![1, 5, 9, 13, 17].includes(period),
  chunk: ({ id }: Chunk): boolean => Math.floor(id / 2) % 2 === 1,
}

/** Scores what is made of positions on real phones and delivery drivers, beside the plain way; as tables. */
export async function scorePings(print: Print, all: boolean): Promise<string> {
  const some = <T>(list: T[], heldOut: (one: T) => boolean): T[] => (all ? list : list.filter(heldOut))
  const legs = some(await readLegs(), isHeldOut.leg)
  const resting = some(await readResting(), isHeldOut.resting)
  const chunks = some(await readChunks(), isHeldOut.chunk)
  return [
    `${legs.length} phones on ${new Set(legs.map(({ run }) => run)).size} legs, ${resting.length} phones at rest, ` +
      `${chunks.length} chunks of deliveries${all ? '' : ', none of them used for choosing anything'}`,
    shownTable(legs, resting, print),
    arrivalTable(legs, print),
    dwellTable(chunks, print),
  ].join('\n\n')
}

/** A car in a suburb whose phone asked for little power. */
export async function drawOneLeg(): Promise<string> {
  const leg = (await readLegs()).find(({ run, phone }) => run === 'suburb_city_driving_weekend-3' && phone === 'ios-3')
  if (!leg) throw new Error('The leg that is drawn is not in the data')
  return drawLeg(leg, 'One drive: what the phone told, and what is shown')
}

function shownTable(legs: readonly Leg[], resting: readonly Resting[], print: Print): string {
  const rows = WATCHES.map(([name, watch]) => {
    const played = legs.map((leg) => playLeg(leg, watch()))
    const fast = played.map(tooFast)
    const off = played.flatMap(metersOff)
    const moves = resting.map((phone) => falseMoves(phone, watch()))
    return [
      name,
      `${played.reduce((sum, { shown }) => sum + shown.length, 0)}`,
      `${fast.reduce((sum, { straight }) => sum + straight, 0)}`,
      `${fast.reduce((sum, { along }) => sum + along, 0)}`,
      [0.5, 0.95, 0.99].map((share) => Math.round(quantile(off, share))).join(', ') + ' m',
      `${moves.filter((one) => one.moves > 0).length} of ${moves.length}`,
      `${Math.round(moves.reduce((sum, { meters }) => sum + meters, 0))} m`,
    ]
  })
  const head = ['positions shown', 'in all', 'over 25 m/s', 'along the route', 'off the route, 50, 95, 99 %']
  return print([...head, 'phones at rest that moved', 'by'], rows)
}

function arrivalTable(legs: readonly Leg[], print: Print): string {
  const runs = new Set(legs.map(({ run }) => run)).size
  const rows = WATCHES.map(([name, watch]) => {
    const played = legs.map((leg) => playLeg(leg, watch()))
    const came = played.flatMap(({ leg, came: at }) => (at ? [{ leg, ...at }] : []))
    const passed = played.reduce((sum, one) => sum + one.passed, 0)
    const claimed = played.reduce((sum, one) => sum + one.claimed, 0)
    const known = came.map(({ leg, knownAt }) => knownAt - leg.endedAt)
    return [
      name,
      `${new Set(came.map(({ leg }) => leg.run)).size} of ${runs}`,
      `${came.length} of ${played.length}`,
      ...errorWords(came.map(({ leg, at }) => at - leg.endedAt)),
      ...[0.5, 0.9].map((share) => `${Math.round(quantile(known, share) / 1_000)} s`),
      `${claimed} of ${passed}`,
    ]
  })
  const head = ['arrivals', 'legs', 'phones', 'median error', 'median size', '90th pct.', 'known, median', '90th pct.']
  return print([...head, 'doors only passed'], rows)
}

/** The radius and the time of the plain way were chosen on the same chunks as the constants of the track. */
const FINDERS: [name: string, find: (chunk: Chunk) => Stay[]][] = [
  ['Doorstep', staysByTrack],
  ['within 30 m for 45 s', staysByRadius(30, 45)],
]

function dwellTable(chunks: readonly Chunk[], print: Print): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
  const rows = FINDERS.map(([name, find]) => {
    const { labelled, found, both, begin, end } = scoreStays(chunks, find)
    return [
      name,
      `${labelled}`,
      percent(both / found),
      percent(both / labelled),
      ...errorWords(begin),
      ...errorWords(end),
    ]
  })
  const errors = ['median', 'size', '90th pct.']
  const head = ['stays', 'labelled', 'precision', 'recall', ...errors.map((one) => `begin: ${one}`)]
  return print([...head, ...errors.map((one) => `end: ${one}`)], rows)
}
