import { z } from 'zod'
import { milestone, time } from './contract.ts'
import { CHANNELS, NOTIFICATION_KINDS } from './domain/notification.ts'
import { REPLY_CHANNELS } from './domain/reply.ts'
import { TROUBLES } from './domain/sending.ts'

/** What staff see of messages beyond one order. */
export const failedMessage = z.object({
  id: z.string(),
  orderId: z.string(),
  number: z.string(),
  milestone,
  kind: z.enum(NOTIFICATION_KINDS),
  channel: z.enum(CHANNELS),
  at: time,
  /** A code of the provider's or ours. */
  reason: z.string(),
  /** None where we dropped it ourselves. */
  trouble: z.enum(TROUBLES).nullable(),
  /** The channel on which the customer was told of the same, or is about to be; null where they were not. */
  toldBy: z.enum(CHANNELS).nullable(),
  /** Still true, and nobody has had it sent again. */
  mayRenew: z.boolean(),
})
export type FailedMessage = z.infer<typeof failedMessage>

/** That somebody wrote back; what they wrote is on the page of the order. */
const reply = z.object({ number: z.string(), channel: z.enum(REPLY_CHANNELS), at: time })

/** What somebody wrote to the store's own number of whom no order is known: it stands nowhere else. */
const strangersReply = z.object({ phone: z.string(), words: z.string(), at: time })

export const supportMessages = z.object({
  asOf: time,
  failed: z.array(failedMessage),
  replies: z.array(reply),
  strangers: z.array(strangersReply),
})
export type SupportMessages = z.infer<typeof supportMessages>

/** The form of the page. */
export const renewForm = z.object({ id: z.string().min(1).max(300) })
