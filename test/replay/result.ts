import { baselinesFor, doorstep, type Forecaster } from './baselines.ts'
import { byHorizon, coverageOf, earlyArrivals, errorsOf } from './figures.ts'
import type { Prediction } from './prediction.ts'
import type { Replayed } from './replay.ts'
import type { Row } from './table.ts'

type Print = (head: Row, rows: readonly Row[]) => string

const whole = (value: number): string => value.toFixed(0)
const signed = (value: number): string => `${value > 0 ? '+' : ''}${whole(value)}`
const percent = (share: number): string => (share * 100).toFixed(1)

/** What a replay showed, as tables and the sentences that they need. */
export function resultOf({ predictions, positions, elapsedMs, fellBack }: Replayed, print: Print): string {
  const all = [doorstep, ...baselinesFor(predictions)]
  const early = earlyArrivals(predictions)
  const perSecond = whole(positions / (elapsedMs / 1_000))
  return [
    print(['who predicts', 'MAE s', 'bias s', 'p90 s', 'in window %', 'by latest %', 'window min'], all.map(overall(predictions))),
    print(['minutes left', 'predictions', ...all.map(({ name }) => `${name}, MAE s`), 'in window %'], horizonRows(predictions, all)),
    [
      `${predictions.length} predictions, one at each position before the arrival. Bias is predicted minus actual.`,
      `Averaged by trip first, MAE s: ${all.map((who) => `${who.name} ${whole(errorsOf(predictions, who).meanOfDrives)}`).join(', ')}.`,
      'Speed and factor of the baselines are fitted on the other vehicles (leave one vehicle out).',
      early.count === 0
        ? 'Nobody was taken to have arrived too early.'
        : `${early.count} predictions of ${early.drives} trips came after Doorstep took the driver to be at the door, on average ${whole(early.meanSeconds)} s early; they count as "0 s left", and show no window.`,
      `${positions} positions acknowledged in ${whole(elapsedMs / 1_000)} s, ${perSecond} a second, views and baselines included${fellBack === 0 ? '' : `; ${fellBack} drive times by straight line, for want of a route`}.`,
    ].join('\n'),
  ].join('\n\n')
}

const overall =
  (predictions: readonly Prediction[]) =>
  (who: Forecaster): Row => {
    const { mean, bias, p90 } = errorsOf(predictions, who)
    const errors = [who.name, whole(mean), signed(bias), whole(p90)]
    if (who !== doorstep) return [...errors, '-', '-', '-']
    const { inside, byLatest, medianMinutes } = coverageOf(predictions)
    return [...errors, percent(inside), percent(byLatest), medianMinutes.toFixed(1)]
  }

const horizonRows = (predictions: readonly Prediction[], all: readonly Forecaster[]): Row[] =>
  byHorizon(predictions).map(({ name, predictions: some }) => [
    name,
    String(some.length),
    ...all.map((who) => whole(errorsOf(some, who).mean)),
    percent(coverageOf(some).inside),
  ])
