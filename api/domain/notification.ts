import type { Milestone } from './milestone.ts'
import type { Trouble } from './sending.ts'
import { minutes, type Instant } from './time.ts'

export const CHANNELS = ['web-push', 'email', 'sms'] as const
export type Channel = (typeof CHANNELS)[number]

/** Those for which there is a sender. */
export const channelsOf = (senders: Partial<Record<Channel, unknown>>): Set<Channel> =>
  new Set(Object.keys(senders) as Channel[])

export const NOTIFICATION_KINDS = ['out-for-delivery', 'arriving-soon', 'delivered', 'not-delivered'] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

/**
 * Planned and written down; claimed by whoever sends it; sent, which the provider took; accepted by the carrier or the
 * phone's own service; delivered to the phone; opened by its link. Or failed, or dropped before it was sent.
 */
export const MESSAGE_STATUSES = [
  'planned',
  'claimed',
  'sent',
  'accepted',
  'delivered',
  'opened',
  'failed',
  'dropped',
] as const
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

/** What became of a message that told of the same. */
export type Before = { channel: Channel; status: MessageStatus; trouble?: Trouble | null }

/** The customer has it, is about to get it, or may have it: nobody knows. */
export const mayBeHad = ({ status, trouble }: Pick<Before, 'status' | 'trouble'>): boolean =>
  (status !== 'failed' && status !== 'dropped') || trouble === 'unknown'

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
  before: readonly Before[],
  now: Instant,
): PlannedNotification[] {
  const kind = kindOf(milestone)
  if (!kind || before.some(mayBeHad)) return []
  const expiresAt = reachedAt + TRUE_FOR[kind]
  const channel = CHANNELS.find((one) => reachable.has(one) && !before.some((tried) => tried.channel === one))
  if (!channel || expiresAt <= now) return []
  return [{ kind, channel, expiresAt }]
}

/** A message that failed, planned anew by staff: as long as it is true, and as if it had happened now. */
export function renewed(
  { kind, channel, status }: Before & { kind: NotificationKind },
  { milestone }: { milestone: Milestone },
  now: Instant,
): PlannedNotification | undefined {
  return status === 'failed' && milestone === kind ? { kind, channel, expiresAt: now + TRUE_FOR[kind] } : undefined
}
