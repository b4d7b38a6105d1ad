import { baselinesFor, doorstep, type Forecaster } from './baselines.ts'
import { byHorizon, coverageOf, earlyArrivals, errorsOf } from './figures.ts'
import type { Prediction } from './prediction.ts'
import type { Replayed } from './replay.ts'
import type { Row } from './table.ts'

type Print = (head: Row, rows: readonly Row[]) => string

const whole = (value: number): string => value.toFixed(0)
const signed = (value: number): string => `${Math.round(value) > 0 ? '+' : ''}${Math.round(value) || 0}`
const percent = (share: number): string => (Number.isNaN(share) ? '-' : (share * 100).toFixed(1))

/** What a replay showed: errors and windows in all and by how long it still took, and what the reader must know of them. */
export function resultOf(replayed: Replayed, print: Print): string {
  const { predictions } = replayed
  const all = [doorstep, ...baselinesFor(predictions)]
  return [
    print(
      ['who predicts', 'MAE s', 'bias s', 'p90 s', 'inside window %', 'by latest %', 'window min'],
      all.map((who) => inAll(predictions, who)),
    ),
    print(
      ['MAE s, by minutes left', ...all.map(({ name }) => name), 'inside window %', 'predictions'],
      horizons(predictions, all),
    ),
    notes(replayed, all),
  ].join('\n\n')
}

function inAll(predictions: readonly Prediction[], who: Forecaster): Row {
  const { mean, bias, p90 } = errorsOf(predictions, who)
  const errors = [who.name, whole(mean), signed(bias), whole(p90)]
  if (who !== doorstep) return [...errors, '-', '-', '-']
  const { inside, byLatest, medianMinutes } = coverageOf(predictions)
  return [...errors, percent(inside), percent(byLatest), whole(medianMinutes)]
}

const horizons = (predictions: readonly Prediction[], all: readonly Forecaster[]): Row[] =>
  byHorizon(predictions).map(({ name, predictions: some }) => [
    name,
    ...all.map((who) => whole(errorsOf(some, who).mean)),
    percent(coverageOf(some).inside),
    String(some.length),
  ])

function notes({ predictions, positions, elapsedMs, fellBack }: Replayed, all: readonly Forecaster[]): string {
  const { count, drives, meanSeconds } = earlyArrivals(predictions)
  const seconds = elapsedMs / 1_000
  return [
    `${predictions.length} predictions, one at each position before the arrival; bias is predicted minus actual.`,
    `Averaged by trip first, MAE s: ${all.map((who) => `${who.name} ${whole(errorsOf(predictions, who).meanOfDrives)}`).join(', ')}.`,
    'The speed and the factor are fitted on the other vehicles of the folder (leave one vehicle out); Doorstep is the same everywhere.',
    count === 0
      ? 'Nobody was taken to have arrived too early.'
      : `${count} predictions (${drives} trips) came after Doorstep took the driver to be at the door, on average ${whole(meanSeconds)} s early: they count as nothing left, and show no window.`,
    ...(fellBack === 0 ? [] : [`${fellBack} drive times by straight line, for want of a route.`]),
    `${positions} positions acknowledged in ${whole(seconds)} s, ${whole(positions / seconds)} a second, one after the other, views read between.`,
  ].join('\n')
}
