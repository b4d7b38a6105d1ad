import { minutes } from '../../api/domain/time.ts'
import type { Forecaster } from './baselines.ts'
import { remainingMs, type Prediction } from './prediction.ts'

/** Seconds. `bias` is predicted minus actual: above zero means that the driver came earlier than told. */
export type Errors = { mean: number; bias: number; p90: number; meanOfDrives: number }

/** Shares are of the predictions that showed a window. */
export type Coverage = { shown: number; inside: number; byLatest: number; medianMinutes: number }

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export function errorsOf(predictions: readonly Prediction[], { remains }: Forecaster): Errors {
  const errors = predictions.map((one) => (remains(one) - remainingMs(one)) / 1_000)
  const sizes = errors.map(Math.abs)
  const drives = Map.groupBy(predictions.keys(), (index) => predictions[index]?.traceId)
  const ofDrives = [...drives.values()].map((indexes) => mean(indexes.map((index) => sizes[index] ?? 0)))
  return { mean: mean(sizes), bias: mean(errors), p90: quantile(sizes, 0.9), meanOfDrives: mean(ofDrives) }
}

export function coverageOf(predictions: readonly Prediction[]): Coverage {
  const windows = predictions.flatMap(({ arrivedAt, shown: { window } }) => (window ? [{ arrivedAt, ...window }] : []))
  const share = (holds: (one: (typeof windows)[number]) => boolean): number =>
    windows.filter(holds).length / windows.length
  return {
    shown: windows.length,
    inside: share(({ arrivedAt, from, to }) => from <= arrivedAt && arrivedAt <= to),
    byLatest: share(({ arrivedAt, latestBy }) => arrivedAt <= latestBy),
    medianMinutes: quantile(
      windows.map(({ from, to }) => (to - from) / minutes(1)),
      0.5,
    ),
  }
}

/** How early Doorstep took the driver to be at the door: fixes, drives, and seconds on average. */
export function earlyArrivals(predictions: readonly Prediction[]): {
  count: number
  drives: number
  meanSeconds: number
} {
  const early = predictions.filter(({ shown }) => !shown.window)
  const drives = new Set(early.map(({ traceId }) => traceId)).size
  return { count: early.length, drives, meanSeconds: mean(early.map(remainingMs)) / 1_000 }
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
