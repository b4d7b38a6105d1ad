import type { Band } from '../../api/domain/calibration.ts'
import { hourInZone } from '../../api/domain/local-time.ts'
import { measure, usualAt } from '../../api/domain/pace.ts'
import { FITTED, type Prior } from '../../api/domain/prior.ts'
import { distanceMeters } from '../../api/domain/position.ts'
import { straightLineDriveTimes } from '../../api/adapters/straight-line.ts'
import { seconds } from '../../api/domain/time.ts'
import { play } from './play.ts'
import type { Trace } from './traces.ts'
import type { Ways } from './ways.ts'

/** Drives of one town: what a prior is fitted on. */
export type Town = { traces: readonly Trace[]; ways: Ways; timeZone: string }

/** One fix: what the engine says, what it was. `weight` makes every town count alike. */
type Sample = {
  routerMs: number
  straightMeters: number
  leftSeconds: number
  hour: number
  town: number
  weight: number
}

/** Exponents that are tried. */
const ROUTER = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75]
const STRAIGHT = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45]

/** How much an hour of the day is pulled to the mean of all hours, in parts of a thousand of a town's drives. */
const PULL = 20
const HOURS_AROUND = 1

/** The value that half of the weight lies below: it makes the mean absolute error least. */
function weightedMedian(values: readonly { value: number; weight: number }[]): number {
  const sorted = [...values].sort((a, b) => a.value - b.value)
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2
  let sum = 0
  for (const { value, weight } of sorted) {
    sum += weight
    if (sum >= half) return value
  }
  return 0
}

async function samplesOf(towns: readonly Town[], engine: 'router' | 'straight-line'): Promise<Sample[]> {
  const samples: Sample[] = []
  for (const [town, { traces, ways, timeZone }] of towns.entries()) {
    const its: Sample[] = []
    for (const { fixes, door, arrivedAt } of traces) {
      for (const fix of fixes.filter(({ at }) => at < arrivedAt)) {
        const line = engine === 'router' ? undefined : (await straightLineDriveTimes([fix, door])).legs[0]
        const { durationMs } = line ?? ways(fix, door)
        const leftSeconds = (arrivedAt - fix.at) / seconds(1)
        const straightMeters = distanceMeters(fix, door)
        its.push({
          routerMs: durationMs,
          straightMeters,
          leftSeconds,
          hour: hourInZone(fix.at, timeZone),
          town,
          weight: 0,
        })
      }
    }
    const total = its.reduce((sum, { leftSeconds }) => sum + leftSeconds, 0)
    samples.push(...its.map((one) => ({ ...one, weight: (1_000 * one.leftSeconds) / total })))
  }
  return samples
}

type Shape = Prior['shape']
type Levels = { towns: number[]; hours: number[] }

const around = (hour: number, index: number): number =>
  Math.exp(-0.5 * (Math.abs(((index + 0.5 - hour + 36) % 24) - 12) / HOURS_AROUND) ** 2)

/** For given exponents: the pace of each town and of each hour, by weighted medians in turn. */
function levelsFor(samples: readonly Sample[], shape: Shape): Levels {
  const logs = samples.map((one) => Math.log(Math.max(10, one.leftSeconds) / measure(one, shape)))
  const towns = new Set(samples.map(({ town }) => town))
  let levels: Levels = { towns: [...towns].map(() => 0), hours: Array.from({ length: 24 }, () => 0) }
  for (let round = 0; round < 6; round += 1) {
    const { hours } = levels
    const ofTowns = [...towns].map((town) =>
      weightedMedian(
        samples.flatMap((one, index) =>
          one.town === town ? [{ value: (logs[index] ?? 0) - usualAt(one.hour, hours), weight: one.weight }] : [],
        ),
      ),
    )
    const raw = hours.map((_, hour) =>
      weightedMedian([
        { value: 0, weight: PULL },
        ...samples.flatMap((one, index) => {
          const weight = one.weight * around(one.hour, hour)
          return weight < 0.01 ? [] : [{ value: (logs[index] ?? 0) - (ofTowns[one.town] ?? 0), weight }]
        }),
      ]),
    )
    const mean = raw.reduce((sum, value) => sum + value, 0) / raw.length
    levels = { towns: ofTowns, hours: raw.map((value) => value - mean) }
  }
  return levels
}

