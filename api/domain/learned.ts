import { bandAt, learnBand, type Band } from './calibration.ts'
import { learnDwell } from './dwell.ts'
import type { EventData } from './event.ts'
import { learnPace, UNTAUGHT_PACE, type Drive, type PaceLearned } from './pace.ts'
import { FITTED, type Prior } from './prior.ts'
import { UNTAUGHT, type Shrunk } from './shrunk.ts'
import { hours, minutes, type Instant } from './time.ts'
import type { EstimateSource } from './window.ts'

/**
 * What one dispensary's deliveries have taught: the pace of its streets by each engine, how long its drivers stay at
 * doors, and how far its estimates stray, for the door that is next and for those behind others.
 */
export type Learned = {
  pace: Partial<Record<EstimateSource, PaceLearned>>
  dwell: Shrunk
  bands: { next: Band[]; later: Band[] }
}

/** Before the first delivery only the prior is believed. */
export const nothingLearned = ({ bands }: Prior = FITTED): Learned => ({ pace: {}, dwell: UNTAUGHT, bands })

/** What was said of one stop from one place, and shown to its customer. */
export type Forecast = {
  at: Instant
  aheadMs: number
  /** How many doors lay before it. */
  doors: number
  source: EstimateSource
  /** Of the next door: the way that was left. */
  drive?: Drive
  from: Instant
  to: Instant
  latestBy: Instant
}

export const bandFor = ({ bands }: Learned, doors: number, aheadMs: number): Band =>
  bandAt(doors === 0 ? bands.next : bands.later, aheadMs)

/** What a stop taught that has been reached: each forecast against what came. */
export function learnArrival(
  learned: Learned,
  { hour, arrivedAt, forecasts }: Pick<EventData['estimate.judged'], 'hour' | 'arrivedAt' | 'forecasts'>,
  prior = FITTED,
): Learned {
  const drives = forecasts.filter(({ drive }) => drive !== undefined).length
  return forecasts.reduce((known, forecast) => {
    const { at, aheadMs, doors, source, drive, from, to, latestBy } = forecast
    const which = doors === 0 ? 'next' : 'later'
    const held = { before: arrivedAt < from, after: arrivedAt > to, afterLatest: arrivedAt > latestBy }
    const bands = { ...known.bands, [which]: learnBand(known.bands[which], aheadMs, held) }
    if (!drive) return { ...known, bands }
    const when = { at: arrivedAt, hour: (hour - (arrivedAt - at) / hours(1) + 48) % 24 }
    const pace = learnPace(known.pace[source] ?? UNTAUGHT_PACE, source, drive, arrivedAt - at, 1 / drives, when, prior)
    return { ...known, bands, pace: { ...known.pace, [source]: pace } }
  }, learned)
}

export const learnStay = (learned: Learned, arrivedAt: Instant, leftAt: Instant): Learned => {
  const dwell = learnDwell(learned.dwell, arrivedAt, leftAt)
  return dwell === learned.dwell ? learned : { ...learned, dwell }
}

/** How far apart forecasts are kept, by how many there are: a long way is told of no oftener than twenty times. */
const apartMs = (kept: number): number => minutes(kept < 8 ? 1 : kept < 16 ? 3 : 10)
const MOST_KEPT = 20

/** The forecasts of a stop with one more, if it is time to keep one. */
export function keepForecast(kept: readonly Forecast[], forecast: Forecast): readonly Forecast[] {
  const last = kept.at(-1)
  const isDue = last === undefined || forecast.at - last.at >= apartMs(kept.length)
  return isDue && kept.length < MOST_KEPT ? [...kept, forecast] : kept
}
