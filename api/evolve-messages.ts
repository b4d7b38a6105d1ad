import type { OutboxRow } from '../db/outbox.ts'
import { hasAggregator } from '../db/aggregators.ts'
import { findLinkById } from '../db/links.ts'
import { findMessage, messagesOfOrder } from '../db/outbox.ts'
import { reachOf } from '../db/reach.ts'
import { hasOptedOut } from './domain/consent.ts'
import type { DoorstepEvent } from './domain/event.ts'
import {
  mayBeHad,
  mayHaveGone,
  NOTIFICATION_KINDS,
  occasionsOf,
  planNotification,
  renewed,
  worksFirst,
  type Channel,
  type NotificationKind,
  type Occasion,
} from './domain/notification.ts'
import { isOver } from './domain/link.ts'
import type { Order } from './domain/order.ts'
import { heldUntil, isWanted, ladderOf } from './domain/telling.ts'
import type { Instant } from './domain/time.ts'
import type { Door } from './evolve-routes.ts'

/** Why a message was dropped whose channel reaches nobody any more. */
export const NOBODY = 'nobody-to-send-to'

/** What every event of a message says of it. */
export const onMessage = ({ id, dispensaryId, orderId, kind, channel }: OutboxRow) => ({
  ...{ orderId, kind, channel },
  notificationId: id.slice(dispensaryId.length + 1),
})

/** Why a message is dropped that may still go another way. */
const CHANNEL_IS_SHUT = [NOBODY, 'opted-out', 'not-attested']

type Called = DoorstepEvent<'notification.planned' | 'notification.dropped'>

/**
 * What the order calls for being told now, as far as no message tells of it yet. A message is named by the order, what
 * it tells, since when that is so, and the channel, so that none can be planned twice.
 * @param happened whether this is the moment of it: news that comes too late is then written down as dropped
 */
export async function messagesCalledFor(
  door: Door,
  order: Order,
  kinds: readonly NotificationKind[] = NOTIFICATION_KINDS,
  happened = false,
): Promise<Called[]> {
  const occasions = occasionsOf(order).filter(({ kind }) => kinds.includes(kind))
  if (occasions.length === 0) return []
  const reachable = await reachableChannels(door, order)
  const messages = await messagesOfOrder(door.tx, door.dispensary.id, order.id)
  return occasions.flatMap((occasion) => calledFor(door, order, occasion, reachable, messages, happened))
}

function calledFor(
  { dispensary, now }: Door,
  order: Order,
  occasion: Occasion,
  reachable: ReadonlySet<Channel>,
  messages: OutboxRow[],
  happened: boolean,
): Called[] {
  const { kind, since, at } = occasion
  const { messages: telling, timeZone } = dispensary
  const name = `${order.id}:${kind}:${since}:`
  const before = messages.filter(({ id }) => id.startsWith(`${dispensary.id}:${name}`))
  const planned = planNotification(occasion, worksFirst(ladderOf(kind, telling), messages), reachable, before, now)
  const dueAt = heldUntil(kind, telling, at, timeZone, now)
  if (!planned || !isWanted(kind, telling, order, timeZone, dueAt)) return []
  // Who never heard of a delay need not hear that it is over.
  if (kind === 'back-on-time' && !messages.some((one) => isOf(one, 'delayed', since) && mayHaveGone(one))) return []
  const { channel, expiresAt, late } = planned
  const data = { notificationId: `${name}${channel}`, orderId: order.id, kind, channel }
  if (late) {
    const isNew = happened && before.length === 0
    return isNew ? [{ type: 'notification.dropped', time: now, data: { ...data, reason: 'too-late' } }] : []
  }
  return [{ type: 'notification.planned', time: now, data: { ...data, expiresAt, ...(dueAt > now && { dueAt }) } }]
}

const isOf = ({ id, dispensaryId, orderId }: OutboxRow, kind: NotificationKind, since: Instant): boolean =>
  id.startsWith(`${dispensaryId}:${orderId}:${kind}:${since}:`)

/** The channels that can reach this customer, that they have not turned off, and that this process can send on. */
async function reachableChannels({ tx, dispensary, channels }: Door, order: Order): Promise<Set<Channel>> {
  const whose = { dispensaryId: dispensary.id, orderId: order.id }
  const { phone, email, device, stopped } = await reachOf(tx, whose)
  const reachable = new Set<Channel>()
  if (device) reachable.add('web-push')
  if (email) reachable.add('email')
  const isOwn = phone && dispensary.smsAttestation && !channels.has('sms') && (await hasAggregator(tx, dispensary.id))
  if (phone && dispensary.smsAttestation) reachable.add('sms')
  for (const channel of reachable) {
    const isThere = channels.has(channel) || (channel === 'sms' && isOwn)
    if (!isThere || hasOptedOut(order, channel) || stopped.includes(channel)) reachable.delete(channel)
  }
  return reachable
}

/** What follows from something that became of a message, or of the link in it; nothing where it was neither. */
export async function messagesFollowing(
  door: Door,
  order: Order,
  { type, time, data }: DoorstepEvent,
): Promise<DoorstepEvent[] | undefined> {
  switch (type) {
    // Lost on this channel, it may still be told on the next.
    case 'notification.failed':
      return data.retryAt === undefined ? messagesCalledFor(door, order, [data.kind]) : []
    case 'notification.dropped':
      return CHANNEL_IS_SHUT.includes(data.reason) ? messagesCalledFor(door, order, [data.kind]) : []
    case 'notification.sent': {
      const { others, reference: _, ...message } = data
      return others ? [{ type: 'notification.planned', time, data: { ...message, ...others } }] : []
    }
    case 'window.revised':
      return order.delay ? messagesCalledFor(door, order, ['delayed', 'back-on-time'], true) : []
    case 'notification.renewed':
      return renewedMessage(door, order, data.notificationId)
    case 'link.opened': {
      const link = await findLinkById(door.tx, data.linkId)
      const message = link?.messageId ? await findMessage(door.tx, link.messageId) : undefined
      if (!message || message.status === 'opened') return []
      return [{ type: 'notification.opened', time, data: onMessage(message) }]
    }
    default:
      return type.startsWith('notification.') ? [] : undefined
  }
}

async function renewedMessage({ tx, dispensary, now }: Door, order: Order, name: string): Promise<DoorstepEvent[]> {
  const before = await findMessage(tx, `${dispensary.id}:${name}`)
  const again = before && !isOver(order, dispensary, now) && renewed(before, order, now)
  const notificationId = nextName(name)
  const others = await messagesOfOrder(tx, dispensary.id, order.id)
  const isTold = others.some((other) => other.id !== before?.id && tellsTheSame(other, before) && mayBeHad(other))
  if (!again || isTold || others.some(({ id }) => id === `${dispensary.id}:${notificationId}`)) return []
  const data = { ...again, orderId: order.id, notificationId }
  return [{ type: 'notification.planned', time: now, data }]
}

/** Of the same passing of the same milestone: all but the channel and the count is in the name. */
const nameOf = ({ id, channel }: OutboxRow): string => id.slice(0, id.lastIndexOf(`:${channel}`))
export const tellsTheSame = (one: OutboxRow, other: OutboxRow | undefined): boolean =>
  other !== undefined && nameOf(one) === nameOf(other)

/** `…:email`, `…:email:2`, `…:email:3`. */
export function nextName(notificationId: string): string {
  const [, name = notificationId, count = '1'] = /^(.*:(?:web-push|email|sms))(?::(\d+))?$/s.exec(notificationId) ?? []
  return `${name}:${Number(count) + 1}`
}
