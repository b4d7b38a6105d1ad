import { estimateStops } from '../../api/domain/estimate.ts'
import { keepForecast, type Forecast, type Learned } from '../../api/domain/learned.ts'
import { hourInZone } from '../../api/domain/local-time.ts'
import { distanceMeters } from '../../api/domain/position.ts'
import type { Prior } from '../../api/domain/prior.ts'
import { reviseWindow } from '../../api/domain/revision.ts'
import { followWay, legsLeft, wayOf, type Way } from '../../api/domain/way.ts'
import type { Window } from '../../api/domain/window.ts'
import type { Prediction } from './prediction.ts'
import type { Fix, Trace } from './traces.ts'
import type { Ways } from './ways.ts'

/** One drive to its door as the product follows it, fix by fix. */
export type Drive = { trace: Trace; asked: number; kept: readonly Forecast[]; way?: Way; shown?: Window }

export const setOut = (trace: Trace): Drive => ({ trace, asked: 0, kept: [] })

type Knows = { ways: Ways; learned: Learned; prior: Prior; timeZone: string }

/** What is said at a fix, by what is known before it. */
export function moveOn(drive: Drive, fix: Fix, { ways, learned, prior, timeZone }: Knows) {
  const { trace, shown, kept } = drive
  const { door } = trace
  const followed = drive.way && followWay(drive.way, fix)
  const way = followed ?? wayOf({ legs: [ways(fix, door)], source: 'valhalla' })
  const legs = way ? legsLeft(way) : { legs: [ways(fix, door)], source: 'valhalla' as const }
  const when = { at: fix.at, hour: hourInZone(fix.at, timeZone) }
  const [estimate] = estimateStops(legs, [fix, door], learned, when, undefined, prior)
  if (!estimate) throw new Error('No estimate')
  const window = reviseWindow(shown, estimate, fix.at)?.window ?? shown
  if (!window) throw new Error('No window')
  const { from, to, latestBy } = window
  const { aheadMs, doors, source, drive: left } = estimate
  const forecast = { at: fix.at, aheadMs, doors, source, ...(left && { drive: left }), from, to, latestBy }
  const prediction: Prediction = {
    ...{ traceId: trace.id, vehicle: trace.vehicle, at: fix.at, arrivedAt: trace.arrivedAt },
    doorMeters: distanceMeters(fix, door),
    driveMs: ways(fix, door).durationMs,
    said: { estimateAt: estimate.estimateAt, from, to, latestBy },
  }
  const asked = drive.asked + (followed ? 0 : 1)
  const next: Drive = { trace, asked, kept: keepForecast(kept, forecast), shown: window, ...(way && { way }) }
  return { drive: next, prediction }
}
