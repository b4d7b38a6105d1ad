import type { Milestone } from './milestone.ts'
import { minutes, type Instant } from './time.ts'

export const CHANNELS = ['web-push', 'email', 'sms'] as const
export type Channel = (typeof CHANNELS)[number]

export const NOTIFICATION_KINDS = ['out-for-delivery', 'arriving-soon', 'delivered', 'not-delivered'] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

/** A message that someone should get: written down before it is sent, so that nothing is sent unwritten. */
export type PlannedNotification = { kind: NotificationKind; channel: Channel; expiresAt: Instant }

/** How long each message stays true. Past that it is not sent at all. */
const TRUE_FOR: Record<NotificationKind, number> = {
  'out-for-delivery': minutes(30),
  'arriving-soon': minutes(3),
  delivered: minutes(60),
  'not-delivered': minutes(60),
}

const kindOf = (milestone: Milestone): NotificationKind | undefined =>
  NOTIFICATION_KINDS.find((kind) => kind === milestone)

/**
 * The messages that a milestone calls for. One message, on the first channel that can reach the customer: push costs
 * nothing and is private, e-mail is accepted by every carrier, text messages need an attestation.
 * @param reachedAt when the milestone was passed; news that is already too old is no news
 */
export function planNotifications(
  milestone: Milestone,
  reachedAt: Instant,
  reachable: ReadonlySet<Channel>,
  now: Instant,
): PlannedNotification[] {
  const kind = kindOf(milestone)
  if (!kind) return []
  const expiresAt = reachedAt + TRUE_FOR[kind]
  const channel = CHANNELS.find((candidate) => reachable.has(candidate))
  if (!channel || expiresAt <= now) return []
  return [{ kind, channel, expiresAt }]
}
