import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../api/domain/time.ts'
import { baselinesFor, doorstep } from './baselines.ts'
import { byHorizon, coverageOf, errorsOf, fiveMinutes } from './figures.ts'
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
  return {
    ...{ traceId: trip, vehicle, at: 0, arrivedAt: seconds(left), doorMeters: meters, driveMs: seconds(drive) },
    said: { estimateAt: seconds(told), from, to, latestBy },
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

  test('an arrival is inside the window, by its latest, or neither', () => {
    const told = [
      prediction({ left: 100, told: 90, window: [60, 120, 180] }),
      prediction({ left: 150, told: 90, window: [60, 120, 180] }),
      prediction({ left: 200, told: 90, window: [60, 180, 180] }),
      prediction({ left: 30, told: 90, window: [60, 120, 180] }),
    ]
    expect(coverageOf(told, doorstep)).toEqual({ inside: 0.25, byLatest: 0.75, widthMinutes: 1.25, latestMinutes: 3 })
  })

  test('of "5 minutes away" it counts how far away it was', () => {
    const told = [
      prediction({ left: 300, told: 280 }),
      prediction({ left: 420, told: 320 }),
      prediction({ left: 60, told: 500 }),
    ]
    expect(fiveMinutes(told, doorstep)).toEqual({ said: 2, p10: 5, median: 7, p90: 7, right: 0.5 })
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
  const foretold = (all: Prediction[], who: number): number[] => {
    const says = baselinesFor(all)[who]?.says
    return all.map((one) => (says?.(one).estimateAt ?? 0) / minutes(1))
  }

  test('know only of the other vehicles', () => {
    expect(foretold(told, 0)).toEqual([20, 500, 1_500].map((s) => s / 60))
    expect(foretold(told, 1)).toEqual([50, 100, 300].map((s) => s / 60))
    expect(foretold(told, 2)).toEqual([50, 200, 600].map((s) => s / 60))
  })

  test('are given a range by how far the other vehicles strayed', () => {
    const [, raw] = baselinesFor(told)
    const [first] = told
    expect(first && raw?.says(first)).toEqual({ estimateAt: 50_000, from: 50_000, to: 50_000, latestBy: 50_000 })
  })

  test("a vehicle's own drives change nothing of what is foretold for it", () => {
    const [first, ...others] = told
    const slower = first ? [{ ...first, arrivedAt: minutes(60) }, ...others] : []
    for (const who of [0, 1, 2]) expect(foretold(slower, who)[0]).toEqual(foretold(told, who)[0])
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
