import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reviseWindow } from '../../api/domain/revision.ts'
import { minutes, seconds } from '../../api/domain/time.ts'
import { windowAround, type Estimate, type Window } from '../../api/domain/window.ts'
import { at } from './given.ts'

/** An estimate whose range reaches a third of what lies ahead to either side. */
const ahead = (now: number, aheadMs: number): Estimate => ({
  estimateAt: now + aheadMs,
  aheadMs,
  from: now + (aheadMs * 2) / 3,
  to: now + (aheadMs * 4) / 3,
  latestBy: now + aheadMs * 1.6,
  source: 'valhalla',
})
const estimate = (nowMinute: number, aheadMinutes: number): Estimate => ahead(at(nowMinute), minutes(aheadMinutes))
/** All of it later by so much. */
const later = (one: Estimate, byMs: number): Estimate => ({
  ...one,
  estimateAt: one.estimateAt + byMs,
  from: one.from + byMs,
  to: one.to + byMs,
  latestBy: one.latestBy + byMs,
})

describe('the range around an estimate, as people speak of it', () => {
  test.each([
    [2, 1],
    [9, 1],
    [11, 5],
    [40, 5],
  ])('%i minutes ahead it is told in steps of %i', (ahead, step) => {
    const { from, to, latestBy } = windowAround(estimate(0, ahead), at(0))
    expect([from, to, latestBy].map((one) => one % minutes(step))).toEqual([0, 0, 0])
  })

  test('the farther, the wider', () => {
    const widths = [2, 8, 20, 40, 90]
      .map((ahead) => windowAround(estimate(0, ahead), at(0)))
      .map(({ from, to }) => to - from)
    expect(widths).toEqual(widths.toSorted((a, b) => a - b))
    expect(widths[0]).toBeLessThanOrEqual(minutes(6))
    expect(widths[2]).toBeLessThanOrEqual(minutes(25))
  })

  test('an estimate that has passed is now', () => {
    expect(windowAround(ahead(at(-5), 0), at(0))).toEqual({
      estimateAt: at(0),
      from: at(0),
      to: at(1),
      latestBy: at(1),
      source: 'valhalla',
    })
  })

  test('holds the estimate, begins no earlier than this minute, and knows its latest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: minutes(180) }),
        fc.integer({ min: 0, max: minutes(60) }),
        (aheadMs, offset) => {
          const now = at(0) + offset
          const { from, to, latestBy, estimateAt } = windowAround(ahead(now, aheadMs), now)
          expect(from).toBeGreaterThan(now - minutes(1))
          expect(from).toBeLessThanOrEqual(estimateAt)
          expect(to).toBeGreaterThan(estimateAt)
          expect(latestBy).toBeGreaterThanOrEqual(to)
          expect(estimateAt).toBeGreaterThanOrEqual(now)
        },
      ),
    )
  })
})

describe('what is shown after a new estimate', () => {
  const shown = windowAround(estimate(0, 20), at(0))

  test('the first one is shown as it is', () => {
    expect(reviseWindow(undefined, estimate(0, 20), at(0))).toEqual({ window: shown, cause: 'departed' })
  })

  test.each<[string, Estimate, number, string]>([
    ['half of the way narrows it', estimate(10, 9), 10, 'progress'],
    ['the end of the way narrows it to minutes', estimate(16, 3), 16, 'progress'],
    ['a later end than shown is shown, with its cause', estimate(10, 22), 10, 'slower'],
    ['much earlier than shown is shown, with its cause', estimate(1, 4), 1, 'faster'],
  ])('%s', (_, fresh, nowMinute, cause) => {
    const revision = reviseWindow(shown, fresh, at(nowMinute))
    expect(revision?.cause).toBe(cause)
    const { from = 0, to = 0 } = revision?.window ?? {}
    if (cause === 'progress') expect([from >= shown.from, to < shown.to]).toEqual([true, true])
    else expect(revision?.window).toEqual(windowAround(fresh, at(nowMinute)))
  })

  test('who knows why it changed says so', () => {
    expect(reviseWindow(shown, estimate(10, 22), at(10), () => 'resequenced')?.cause).toBe('resequenced')
  })

  test('jitter is absorbed, wherever the rounding of five minutes falls', () => {
    for (let second = 0; second < 600; second += 10) {
      const steady = later(estimate(0, 30), seconds(second))
      const before = windowAround(steady, at(0))
      for (const wobble of [-25, 25]) {
        const revision = reviseWindow(before, later(steady, seconds(wobble)), at(0))
        expect(revision?.cause ?? 'progress').toBe('progress')
        expect(revision?.window.to ?? before.to).toBeLessThanOrEqual(before.to)
      }
    }
  })

  test('many small steps add up to one that is worth a row of the trail', () => {
    let [recorded, rows] = [shown, 0]
    for (let second = 10; second <= 300; second += 10) {
      const revision = reviseWindow(recorded, later(estimate(0, 20), seconds(second)), at(0))
      if (!revision) continue
      rows += 1
      recorded = revision.window
    }
    expect(Math.abs(recorded.estimateAt - at(25))).toBeLessThanOrEqual(minutes(1))
    expect(rows).toBeLessThanOrEqual(10)
  })

  test('a drive of any kind never shows a past, an empty or a silently wider window', () => {
    const step = fc.record({ passedMs: fc.nat(minutes(6)), aheadMs: fc.nat(minutes(70)) })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        let [now, window] = [at(0), undefined as Window | undefined]
        for (const { passedMs, aheadMs } of steps) {
          now += passedMs
          const revision = reviseWindow(window, ahead(now, aheadMs), now)
          if (!revision) {
            expect(window?.to).toBeGreaterThan(now) // what still stands is not over
            continue
          }
          const { from, to, latestBy, estimateAt } = revision.window
          expect(from).toBeLessThan(to)
          expect(from).toBeGreaterThan(now - minutes(1))
          expect(latestBy).toBeGreaterThanOrEqual(to)
          expect(estimateAt).toBeGreaterThanOrEqual(now)
          if (window && revision.cause === 'progress') {
            expect(from).toBeGreaterThanOrEqual(window.from)
            expect(to).toBeLessThanOrEqual(window.to)
            expect(latestBy).toBeLessThanOrEqual(window.latestBy)
          }
          window = revision.window
        }
      }),
      { numRuns: 500 },
    )
  })
})
