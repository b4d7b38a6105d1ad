import { minutes, type Instant } from './time.ts'

export type EstimateSource = 'valhalla' | 'osrm' | 'straight-line'
export type RevisionCause = 'departed' | 'progress' | 'slower' | 'faster' | 'resequenced' | 'earlier-stop' | 'signal-lost'

/** When one stop will be reached: the median, and how many milliseconds of driving and waiting lie before it. */
export type Estimate = { estimateAt: Instant; aheadMs: number; source: EstimateSource }

/** The range shown now. `latestBy` is the bound that should hold nineteen times in twenty. */
export type Window = { estimateAt: Instant; from: Instant; to: Instant; latestBy: Instant; source: EstimateSource }

/** The range first told to the customer. */
export type Promise = { from: Instant; to: Instant }

const ceilTo = (step: number, at: Instant): Instant => Math.ceil(at / step) * step
const floorTo = (step: number, at: Instant): Instant => Math.floor(at / step) * step

/** People speak of arrival in fives of minutes, and in single minutes only at the end. */
const speechStep = (aheadMs: number): number => (aheadMs > minutes(10) ? minutes(5) : minutes(1))

/**
 * The range that the customer is shown for an estimate: about the central 80 % of arrivals, wider the more driving lies
 * ahead, rounded outwards as people speak, and never in the past.
 * The shares were read off taxi trips of two cities (see the replay table in the README).
 */
export function windowAround({ estimateAt, aheadMs, source }: Estimate, now: Instant): Window {
  const early = minutes(1) + 0.25 * aheadMs
  const late = minutes(1.5) + 0.4 * aheadMs
  const step = speechStep(aheadMs)
  const from = Math.max(floorTo(minutes(1), now), floorTo(step, estimateAt - early))
  const to = Math.max(from + step, ceilTo(step, estimateAt + late))
  const latestBy = Math.max(to, ceilTo(step, estimateAt + minutes(3) + 0.8 * aheadMs))
  return { estimateAt: Math.max(now, estimateAt), from, to, latestBy, source }
}
