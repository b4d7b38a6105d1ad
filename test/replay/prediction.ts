import type { Instant } from '../../api/domain/time.ts'

/** What the customer's page said; no window once Doorstep took the driver to be at the door. */
export type Shown = { estimateAt: Instant; window?: { from: Instant; to: Instant; latestBy: Instant } }

/** One fix of one drive before its arrival: what was told then, and what anybody could have known. */
export type Prediction = {
  traceId: string
  vehicle: string
  at: Instant
  /** What came to be. */
  arrivedAt: Instant
  shown: Shown
  /** As the crow flies. */
  doorMeters: number
  /** What the router says of the way to the door, uncorrected. */
  driveMs: number
}

export const remainingMs = ({ arrivedAt, at }: Prediction): number => arrivedAt - at
