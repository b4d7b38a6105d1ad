import { describe, expect, test } from 'vitest'
import { distanceMeters } from '../../api/domain/position.ts'
import { hours, minutes, seconds } from '../../api/domain/time.ts'
import { fit } from './fit.ts'
import { foldsOf, predictHeldOut } from './folds.ts'
import { play } from './play.ts'
import type { Trace } from './traces.ts'
import type { Ways } from './ways.ts'

const START = Date.parse('2026-04-24T18:00:00-07:00')
const timeZone = 'America/Los_Angeles'
const METERS_PER_SECOND = 10

/** An engine that knows straight streets, on which everybody could drive at ten metres a second. */
const ways: Ways = (from, door) => {
  const meters = distanceMeters(from, door)
  return { durationMs: seconds(meters / METERS_PER_SECOND), meters, path: [from, door] }
}

/** Straight to a door so many metres to the north, at a speed of their own; a fix each 20 seconds. */
function drive(vehicle: string, at: number, meters: number, metersPerSecond: number): Trace {
  const lastSecond = Math.ceil(meters / metersPerSecond)
  const door = { lat: 38 + meters / 111_195, lng: -123 }
  const fixes = Array.from({ length: Math.floor(lastSecond / 20) + 1 }, (_, index) => ({
    at: at + seconds(20 * index),
    lat: 38 + (20 * index * metersPerSecond) / 111_195,
    lng: -123,
  }))
  const last = { at: at + seconds(lastSecond), ...door }
  return { id: `${vehicle} ${at}`, vehicle, door, arrivedAt: last.at, clean: true, fixes: [...fixes, last] }
}

/** Drives of one vehicle, one after the other. */
const evening = (vehicle: string, metersPerSecond: number, from = START, length = 20): Trace[] =>
  Array.from({ length }, (_, index) =>
    drive(vehicle, from + minutes(20 * index), 1_500 + 100 * (index % 9), metersPerSecond),
  )

const errorOf = (predictions: ReturnType<typeof play>['predictions']): number =>
  predictions.reduce((sum, { said, arrivedAt }) => sum + Math.abs(said.estimateAt - arrivedAt), 0) / predictions.length

describe('drives that are played', () => {
  test('what is said at a fix is the same whatever comes after it', () => {
    const traces = [...evening('north', 5), ...evening('south', 6, START + minutes(3))]
    const cut = START + hours(3)
    const before = (some: Trace[]) =>
      play(some, { ways, timeZone })
        .predictions.filter(({ at }) => at < cut)
        .map(({ traceId, at, said }) => ({ traceId, at, said }))
    const otherwise = traces.map((trace) => {
      const { fixes, arrivedAt } = trace
      return arrivedAt < cut ? trace : { ...trace, fixes: fixes.filter(({ at }) => at < cut), arrivedAt: arrivedAt * 2 }
    })
    expect(before(traces).length).toBeGreaterThan(100)
    expect(before(otherwise.filter(({ fixes }) => fixes.length > 0))).toEqual(before(traces))
  })

  test('drives that are over teach, and only those that may', () => {
    const traces = evening('slow', 3)
    const taught = play(traces, { ways, timeZone })
    const untaught = play(traces, { ways, timeZone, learnsFrom: () => false })
    expect(errorOf(taught.predictions.slice(-40))).toBeLessThan(errorOf(untaught.predictions.slice(-40)) / 2)
    expect(errorOf(taught.predictions.slice(0, 20))).toBe(errorOf(untaught.predictions.slice(0, 20)))
  })

  test('the engine is asked once for a drive that keeps to its way', () => {
    expect(play(evening('north', 5), { ways, timeZone }).asked).toBe(20)
  })
})

describe('the prior', () => {
  const town = (metersPerSecond: number) => ({ traces: evening('one', metersPerSecond), ways, timeZone })

  test('is the pace that the drives had', async () => {
    const prior = await fit([town(4)])
    const { predictions } = play(evening('another', 4, START + hours(24)), {
      ways,
      timeZone,
      prior,
      learnsFrom: () => false,
    })
    expect(errorOf(predictions)).toBeLessThan(seconds(20))
  })

  test('a vehicle that is held out teaches it nothing', async () => {
    const fleet = (ofTwo: number) => ({
      traces: [...evening('one', 5, START, 4), ...evening('two', ofTwo, START + minutes(5), 4)],
      ways,
      timeZone,
    })
    const priorWithoutTwo = async (ofTwo: number) => {
      const folds = await foldsOf([fleet(ofTwo)], () => {})
      return folds.find(({ isHeldOut }) => isHeldOut('two'))?.prior
    }
    expect(await priorWithoutTwo(2)).toEqual(await priorWithoutTwo(8))
  })

  test('everybody is predicted once, while held out', async () => {
    const towns = [
      { traces: [...evening('one', 5, START, 4), ...evening('two', 6, START + minutes(5), 4)], ways, timeZone },
    ]
    const folds = await foldsOf(towns, () => {})
    const [only] = towns
    const predictions = only ? predictHeldOut(folds, only, 'from-others') : []
    expect(predictions).toHaveLength(play(towns[0]?.traces ?? [], { ways, timeZone }).predictions.length)
  })
})
