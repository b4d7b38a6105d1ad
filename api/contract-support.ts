import { z } from 'zod'
import { milestone, range, time } from './contract.ts'
import { KEPT_BECAUSE } from './domain/forgetting.ts'
import { NOTIFICATION_KINDS } from './domain/notification.ts'

/** What staff send and are given. */
export const signIn = z.object({ email: z.email().max(254), password: z.string().min(1).max(200) })

/** One line of an order's timeline, from one row of the trail. */
export const timelineLine = z.object({
  seq: z.number().int(),
  type: z.string(),
  /** When it happened, and when Doorstep wrote it down. */
  time,
  recordedAt: time,
  source: z.string(),
  words: z.string(),
  hash: z.string(),
})

export const supportOrder = z.object({
  orderId: z.string(),
  number: z.string(),
  milestone,
  receivedAt: time.nullable(),
  window: z.object({ ...range, latestBy: time }).nullable(),
  promise: z.object(range).nullable(),
  /** When the door was reached, and by how much that missed what was first told: below zero too early, 0 within it. */
  met: z.object({ at: time, missedMs: z.number() }).nullable(),
  delayed: z.boolean(),
  driver: z.object({ id: z.string(), firstName: z.string().nullable() }).nullable(),
  routeId: z.string().nullable(),
  stopsBefore: z.number().int().nullable(),
  contact: z.object({ name: z.string().nullable(), phone: z.string().nullable(), email: z.string().nullable() }),
  /** Since when nothing is known of its customer any more; else why they cannot be forgotten yet, if they cannot. */
  forgottenAt: time.nullable(),
  keptBecause: z.enum(KEPT_BECAUSE).nullable(),
  /** The customer's own words, and how they were served. */
  customer: z.object({
    idReady: z.boolean(),
    note: z.string().nullable(),
    stars: z.number().nullable(),
    words: z.string().nullable(),
  }),
  /** What they wrote back. */
  replies: z.array(z.object({ at: time, words: z.string() })),
  notifications: z.array(
    z.object({ id: z.string(), kind: z.enum(NOTIFICATION_KINDS), channel: z.string(), status: z.string(), at: time }),
  ),
  timeline: z.array(timelineLine),
})
export type SupportOrder = z.infer<typeof supportOrder>
export type TimelineLine = z.infer<typeof timelineLine>