const HORIZONS = [0, 120, 300, 600, 1_200]

/** How far off these exponents are: each horizon of each town, and each town in all, against the straight line's error there. */
function lossOf(samples: readonly Sample[], shape: Shape, { towns, hours }: Levels): number {
  const cells = new Map<string, { off: number; straight: number }>()
  const perMeter = towns.map((_, town) => {
    const its = samples.filter((one) => one.town === town)
    return its.reduce((sum, one) => sum + one.leftSeconds, 0) / its.reduce((sum, one) => sum + one.straightMeters, 0)
  })
  for (const one of samples) {
    const horizon = HORIZONS.findLastIndex((from) => one.leftSeconds > from)
    if (horizon === HORIZONS.length - 1) continue
    const pace = Math.exp((towns[one.town] ?? 0) + usualAt(one.hour, hours))
    for (const key of [`${one.town} ${horizon}`, `${one.town} in all`]) {
      const cell = cells.get(key) ?? { off: 0, straight: 0 }
      cell.off += Math.abs(measure(one, shape) * pace - one.leftSeconds)
      cell.straight += Math.abs((perMeter[one.town] ?? 0) * one.straightMeters - one.leftSeconds)
      cells.set(key, cell)
    }
  }
  return [...cells.values()].reduce((sum, { off, straight }) => sum + off / straight, 0) / cells.size
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const short = (value: number): number => Math.round(value * 1e4) / 1e4

/**
 * The prior of all towns: exponents by trying, paces by medians, bands by playing the drives until the shown windows
 * hold as often as they should. Bands of doors behind others are left as they are: these drives have one door.
 */
export async function fit(towns: readonly Town[], given?: Shape): Promise<Prior> {
  const samples = await samplesOf(towns, 'router')
  const shapes = given ? [given] : ROUTER.flatMap((router) => STRAIGHT.map((straight) => ({ router, straight })))
  let best: { shape: Shape; levels: Levels; loss: number } | undefined
  for (const shape of shapes) {
    const levels = levelsFor(samples, shape)
    const loss = lossOf(samples, shape, levels)
    if (!best || loss < best.loss) best = { shape, levels, loss }
  }
  if (!best) throw new Error('Nothing to fit on')
  const { shape, levels } = best
  const straight = levelsFor(await samplesOf(towns, 'straight-line'), shape)
  const valhalla = short(mean(levels.towns))
  const prior: Prior = {
    shape,
    logPace: { valhalla, osrm: valhalla, 'straight-line': short(mean(straight.towns)) },
    hours: levels.hours.map(short),
    bands: FITTED.bands,
  }
  return { ...prior, bands: { ...FITTED.bands, next: bandsFor(towns, prior) } }
}

const ROUNDS = 6
/** Of a bell; nothing that was fitted before may come in, for it may have been on vehicles that are held out. */
const BELL: Band = { from: -1.28, to: 1.28, latestBy: 1.64 }

/** Each round begins with the mean of what the round before ended with in the towns. */
function bandsFor(towns: readonly Town[], prior: Prior): Band[] {
  let bands = FITTED.bands.next.map(() => BELL)
  for (let round = 0; round < ROUNDS; round += 1) {
    const ends = towns.map(({ traces, ...town }) => {
      const { learned } = play(traces, { ...town, prior: { ...prior, bands: { ...prior.bands, next: bands } } })
      return learned.bands.next
    })
    bands = bands.map((_, index) => {
      const of = (bound: keyof Band): number => short(mean(ends.map((end) => end[index]?.[bound] ?? 0)))
      return { from: of('from'), to: of('to'), latestBy: of('latestBy') }
    })
  }
  return bands
}
