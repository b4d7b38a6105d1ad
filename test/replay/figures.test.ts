import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../api/domain/time.ts'
import { baselinesFor, doorstep } from './baselines.ts'
import { byHorizon, coverageOf, earlyArrivals, errorsOf } from './figures.ts'
import type { Prediction } from './prediction.ts'
import { markdownTable, textTable } from './table.ts'

type Told = {
  left: number
  told: number
  vehicle?: string
  trip?: string
  window?: [number, number, number]
  meters?: number
  drive?: number
}

/** All in seconds from now, but for the metres to the door. */
const prediction = ({ left, told, vehicle = 'cab', trip = 'a', window, meters = 0, drive = 0 }: Told): Prediction => {
  const [from = 0, to = 0, latestBy = 0] = (window ?? []).map(seconds)
  const range = { from, to, latestBy }
  return {
    ...{ traceId: trip, vehicle, at: 0, arrivedAt: seconds(left), doorMeters: meters, driveMs: seconds(drive) },
    shown: { estimateAt: seconds(told), ...(window && { window: range }) },
  }
}

describe('the figures', () => {
  test('told ten minutes and took eight: the bias is above zero', () => {
    expect(errorsOf([prediction({ left: 480, told: 600 })], doorstep)).toEqual({
      mean: 120,
      bias: 120,
      p90: 120,
      meanOfDrives: 120,
    })
  })

  test('early and late do not cancel out in the mean error', () => {
    const { mean, bias } = errorsOf([prediction({ left: 60, told: 100 }), prediction({ left: 60, told: 20 })], doorstep)
    expect([mean, bias]).toEqual([40, 0])
  })

  test('a long drive weighs as much as a short one where drives are averaged first', () => {
    const long = [10, 10, 10].map((error) => prediction({ left: 60, told: 60 + error, trip: 'long' }))
    const { mean, meanOfDrives } = errorsOf([...long, prediction({ left: 60, told: 90, trip: 'short' })], doorstep)
    expect([mean, meanOfDrives]).toEqual([15, 20])
  })

  test('only what showed a window can be inside one', () => {
    const told = [
      prediction({ left: 100, told: 90, window: [60, 120, 180] }),
      prediction({ left: 150, told: 90, window: [60, 120, 180] }),
      prediction({ left: 200, told: 90, window: [60, 180, 180] }),
      prediction({ left: 30, told: 90, window: [60, 120, 180] }),
      prediction({ left: 30, told: 0, trip: 'there' }),
    ]
    expect(coverageOf(told)).toEqual({ shown: 4, inside: 0.25, byLatest: 0.75, medianMinutes: 1 })
    expect(earlyArrivals(told)).toEqual({ count: 1, drives: 1, meanSeconds: 30 })
  })

  test('horizons are by what really remained, and empty ones are left out', () => {
    const told = [119, 120, 121, 3_000].map((left) => prediction({ left, told: 0 }))
    expect(byHorizon(told).map(({ name, predictions }) => [name, predictions.length])).toEqual([
      ['0-2', 2],
      ['2-5', 1],
      ['20+', 1],
    ])
  })
})

describe('the baselines', () => {
  const told = [
    prediction({ left: 100, told: 0, vehicle: 'slow', meters: 100, drive: 50 }),
    prediction({ left: 100, told: 0, vehicle: 'fast', meters: 500, drive: 100 }),
    prediction({ left: 300, told: 0, vehicle: 'fast', meters: 1_500, drive: 300 }),
  ]

  test('know only of the other vehicles', () => {
    const [line, raw, fitted] = baselinesFor(told).map(({ remains }) => told.map((one) => remains(one) / minutes(1)))
    expect(line).toEqual([20, 500, 1_500].map((s) => s / 60))
    expect(raw).toEqual([50, 100, 300].map((s) => s / 60))
    expect(fitted).toEqual([50, 200, 600].map((s) => s / 60))
  })

  test("a vehicle's own drives change nothing of what is foretold for it", () => {
    const [first, ...others] = told
    const slower = first && { ...first, arrivedAt: minutes(60) }
    const foretold = (all: Prediction[]): number[] =>
      baselinesFor(all).map(({ remains }) => (first ? remains(first) : 0))
    expect(foretold(slower ? [slower, ...others] : [])).toEqual(foretold(told))
  })
})

test('tables line up, or are markdown', () => {
  const rows = [
    ['Doorstep', '70'],
    ['raw', '121'],
  ]
  expect(textTable(['who', 's'], rows)).toBe('who         s\n--------  ---\nDoorstep   70\nraw       121')
  expect(markdownTable(['who', 's'], rows)).toBe('| who | s |\n| --- | ---: |\n| Doorstep | 70 |\n| raw | 121 |')
})
