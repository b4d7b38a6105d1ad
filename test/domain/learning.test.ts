import { describe, expect, test } from 'vitest'
import { bandAt, learnBand, type Band } from '../../api/domain/calibration.ts'
import { dwellMs, learnDwell, stillMs } from '../../api/domain/dwell.ts'
import { keepForecast, learnArrival, learnStay, nothingLearned, type Forecast } from '../../api/domain/learned.ts'
import { driveMs, learnPace, UNTAUGHT_PACE, type PaceLearned } from '../../api/domain/pace.ts'
import { FITTED } from '../../api/domain/prior.ts'
import { UNTAUGHT } from '../../api/domain/shrunk.ts'
import { hours, minutes } from '../../api/domain/time.ts'
import { dice } from '../town/dice.ts'
import { at } from './given.ts'

const WAY = { routerMs: minutes(6), straightMeters: 2_500 }
const evening = { at: at(0), hour: 18.5 }

describe('the pace of a dispensary', () => {
  const said = (learned: PaceLearned, when = evening): number => driveMs(WAY, 'valhalla', learned, when, FITTED)
  /** Drives that took so many times what was expected of them. */
  const after = (drives: number, times: number, when = evening, from = UNTAUGHT_PACE): PaceLearned => {
    let learned = from
    for (let drive = 0; drive < drives; drive += 1)
      learned = learnPace(learned, 'valhalla', WAY, times * said(UNTAUGHT_PACE, when), 1, when, FITTED)
    return learned
  }

  test('a handful of drives moves it, many settle it', () => {
    const times = [1, 5, 200].map((drives) => said(after(drives, 1.5)) / said(UNTAUGHT_PACE))
    expect(times[0]).toBeLessThan(1.3)
    expect(times[1]).toBeGreaterThan(1.2)
    expect(times[2]).toBeGreaterThan(1.45)
    expect(times[2]).toBeLessThan(1.55)
  })

  test('one odd drive does not', () => {
    expect(said(after(1, 10)) / said(UNTAUGHT_PACE)).toBeLessThan(1.6)
  })

  test('what the evening taught is believed of the evening more than of the morning', () => {
    const tomorrow = hours(24)
    const learned = after(30, 1.5)
    const times = (hour: number): number => {
      const when = { at: evening.at + tomorrow, hour }
      return said(learned, when) / said(UNTAUGHT_PACE, when)
    }
    expect(times(18.5)).toBeGreaterThan(times(9))
    expect(times(9)).toBeGreaterThan(1)
  })

  test('what the last hour taught fades', () => {
    const known = after(100, 1)
    const jam = after(6, 1.6, evening, known)
    const times = (later: number): number => {
      const when = { ...evening, at: evening.at + later }
      return said(jam, when) / said(known, when)
    }
    expect(times(0)).toBeGreaterThan(1.08)
    expect(times(hours(24))).toBeLessThan(times(0) - 0.015)
  })

  test('an engine that fell back teaches nothing of the router', () => {
    const forecast = forecastOf({ source: 'straight-line', drive: WAY })
    const learned = learnArrival(nothingLearned(), { arrivedAt: at(20), hour: 18, forecasts: [forecast] })
    expect(Object.keys(learned.pace)).toEqual(['straight-line'])
  })
})

describe('the time at a door', () => {
  test('is learned from a handful of doors', () => {
    let learned = UNTAUGHT
    for (let door = 0; door < 8; door += 1) learned = learnDwell(learned, at(0), at(8))
    expect(dwellMs(learned)).toBeGreaterThan(minutes(6))
    expect(dwellMs(learned)).toBeLessThan(minutes(8))
  })

  test.each([
    ['seconds', 5],
    ['hours', 7_200],
  ])('a stay of %s teaches nothing', (_, stayed) => {
    const known = nothingLearned()
    expect(learnStay(known, at(0), at(0) + stayed * 1_000)).toBe(known)
  })

  test('never comes to nothing, and who has stayed far too long stays longer', () => {
    const still = [0, 2, 4, 10, 30].map((spent) => stillMs(UNTAUGHT, minutes(spent)))
    expect(still[0]).toBe(dwellMs(UNTAUGHT))
    expect(Math.min(...still)).toBeGreaterThan(minutes(1))
    expect(still[4]).toBeGreaterThan(still[2] ?? 0)
  })
})

const forecastOf = (given: Partial<Forecast>): Forecast => ({
  ...{ at: at(0), aheadMs: minutes(10), doors: 0, source: 'valhalla', from: at(8), to: at(12), latestBy: at(15) },
  ...given,
})

describe('how far estimates stray', () => {
  const BANDS: Band[] = Array.from({ length: 7 }, () => ({ from: -0.5, to: 0.5, latestBy: 0.6 }))

  test.each([[0.4], [1], [2.5]])('windows come to hold four times in five where the streets stray by %f', (strays) => {
    const roll = dice(strays * 10)
    const ofBell = (): number => Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll())
    let bands = BANDS
    let [before, after, late] = [0, 0, 0]
    for (let delivery = 0; delivery < 6_000; delivery += 1) {
      const { from, to, latestBy } = bandAt(bands, minutes(7))
      const came = strays * ofBell()
      const held = { before: came < from, after: came > to, afterLatest: came > latestBy }
      bands = learnBand(bands, minutes(7), held)
      if (delivery < 1_000) continue
      before += Number(held.before) / 5_000
      after += Number(held.after) / 5_000
      late += Number(held.afterLatest) / 5_000
    }
    expect(before).toBeCloseTo(0.1, 1)
    expect(after).toBeCloseTo(0.1, 1)
    expect(late).toBeCloseTo(0.05, 1)
    expect(Math.abs(before + after - 0.2)).toBeLessThan(0.02)
  })

  test('a miss teaches of its own distance only', () => {
    const bands = learnBand(BANDS, minutes(5), { before: false, after: true, afterLatest: true })
    expect(bandAt(bands, minutes(5)).to).toBeGreaterThan(0.5)
    expect(bandAt(bands, minutes(40))).toEqual(BANDS[5])
  })

  test('doors behind others have bands of their own', () => {
    const known = nothingLearned()
    const judged = { arrivedAt: at(30), hour: 18, forecasts: [forecastOf({ doors: 2 })] }
    const { bands, pace } = learnArrival(known, judged)
    expect(bands.next).toEqual(known.bands.next)
    expect(bands.later).not.toEqual(known.bands.later)
    expect(pace).toEqual({})
  })

  test('a long way keeps no more forecasts than can be held against its end', () => {
    let kept: readonly Forecast[] = []
    for (let second = 0; second < 7_200; second += 5)
      kept = keepForecast(kept, forecastOf({ at: at(0) + second * 1_000 }))
    expect(kept.length).toBeGreaterThan(15)
    expect(kept.length).toBeLessThanOrEqual(20)
    expect((kept[1]?.at ?? 0) - (kept[0]?.at ?? 0)).toBe(minutes(1))
  })
})
