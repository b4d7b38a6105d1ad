import { describe, expect, test } from 'vitest'
import { meanDwellMs, stillMs } from '../../api/domain/dwell.ts'
import { estimateStops } from '../../api/domain/estimate.ts'
import { nothingLearned } from '../../api/domain/learned.ts'
import { UNTAUGHT } from '../../api/domain/shrunk.ts'
import { minutes } from '../../api/domain/time.ts'
import type { EstimateSource } from '../../api/domain/window.ts'
import { at } from './given.ts'

const SOURCES: EstimateSource[] = ['valhalla', 'osrm', 'straight-line']
const DWELL = meanDwellMs(UNTAUGHT)
/** A kilometre to the north for every three minutes that the engine says. */
const drives = (legs: number[], source: EstimateSource = 'osrm', spent?: number, hour = 12) => {
  let north = 0
  const points = [0, ...legs].map((leg) => ({ lat: 38 + (north += leg) / 3 / 111.195, lng: -123 }))
  return estimateStops(
    { legs: legs.map((leg) => ({ durationMs: minutes(leg), meters: 0 })), source },
    points,
    nothingLearned(),
    { at: at(0), hour },
    spent === undefined ? undefined : minutes(spent),
  )
}
const ahead = (...given: Parameters<typeof drives>): number[] => drives(...given).map(({ aheadMs }) => aheadMs)

describe('when each stop is reached', () => {
  test.each(SOURCES)('a drive takes longer than the engine says, the more so the shorter it is (%s)', (source) => {
    const [none = 0, two = 0, ten = 0, twenty = 0] = [0, 2, 10, 20].map((leg) => ahead([leg], source)[0])
    expect(none).toBeGreaterThan(0)
    expect(none).toBeLessThan(minutes(1))
    expect(two).toBeGreaterThan(minutes(2))
    expect(twenty / 20).toBeLessThan(ten / 10)
    expect(ten / 10).toBeLessThan(two / 2)
  })

  test('streets are slower in the morning than at night', () => {
    expect(ahead([10], 'osrm', undefined, 8.5)[0]).toBeGreaterThan((ahead([10], 'osrm', undefined, 3)[0] ?? 0) * 1.2)
  })

  test('every door on the way costs the time at it, the last one nothing', () => {
    const [first = 0] = ahead([10])
    const [leg = 0] = ahead([5])
    const [, second = 0, third = 0] = ahead([10, 5, 5])
    expect(second).toBeCloseTo(first + DWELL + leg, -4)
    expect(third).toBeCloseTo(first + 2 * (DWELL + leg), -4.5)
  })

  test.each([1, 4, 20])(
    'who has been at the door for %i minutes stays as long as others who stayed so long',
    (spent) => {
      const [door = 0, next = 0] = ahead([2, 5], 'osrm', spent)
      expect(door).toBe(0)
      expect(next).toBeCloseTo(stillMs(UNTAUGHT, minutes(spent)) + (ahead([5])[0] ?? 0), -4)
    },
  )

  test('the farther, and the more doors before it, the wider', () => {
    const width = ({ from, to }: { from: number; to: number }): number => to - from
    const [near, far] = [drives([3])[0], drives([20])[0]]
    const [first, second] = drives([10, 5])
    if (!near || !far || !first || !second) throw new Error('No estimates')
    expect(width(near)).toBeLessThan(width(far))
    expect(width(second)).toBeGreaterThan(width(first) + minutes(2))
  })

  test('no stops, no estimates', () => {
    expect(drives([])).toEqual([])
  })

  test('an estimate is a time of day, what lies before it, and who reckoned it', () => {
    const [one] = drives([2])
    expect(one).toMatchObject({ estimateAt: at(0) + (one?.aheadMs ?? 0), source: 'osrm', doors: 0 })
    expect(one?.from).toBeLessThan(one?.estimateAt ?? 0)
    expect(one?.latestBy).toBeGreaterThanOrEqual(one?.to ?? 0)
  })
})
