import { minutes, type Instant } from './time.ts'

export type EstimateSource = 'valhalla' | 'osrm' | 'straight-line'

/** Why a window ends later than it did: what took longer, or what is not known any more. */
export const LATER_CAUSES = ['slower', 'earlier-stop', 'resequenced', 'signal-lost'] as const
export type LaterCause = (typeof LATER_CAUSES)[number]
export type RevisionCause = 'departed' | 'progress' | 'faster' | LaterCause
export const isLaterCause = (cause: RevisionCause): cause is LaterCause => LATER_CAUSES.some((later) => later === cause)

/**
 * When one stop will be reached: the median, how many milliseconds of driving and waiting lie before it, and what the
 * window is made of: between `from` and `to` four fifths of arrivals, by `latestBy` nineteen of twenty.
 */
export type Estimate = {
  estimateAt: Instant
  aheadMs: number
  from: Instant
  to: Instant
  latestBy: Instant
  source: EstimateSource
}

/** The range shown now. `latestBy` is the bound that should hold nineteen times in twenty. */
export type Window = { estimateAt: Instant; from: Instant; to: Instant; latestBy: Instant; source: EstimateSource }

/** The range first told to the customer. */
export type Promise = { from: Instant; to: Instant }

const ceilTo = (step: number, at: Instant): Instant => Math.ceil(at / step) * step
const floorTo = (step: number, at: Instant): Instant => Math.floor(at / step) * step
const roundTo = (step: number, at: Instant): Instant => Math.round(at / step) * step

/** People speak of arrival in fives of minutes, and in single minutes only at the end. */
export const speechStep = (aheadMs: number): number => (aheadMs > minutes(10) ? minutes(5) : minutes(1))

/**
 * The range that the customer is shown for an estimate, rounded as people speak, holding the estimate itself, and never
 * in the past. What rounding does to how often it holds is made up for where the bounds are learned.
 */
export function windowAround({ estimateAt, aheadMs, source, ...bounds }: Estimate, now: Instant): Window {
  const step = speechStep(aheadMs)
  const from = Math.max(floorTo(minutes(1), now), Math.min(roundTo(step, bounds.from), floorTo(step, estimateAt)))
  const to = Math.max(from + step, roundTo(step, bounds.to), floorTo(step, estimateAt) + step)
  const latestBy = Math.max(to, ceilTo(step, bounds.latestBy))
  return { estimateAt: Math.max(now, estimateAt), from, to, latestBy, source }
}
