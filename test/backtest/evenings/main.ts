import { minutes, seconds } from '../../../api/domain/time.ts'
import type { Band } from '../../../api/domain/calibration.ts'
import { FITTED, type Prior } from '../../../api/domain/prior.ts'
import type { Row } from '../table.ts'
import { makeUp } from './made-up.ts'
import { playEvenings } from './play-evenings.ts'
import { scoreOf, type Score } from './score.ts'

type Print = (head: Row, rows: readonly Row[]) => string

/** Routes that bands are fitted on, and others that they are tried on. */
const FITTING = [
  { seed: 501, evenings: 4, drivers: 8, stops: 8 },
  { seed: 502, evenings: 4, drivers: 8, stops: 8 },
]
const TRYING = { seed: 1, evenings: 21, drivers: 12, stops: 8 }

const LEFT = [0, 5, 10, 20, 40, 80, Number.POSITIVE_INFINITY].map(minutes)
const percent = (share: number): string => (share * 100).toFixed(1)
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Two thousand deliveries of made-up evenings, played through the real stages, and what was said held against the truth. */
export async function tryEvenings(print: Print): Promise<string> {
  const routes = makeUp(TRYING)
  const heard = await playEvenings(routes, (at) => console.log(`evening of ${new Date(at).toISOString().slice(0, 10)}`))
  return scoreTold(scoreOf(routes, heard), heard.asked, print)
}

function scoreTold({ deliveries, shown, promises, causes, dwell }: Score, asked: number, print: Print): string {
  const line = (name: string, some: Score['shown']): Row => {
    const off = some.map(({ errorMs }) => Math.abs(errorMs) / minutes(1))
    const width = some.map(({ widthMs }) => widthMs / minutes(1))
    const [inside, byLatest] = [some.filter((one) => one.inside).length, some.filter((one) => one.byLatest).length]
    const shares = [inside, byLatest].map((held) => percent(held / some.length))
    return [name, ...shares, mean(width).toFixed(1), mean(off).toFixed(1), String(some.length)]
  }
  const by = LEFT.slice(1).map((to, index) => {
    const from = LEFT[index] ?? 0
    const name = Number.isFinite(to)
      ? `${from / minutes(1)}-${to / minutes(1)} min left`
      : `${from / minutes(1)}+ min left`
    return line(
      name,
      shown.filter(({ leftMs }) => leftMs > from && leftMs <= to),
    )
  })
  const doors = [0, 1, 3, 7].map((count) =>
    line(
      `${count} doors before`,
      shown.filter((one) => one.doors === count),
    ),
  )
  const head = ['shown each minute', 'in window %', 'by latest %', 'window min', 'error min', 'minutes']
  const { within, early, late, unknown, noticedWithinMs } = promises
  const said = Object.entries(causes).map(
    ([trouble, its]) =>
      `${trouble}: ${Object.entries(its)
        .map(([cause, times]) => `${times} ${cause}`)
        .join(', ')}`,
  )
  return [
    `${deliveries} deliveries; the engine was asked ${(asked / deliveries).toFixed(1)} times for each`,
    print(head, [line('all', shown), ...by, ...doors]),
    `first told: ${within} reached within it, ${early} earlier, ${late} later, ${unknown} not known; nine of ten arrivals noticed within ${(noticedWithinMs / seconds(1)).toFixed(0)} s`,
    `later, because of ... : ${said.join('; ')}`,
    `a stay: learned ${(dwell.learnedMs / minutes(1)).toFixed(1)} min, truly ${(dwell.trueMs / minutes(1)).toFixed(1)} min`,
  ].join('\n\n')
}

/** The prior with bands for doors behind others: where made-up evenings end that began with the bands of before. */
export async function fitEvenings(): Promise<Prior> {
  const ends: Band[][] = []
  for (const wish of FITTING) ends.push((await playEvenings(makeUp(wish))).learned?.bands.later ?? FITTED.bands.later)
  const later = FITTED.bands.later.map((_, index) => {
    const of = (bound: keyof Band): number => Math.round(1e4 * mean(ends.map((end) => end[index]?.[bound] ?? 0))) / 1e4
    return { from: of('from'), to: of('to'), latestBy: of('latestBy') }
  })
  return { ...FITTED, bands: { ...FITTED.bands, later } }
}
