import { baselinesFor, doorstep, type Forecaster } from './baselines.ts'
import { byHorizon, coverageOf, errorsOf, fiveMinutes } from './figures.ts'
import type { Prediction } from './prediction.ts'
import type { Row } from './table.ts'

type Print = (head: Row, rows: readonly Row[]) => string
/** Somebody, and the predictions that are theirs: the same places for all. */
type Judged = { name: string; predictions: readonly Prediction[]; who: Forecaster }

const whole = (value: number): string => value.toFixed(0)
const tenth = (value: number): string => value.toFixed(1)
const signed = (value: number): string => `${Math.round(value) > 0 ? '+' : ''}${Math.round(value) || 0}`
const percent = (share: number): string => (Number.isNaN(share) ? '-' : (share * 100).toFixed(1))

const HEAD = ['MAE s', 'bias s', 'p90 s', 'in window %', 'by latest %', 'window min', 'latest min']
const FIVE = ['times', 'left p10', 'median', 'p90', 'within 60 s %']

/** Errors and windows of everybody, in all and by how long it really still took, and what "5 minutes away" was worth. */
export function resultOf(
  predictions: readonly Prediction[],
  others: { name: string; predictions: readonly Prediction[] }[],
  print: Print,
): string {
  const judged: Judged[] = [
    { name: doorstep.name, predictions, who: doorstep },
    ...baselinesFor(predictions).map((who) => ({ name: who.name, predictions, who })),
    ...others.map((other) => ({ ...other, who: doorstep })),
  ]
  return [
    print(
      ['all horizons', ...HEAD],
      judged.map((one) => [one.name, ...measured(one.predictions, one.who)]),
    ),
    ...byHorizon(predictions).map(({ name, predictions: some }) =>
      print(
        [`${name} min left (${some.length})`, ...HEAD],
        judged.map((one) => [one.name, ...measured(horizonOf(one.predictions, name), one.who)]),
      ),
    ),
    print(
      ['"5 minutes away"', ...FIVE],
      judged.map(({ name, predictions: some, who }) => {
        const { said, p10, median, p90, right } = fiveMinutes(some, who)
        return [name, String(said), tenth(p10), tenth(median), tenth(p90), percent(right)]
      }),
    ),
    `Averaged by drive first, MAE s: ${judged.map((one) => `${one.name} ${whole(errorsOf(one.predictions, one.who).meanOfDrives)}`).join(', ')}.`,
  ].join('\n\n')
}

const horizonOf = (predictions: readonly Prediction[], name: string): readonly Prediction[] =>
  byHorizon(predictions).find((horizon) => horizon.name === name)?.predictions ?? []

function measured(predictions: readonly Prediction[], who: Forecaster): Row {
  const { mean, bias, p90 } = errorsOf(predictions, who)
  const { inside, byLatest, widthMinutes, latestMinutes } = coverageOf(predictions, who)
  const windows = [percent(inside), percent(byLatest), tenth(widthMinutes), tenth(latestMinutes)]
  return [whole(mean), signed(bias), whole(p90), ...windows]
}
