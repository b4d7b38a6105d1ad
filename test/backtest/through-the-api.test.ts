import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { valhallaDriveTimes, valhallaInProcess, valhallaPath } from '../../api/adapters/valhalla.ts'
import { fixesAlong } from '../scenarios/drive.ts'
import { valhallaTiles } from '../tiles.ts'
import { onEarth } from '../town/town.ts'
import type { Leg } from '../../api/domain/estimate.ts'
import { baselinesFor, doorstep } from './baselines.ts'
import { coverageOf, errorsOf } from './figures.ts'
import { playThroughApi } from './through-the-api.ts'
import { onTrack } from './on-track.ts'
import { play } from './play.ts'
import type { Prediction } from './prediction.ts'
import { pick, readFolder, type Fix, type Trace } from './traces.ts'
import type { Ways } from './ways.ts'

const TOWN = join(import.meta.dirname, '..', 'town', 'town.osm.pbf')
const CABS = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'sf-cabs')
const START = Date.parse('2026-04-24T18:00:00-07:00')

/** Half as slow again as the map says, as in most towns. */
const TRAFFIC = 1.5

async function openTown() {
  const ask = valhallaInProcess(await valhallaTiles(TOWN))
  const path = valhallaPath(ask)
  /** A vehicle that drives across town, from one corner to another, in metres around its middle. */
  async function drives(
    vehicle: string,
    from: [number, number],
    to: [number, number],
    startsAt: number,
  ): Promise<Trace> {
    const [way] = await path([onEarth(from), onEarth(to)])
    if (!way) throw new Error('No way through town')
    const durationMs = Math.round((way.durationMs * TRAFFIC) / 5_000) * 5_000
    const end = startsAt + durationMs
    const fixes = fixesAlong({ path: way.path, durationMs }, startsAt).map(({ at, position: { lat, lng } }) => ({
      at,
      lat,
      lng,
    }))
    return {
      id: `${vehicle}-${startsAt}`,
      vehicle,
      door: fixes.at(-1) ?? onEarth(to),
      arrivedAt: end,
      clean: true,
      fixes,
    }
  }
  return { driveTimes: valhallaDriveTimes(ask), drives }
}

/** Whole evenings through a real engine, and other tests beside them. */
const PATIENCE = { timeout: 60_000 }

describe('an evening of real traces', PATIENCE, () => {
  test('two drivers who are on the road together are each told of at every fix, and well', async () => {
    const { driveTimes, drives } = await openTown()
    const evening = [
      await drives('north', [-400, 1200], [500, 250], START),
      await drives('south', [700, -300], [-200, 500], START + 45_000),
      await drives('north', [500, 250], [-600, 200], START + 1_200_000),
    ]
    const { predictions, positions, fellBack } = await playThroughApi(evening, driveTimes)
    const before = evening.flatMap(({ fixes, arrivedAt }) => fixes.filter((fix) => fix.at < arrivedAt))
    expect(predictions).toHaveLength(before.length)
    expect(positions).toBe(before.length + evening.length)
    expect(fellBack).toBe(0)
    const [, raw] = baselinesFor(predictions)
    expect(errorsOf(predictions, doorstep).mean).toBeLessThan(raw ? errorsOf(predictions, raw).mean : 0)
    expect(coverageOf(predictions, doorstep).inside).toBeGreaterThan(0.8)
  })

  test('what is told at a fix is the same whether or not the rest of the drive ever comes', async () => {
    const { driveTimes, drives } = await openTown()
    const whole = await drives('north', [-400, 1200], [500, 250], START)
    const cut = {
      ...whole,
      fixes: whole.fixes.slice(0, Math.ceil(whole.fixes.length / 2)),
      arrivedAt: whole.arrivedAt + 600_000,
    }
    const told = async (trace: Trace) =>
      (await playThroughApi([trace], driveTimes)).predictions.map(({ at, said }) => ({ at, said }))
    const toldOfAll = await told(whole)
    expect(await told(cut)).toEqual(toldOfAll.slice(0, cut.fixes.length))
  })
})

test('the whole product tells what the backtest tells', PATIENCE, async () => {
  const { driveTimes, drives } = await openTown()
  const trace = await drives('north', [-400, 1200], [500, 250], START)
  const legs = new Map<Fix, Leg>()
  const believed = onTrack(trace)
  for (const fix of believed.fixes) legs.set(fix, (await driveTimes([fix, trace.door])).legs[0] as Leg)
  const ways: Ways = (from) => legs.get(from as Fix) as Leg
  const windows = (predictions: Prediction[]) =>
    predictions.map(({ at, said: { from, to, latestBy } }) => ({
      at,
      from: Math.max(from, Math.min(minuteOf(at), to)),
      to,
      latestBy,
    }))
  const byBacktest = windows(play([believed], { ways, timeZone: 'UTC' }).predictions)
  const byProduct = windows(
    (await playThroughApi([trace], driveTimes)).predictions.filter(({ at, said }) => said.to > at),
  )
  expect(byProduct.length).toBeGreaterThan(20)
  expect(byProduct).toEqual(byBacktest.slice(0, byProduct.length))
})

const minuteOf = (at: number): number => Math.floor(at / 60_000) * 60_000

const present = existsSync(CABS)

test.skipIf(!present)(
  `with cabs of San Francisco Doorstep knows better than its router alone${present ? '' : ' (skipped: no ../shared/data beside the project)'}`,
  { timeout: 60_000 },
  async () => {
    const folder = await readFolder(CABS)
    const driveTimes = valhallaDriveTimes(valhallaInProcess(await valhallaTiles(folder.pbfPath)))
    const { predictions } = await playThroughApi(pick(folder, { limit: 15 }), driveTimes)
    const [, raw] = baselinesFor(predictions)
    expect(errorsOf(predictions, doorstep).mean).toBeLessThan(raw ? errorsOf(predictions, raw).mean : 0)
    expect(coverageOf(predictions, doorstep).inside).toBeGreaterThan(0.6)
  },
)
