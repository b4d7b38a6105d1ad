import { describe, expect, test } from 'vitest'
import { DWELL_MS, estimateStops } from '../../api/domain/estimate.ts'
import { minutes } from '../../api/domain/time.ts'
import type { EstimateSource } from '../../api/domain/window.ts'
import { at } from './given.ts'

const SOURCES: EstimateSource[] = ['valhalla', 'osrm', 'straight-line']
const drives = (legs: number[], source: EstimateSource = 'osrm', spent = 0) =>
  estimateStops({ legs: legs.map((leg) => ({ durationMs: minutes(leg), meters: 0 })), source }, at(0), minutes(spent))
const ahead = (...given: Parameters<typeof drives>): number[] => drives(...given).map(({ aheadMs }) => aheadMs)

describe('when each stop is reached', () => {
  test.each(SOURCES)(
    'each drive takes what the router says at the pace of streets, and finding the door (%s)',
    (source) => {
      const [none = 0, ten = 0, twenty = 0] = [0, 10, 20].map((leg) => ahead([leg], source)[0])
      expect(none).toBeGreaterThanOrEqual(0)
      expect(twenty - ten).toBe(ten - none)
      expect(ten - none).toBeGreaterThan(minutes(8))
      expect(ten - none).toBeLessThan(minutes(16))
    },
  )

  test('every door on the way costs the time at it, the last one nothing', () => {
    const [first = 0] = ahead([10])
    const [leg = 0] = ahead([5])
    expect(ahead([10, 5, 5])).toEqual([first, first + DWELL_MS + leg, first + 2 * (DWELL_MS + leg)])
  })

  test.each([
    ['who is at the door for a minute stays the rest of the time', 1, DWELL_MS - minutes(1)],
    ['who is there for too long leaves any moment', 9, 0],
  ])('%s', (_, spent, stays) => {
    const [door = 0, next = 0] = ahead([0, 5], 'osrm', spent)
    expect(next - door - (ahead([5])[0] ?? 0)).toBe(stays)
  })

  test('no stops, no estimates', () => {
    expect(drives([])).toEqual([])
  })

  test('an estimate is a time of day, what lies before it, and who reckoned it', () => {
    const [aheadMs = 0] = ahead([2])
    expect(drives([2])).toEqual([{ estimateAt: at(0) + aheadMs, aheadMs, source: 'osrm' }])
  })
})
