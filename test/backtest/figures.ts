import { minutes, seconds } from '../../api/domain/time.ts'
import type { Forecaster } from './baselines.ts'
import { remainingMs, type Prediction } from './prediction.ts'

/** Seconds. `bias` is said minus actual: above zero means that the driver came earlier than told. */
export type Errors = { mean: number; bias: number; p90: number; meanOfDrives: number }

/** Shares of arrivals inside the window and by its latest, and how wide those are, on average; minutes. */
export type Coverage = { inside: number; byLatest: number; widthMinutes: number; latestMinutes: number }

/** Of the times that somebody said "5 minutes away": how many minutes it really was, and how often within one of it. */
export type Five = { said: number; p10: number; median: number; p90: number; right: number }

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** @param sorted from the least */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN

const bySize = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)

export function errorsOf(predictions: readonly Prediction[], { says }: Forecaster): Errors {
  const errors = predictions.map((one) => (says(one).estimateAt - one.arrivedAt) / seconds(1))
  const sizes = errors.map(Math.abs)
  const drives = Map.groupBy(predictions.keys(), (index) => predictions[index]?.traceId)
  const ofDrives = [...drives.values()].map((indexes) => mean(indexes.map((index) => sizes[index] ?? 0)))
  return { mean: mean(sizes), bias: mean(errors), p90: quantile(bySize(sizes), 0.9), meanOfDrives: mean(ofDrives) }
}

export function coverageOf(predictions: readonly Prediction[], { says }: Forecaster): Coverage {
  const told = predictions.map((one) => ({ ...says(one), at: one.at, arrivedAt: one.arrivedAt }))
  const share = (holds: (one: (typeof told)[number]) => boolean): number => told.filter(holds).length / told.length
  return {
    inside: share(({ arrivedAt, from, to }) => from <= arrivedAt && arrivedAt <= to),
    byLatest: share(({ arrivedAt, latestBy }) => arrivedAt <= latestBy),
    widthMinutes: mean(told.map(({ from, to }) => to - from)) / minutes(1),
    latestMinutes: mean(told.map(({ latestBy, at }) => latestBy - at)) / minutes(1),
  }
}

export function fiveMinutes(predictions: readonly Prediction[], { says }: Forecaster): Five {
  const said = predictions.filter((one) => Math.round((says(one).estimateAt - one.at) / minutes(1)) === 5)
  const left = bySize(said.map((one) => remainingMs(one) / minutes(1)))
  const right = said.filter((one) => Math.abs(says(one).estimateAt - one.arrivedAt) <= minutes(1)).length
  const [p10 = 0, median = 0, p90 = 0] = [0.1, 0.5, 0.9].map((share) => quantile(left, share))
  return { said: said.length, p10, median, p90, right: right / said.length }
}

export type Horizon = { name: string; predictions: Prediction[] }

const BOUNDS = [0, 2, 5, 10, 20, Number.POSITIVE_INFINITY]

/** The predictions by how long it really still took. */
export const byHorizon = (predictions: readonly Prediction[]): Horizon[] =>
  BOUNDS.slice(1)
    .map((to, index) => {
      const from = BOUNDS[index] ?? 0
      const within = (one: Prediction): boolean => remainingMs(one) > minutes(from) && remainingMs(one) <= minutes(to)
      return {
        name: to === Number.POSITIVE_INFINITY ? `${from}+` : `${from}-${to}`,
        predictions: predictions.filter(within),
      }
    })
    .filter((horizon) => horizon.predictions.length > 0)
