import type { Milestone } from './milestone.ts'
import { minutes, type Instant } from './time.ts'

export const CHANNELS = ['web-push', 'email', 'sms'] as const
export type Channel = (typeof CHANNELS)[number]

export const NOTIFICATION_KINDS = ['out-for-delivery', 'arriving-soon', 'delivered', 'not-delivered'] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

export const MESSAGE_STATUSES = ['planned', 'claimed', 'sent', 'dropped', 'failed'] as const
export type MessageStatus = (typeof MESSAGE_STATUSES)[number]

/** A message that someone should get: written down before it is sent, so that nothing is sent unwritten. */
export type PlannedNotification = { kind: NotificationKind; channel: Channel; expiresAt: Instant }

/** How long each message stays true. Past that it is not sent at all. */
const TRUE_FOR: Record<NotificationKind, number> = {
  'out-for-delivery': minutes(30),
  'arriving-soon': minutes(3),
  delivered: minutes(60),
  'not-delivered': minutes(60),
}

/** The message that tells of a milestone; most milestones are told of by the page alone. */
export const kindOf = (milestone: Milestone): NotificationKind | undefined =>
  NOTIFICATION_KINDS.find((kind) => kind === milestone)

/** Statuses of a message that the customer has, or is about to get. */
const ON_ITS_WAY: readonly MessageStatus[] = ['planned', 'claimed', 'sent']

/**
 * The messages that a milestone calls for. One message, on the first channel that can reach the customer: push costs
 * nothing and is private, e-mail is accepted by every carrier, text messages need an attestation.
 * @param reachedAt when the milestone was passed; news that is already too old is no news
 * @param before what became of messages that told of it: the customer has it, or it went nowhere on that channel
 */
export function planNotifications(
  milestone: Milestone,
  reachedAt: Instant,
  reachable: ReadonlySet<Channel>,
  before: readonly { channel: Channel; status: MessageStatus }[],
  now: Instant,
): PlannedNotification[] {
  const kind = kindOf(milestone)
  if (!kind || before.some(({ status }) => ON_ITS_WAY.includes(status))) return []
  const expiresAt = reachedAt + TRUE_FOR[kind]
  const channel = CHANNELS.find((one) => reachable.has(one) && !before.some((tried) => tried.channel === one))
  if (!channel || expiresAt <= now) return []
  return [{ kind, channel, expiresAt }]
}
