import { z } from 'zod'
import { milestone, range, time } from './contract.ts'
import { KEPT_BECAUSE } from './domain/forgetting.ts'
import { SUSPICIONS } from './domain/link.ts'
import { CONSENT_SOURCES } from './domain/consent.ts'
import { CHANNELS, NOTIFICATION_KINDS } from './domain/notification.ts'
import { REPLY_CHANNELS } from './domain/reply.ts'

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

/** A tracking link: to whom it was given, and what became of it. Its address is told once, when it is made. */
export const supportLink = z.object({
  linkId: z.string(),
  to: z.enum(['dispensary', 'customer', 'staff']),
  issuedAt: time,
  issuedBy: z.string().nullable(),
  openedAt: time.nullable(),
  revokedAt: time.nullable(),
  revokedBy: z.string().nullable(),
  mapClosed: z.object({ at: time, because: z.enum(SUSPICIONS), openedBy: z.string().nullable() }).nullable(),
})
export type SupportLink = z.infer<typeof supportLink>

export const orderForm = z.object({ orderId: z.string().min(1).max(128), number: z.string().min(1).max(40) })

/** What staff ask for about an order's links. */
export const linkForm = z.intersection(
  orderForm,
  z.discriminatedUnion('act', [
    z.object({ act: z.enum(['revoke', 'open-map']), linkId: z.string().min(1).max(40) }),
    z.object({ act: z.literal('renew') }),
  ]),
)

/** What a customer has staff do about messages. */
export const stopForm = z.intersection(
  orderForm.extend({ channel: z.enum(['all', ...CHANNELS]) }),
  z.discriminatedUnion('act', [
    z.object({ act: z.literal('stop'), scope: z.enum(['order', 'everywhere']) }),
    z.object({ act: z.literal('allow') }),
  ]),
)

/** A channel that reaches the customer, or did: by what messages on it are stopped, for this order or for all. */
const supportChannel = z.object({
  channel: z.enum(CHANNELS),
  /** Whether the store sends on it at all. */
  isSent: z.boolean(),
  stops: z.array(z.object({ source: z.enum(CONSENT_SOURCES), scope: z.enum(['order', 'everywhere']) })),
})

/** What a customer wrote back, without what they quoted. */
const customerReply = z.object({
  at: time,
  channel: z.enum(REPLY_CHANNELS),
  words: z.string(),
  /** By another mail address than the one that is known of the customer. */
  fromElsewhere: z.boolean(),
  /** Files that came with it, which are not kept. */
  files: z.number().int(),
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
  replies: z.array(customerReply),
  notifications: z.array(
    z.object({ id: z.string(), kind: z.enum(NOTIFICATION_KINDS), channel: z.string(), status: z.string(), at: time }),
  ),
  channels: z.array(supportChannel),
  links: z.array(supportLink),
  /** Until when a link shows the order's page. */
  pageEndsAt: time,
  timeline: z.array(timelineLine),
})
export type SupportOrder = z.infer<typeof supportOrder>
export type TimelineLine = z.infer<typeof timelineLine>
