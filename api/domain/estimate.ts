import { minutes, seconds, type Instant } from './time.ts'
import type { Estimate, EstimateSource } from './window.ts'

/** Driving from one point to the next. */
export type Leg = { durationMs: number; meters: number }
export type Legs = { legs: Leg[]; source: EstimateSource }

/** An ID check, a signature and a cash payment take minutes; the prior until a dispensary has a history of its own. */
export const DWELL_MS = minutes(4)

/**
 * Routers assume free streets, and the straight line knows none. Taxis took 1.52 (San Francisco) and 1.33 (Porto) times
 * Valhalla's time and 22 and 13 s, fitted by least absolute error; fitted in the one city, either beats in the other
 * what the map says uncorrected. These values are between them, `npm run replay` measures them.
 */
const PACE: Record<EstimateSource, number> = { valhalla: 1.5, osrm: 1.5, 'straight-line': 0.85 }

/** Slowing down and finding the door, however short the drive. */
const PULL_UP_MS = seconds(15)

/**
 * The estimate of each stop in sequence: the driving so far, and the time spent at the doors before it.
 * @param spentMs how long the driver has already been standing at the first door
 */
export function estimateStops({ legs, source }: Legs, now: Instant, spentMs = 0): Estimate[] {
  let aheadMs = 0
  return legs.map((leg, index) => {
    const atTheDoor = index === 0 && spentMs > 0
    aheadMs += leg.durationMs * PACE[source] + (atTheDoor ? 0 : PULL_UP_MS)
    if (index === 1) aheadMs += Math.max(0, DWELL_MS - spentMs)
    if (index > 1) aheadMs += DWELL_MS
    return { estimateAt: Math.round(now + aheadMs), aheadMs, source }
  })
}
