import { minutes, type Instant } from './time.ts'
import { speechStep, windowAround, type Estimate, type LaterCause, type RevisionCause, type Window } from './window.ts'

/** A point estimate may wander this far, or by this share of what lies ahead, before that is worth a row of the trail. */
const WANDER = minutes(1)
const WANDER_SHARE = 0.1

/** The latest alone, which few look at, is told anew only with other news or when it has moved far. */
const LATEST_MOVES_BY = 2

/** How far the range may stick out of the shown one at either end, as a share of what lies ahead. */
const SLACK = 0.1

export type Revision = { window: Window; cause: RevisionCause }

/**
 * What to show after a new estimate: undefined when nothing worth saying changed.
 * A window narrows by itself; small jitter is absorbed, even where rounding would make five minutes of it; a later end
 * is shown only with its cause.
 */
export function reviseWindow(
  shown: Window | undefined,
  estimate: Estimate,
  now: Instant,
  why?: () => LaterCause,
): Revision | undefined {
  const fresh = windowAround(estimate, now)
  if (!shown) return { window: fresh, cause: 'departed' }
  const slack = SLACK * estimate.aheadMs
  if (fresh.to > shown.to && estimate.to > shown.to + slack) return { window: fresh, cause: why?.() ?? 'slower' }
  if (fresh.from < shown.from && estimate.from < shown.from - slack) return { window: fresh, cause: 'faster' }
  const narrowed: Window = {
    ...fresh,
    from: Math.min(Math.max(shown.from, fresh.from), Math.min(shown.to, fresh.to)),
    to: Math.min(shown.to, fresh.to),
    latestBy: Math.max(Math.min(shown.to, fresh.to), Math.min(shown.latestBy, fresh.latestBy)),
  }
  const latestMoved = shown.latestBy - narrowed.latestBy >= LATEST_MOVES_BY * speechStep(estimate.aheadMs)
  const moved = narrowed.from !== shown.from || narrowed.to !== shown.to || latestMoved
  const wander = Math.max(WANDER, WANDER_SHARE * estimate.aheadMs)
  const wandered = Math.abs(narrowed.estimateAt - shown.estimateAt) >= wander
  return moved || wandered ? { window: narrowed, cause: 'progress' } : undefined
}
