import { DWELL_STRAYS, meanDwellMs, stillMs } from './dwell.ts'
import { bandFor, type Learned } from './learned.ts'
import { driveMs, UNTAUGHT_PACE, type Drive, type When } from './pace.ts'
import { distanceMeters, type LatLng } from './position.ts'
import { FITTED } from './prior.ts'
import { hours, seconds } from './time.ts'
import type { Estimate, EstimateSource } from './window.ts'

/** Driving from one point to the next; `path` are the streets that it follows, where the engine tells. */
export type Leg = { durationMs: number; meters: number; path?: LatLng[] }
export type Legs = { legs: Leg[]; source: EstimateSource }

/** An estimate of one stop, with what it rests on. */
export type StopEstimate = Estimate & { doors: number; drive?: Drive }

/** How far a drive strays from its estimate: a share of it, and a light or a parked van however short it is. */
const DRIVE_STRAYS = 0.3
const ANY_DRIVE_STRAYS_MS = seconds(20)

/**
 * The estimate of each stop in sequence: the driving so far, and the time spent at the doors before it.
 * @param points where the driver is, then the doors; one more than there are legs
 * @param spentMs how long the driver has already been standing at the first door, if there
 */
export function estimateStops(
  { legs, source }: Legs,
  points: readonly LatLng[],
  learned: Learned,
  { at, hour }: When,
  spentMs?: number,
  prior = FITTED,
): StopEstimate[] {
  const pace = learned.pace[source] ?? UNTAUGHT_PACE
  const dwell = meanDwellMs(learned.dwell)
  let [drivenMs, stayedMs, strays] = [0, 0, 0]
  return legs.map((leg, doors) => {
    const drive = driveOf(leg, points[doors], points[doors + 1])
    if (doors > 0) {
      const stay = doors === 1 && spentMs !== undefined ? stillMs(learned.dwell, spentMs) : dwell
      stayedMs += stay
      strays += (DWELL_STRAYS * stay) ** 2
    }
    const when = { at, hour: (hour + (drivenMs + stayedMs) / hours(1)) % 24 }
    if (doors > 0 || spentMs === undefined) drivenMs += driveMs(drive, source, pace, when, prior)
    const aheadMs = Math.round(drivenMs + stayedMs)
    const spread = Math.sqrt((DRIVE_STRAYS * drivenMs) ** 2 + ANY_DRIVE_STRAYS_MS ** 2 + strays)
    const band = bandFor(learned, doors, aheadMs)
    const bound = (spreads: number): number => Math.round(at + aheadMs + spreads * spread)
    const [from, to, latestBy] = [band.from, band.to, band.latestBy].map(bound) as [number, number, number]
    return { estimateAt: at + aheadMs, aheadMs, from, to, latestBy, source, doors, ...(doors === 0 && { drive }) }
  })
}

const driveOf = ({ durationMs }: Leg, from: LatLng | undefined, to: LatLng | undefined): Drive => ({
  routerMs: durationMs,
  straightMeters: from && to ? distanceMeters(from, to) : 0,
})
