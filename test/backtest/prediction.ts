import type { Instant } from '../../api/domain/time.ts'

export type Range = { from: Instant; to: Instant; latestBy: Instant }

/** What somebody says at a fix: when, and the range around it. */
export type Said = Range & { estimateAt: Instant }

/** One fix of one drive before its arrival: what anybody could have known, and what came to be. */
export type Place = {
  traceId: string
  vehicle: string
  at: Instant
  arrivedAt: Instant
  /** As the crow flies. */
  doorMeters: number
  /** What the router says of the way to the door, uncorrected. */
  driveMs: number
}

export type Prediction = Place & { said: Said }

export const remainingMs = ({ arrivedAt, at }: Place): number => arrivedAt - at
