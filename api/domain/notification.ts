import { hasRecovered, isDelayed, type Delay } from './delay.ts'
import type { Milestone } from './milestone.ts'
import type { Trouble } from './sending.ts'
import { hours, minutes, type Instant } from './time.ts'

export const CHANNELS = ['web-push', 'email', 'sms'] as const
export type Channel = (typeof CHANNELS)[number]

/** Those for which there is a sender. */
export const channelsOf = (senders: Partial<Record<Channel, unknown>>): Set<Channel> =>
  new Set(Object.keys(senders) as Channel[])

export const NOTIFICATION_KINDS = [
  'preparing',
  'out-for-delivery',
  'delayed',
  'back-on-time',
  'arriving-soon',
  'delivered',
  'not-delivered',
] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

/**
 * Planned and written down; claimed by whoever sends it; sent, which the provider took, be it a push service; accepted by
 * the carrier behind it; delivered to the phone; opened by its link. Or failed, or dropped before it was sent.
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
  preparing: hours(12),
  'out-for-delivery': minutes(30),
  delayed: minutes(20),
  'back-on-time': minutes(15),
  'arriving-soon': minutes(3),
  delivered: minutes(60),
  'not-delivered': minutes(60),
}

type Told = {
  milestone: Milestone
  reachedAt: Partial<Record<Milestone, Instant>>
  delay?: Delay
}
/** Something to be told: of what is so since `at`, once for each `since`. */
export type Occasion = { kind: NotificationKind; since: Instant; at: Instant }

/** Once the driver is near, nobody needs to hear of a delay. */
const BEFORE_NEAR: readonly Milestone[] = ['received', 'preparing', 'out-for-delivery']

/** What there is to tell of an order as it stands; most milestones are told of by the page alone. */
export function occasionsOf(order: Told): Occasion[] {
  const { milestone, reachedAt, delay } = order
  const kind = NOTIFICATION_KINDS.find((one) => one === milestone)
  const at = reachedAt[milestone]
  const occasions: Occasion[] = kind && at !== undefined ? [{ kind, since: at, at }] : []
  if (!delay || !BEFORE_NEAR.includes(milestone)) return occasions
  // Both by when the delay began, so that one that comes and goes is told of once, and once that it is over.
  const { since, recoveredAt = since } = delay
  if (isDelayed(order)) occasions.push({ kind: 'delayed', since, at: since })
  if (hasRecovered(order)) occasions.push({ kind: 'back-on-time', since, at: recoveredAt })
  return occasions
}

/** Whether what a message tells is still so. */
export const isStillTrue = (kind: NotificationKind, order: Told): boolean =>
  occasionsOf(order).some((one) => one.kind === kind)

/** What became of a message that told of the same. */
export type Before = { channel: Channel; status: MessageStatus; trouble?: Trouble | null }

/** The customer has it, is about to get it, or may have it: nobody knows. */
export const mayBeHad = ({ status, trouble }: Pick<Before, 'status' | 'trouble'>): boolean =>
  (status !== 'failed' && status !== 'dropped') || trouble === 'unknown'

/** It has left us, or may have: one that waits to be sent, and has never been, has not. */
export const mayHaveGone = (message: Pick<Before, 'status' | 'trouble'>): boolean =>
  mayBeHad(message) && (message.status !== 'planned' || message.trouble === 'unknown')

/** The same channels, those last on which something of this order was refused for good: another address may work better. */
export const worksFirst = (ladder: readonly Channel[], messages: readonly Before[]): Channel[] => {
  const isDead = (channel: Channel): boolean =>
    messages.some((one) => one.channel === channel && one.status === 'failed' && one.trouble === 'permanent')
  return [...ladder].sort((a, b) => Number(isDead(a)) - Number(isDead(b)))
}

/**
 * The message that an occasion calls for. One, on the first channel that can reach the customer: push costs nothing and
 * is private, e-mail is accepted by every carrier, text messages need an attestation. News that is already too old is
 * `late`: it is written down that it was not sent.
 * @param ladder the channels in their order
 * @param before what became of messages that told of the same: the customer has it, or it went nowhere on that channel
 */
export function planNotification(
  { kind, at }: Occasion,
  ladder: readonly Channel[],
  reachable: ReadonlySet<Channel>,
  before: readonly Before[],
  now: Instant,
): (PlannedNotification & { late: boolean }) | undefined {
  if (before.some(mayBeHad)) return undefined
  const expiresAt = at + TRUE_FOR[kind]
  const channel = ladder.find((one) => reachable.has(one) && !before.some((tried) => tried.channel === one))
  return channel && { kind, channel, expiresAt, late: expiresAt <= now }
}

/** A message that failed, planned anew by staff: as long as it is true, and as if it had happened now. */
export function renewed(
  { kind, channel, status }: Before & { kind: NotificationKind },
  order: Told,
  now: Instant,
): PlannedNotification | undefined {
  return status === 'failed' && isStillTrue(kind, order)
    ? { kind, channel, expiresAt: now + TRUE_FOR[kind] }
    : undefined
}
