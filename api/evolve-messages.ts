import type { OutboxRow } from '../db/outbox.ts'
import { contactReach } from '../db/contacts.ts'
import { findLinkById } from '../db/links.ts'
import {
  claimMessage,
  findMessage,
  messagesOfOrder,
  planMessage,
  postponeMessage,
  settleMessage,
} from '../db/outbox.ts'
import { hasPushSubscription } from '../db/push-subscriptions.ts'
import type { DoorstepEvent } from './domain/event.ts'
import { kindOf, mayBeHad, planNotifications, renewed, type Channel } from './domain/notification.ts'
import type { Order } from './domain/order.ts'
import type { Door, Fold } from './evolve-routes.ts'

/** Why a message was dropped whose channel reaches nobody any more. */
export const NOBODY = 'nobody-to-send-to'

/** What every event of a message says of it. */
export const onMessage = ({ id, dispensaryId, orderId, kind, channel }: OutboxRow) => ({
  ...{ orderId, kind, channel },
  notificationId: id.slice(dispensaryId.length + 1),
})

/**
 * What the order's milestone calls for now, as far as no message tells of it yet. A message is named by the order, when
 * it passed the milestone and the channel, so that none can be planned twice.
 */
export async function messagesCalledFor(door: Door, order: Order): Promise<DoorstepEvent<'notification.planned'>[]> {
  const { tx, dispensary, now } = door
  const { id: orderId, milestone } = order
  const reachedAt = order.reachedAt[milestone]
  if (reachedAt === undefined || !kindOf(milestone)) return []
  const name = `${orderId}:${milestone}:${reachedAt}:`
  const before = (await messagesOfOrder(tx, dispensary.id, orderId)).filter(({ id }) =>
    id.startsWith(`${dispensary.id}:${name}`),
  )
  const planned = planNotifications(milestone, reachedAt, await reachableChannels(door, order), before, now)
  return planned.map((one) => ({
    type: 'notification.planned',
    time: now,
    data: { notificationId: `${name}${one.channel}`, orderId, ...one },
  }))
}

/** The channels that can reach this customer, that they have not turned off, and that this process can send on. */
async function reachableChannels({ tx, dispensary, channels }: Door, order: Order): Promise<Set<Channel>> {
  const whose = { dispensaryId: dispensary.id, orderId: order.id }
  const { phone, email } = await contactReach(tx, whose)
  const reachable = new Set<Channel>()
  if (await hasPushSubscription(tx, whose)) reachable.add('web-push')
  if (email) reachable.add('email')
  if (phone && dispensary.smsAttestation) reachable.add('sms')
  for (const channel of reachable) {
    if (!channels.has(channel) || order.optedOut?.includes(channel)) reachable.delete(channel)
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
      return data.retryAt === undefined ? messagesCalledFor(door, order) : []
    case 'notification.dropped':
      return data.reason === NOBODY ? messagesCalledFor(door, order) : []
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
  const again = before && renewed(before, order, now)
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

/** What an event says of a message, in the outbox. */
export async function evolveItsMessage(
  { tx, dispensary, now, change }: Fold,
  { type, data }: DoorstepEvent,
): Promise<void> {
  if (!type.startsWith('notification.') || !('channel' in data) || !('kind' in data)) return
  const { notificationId, orderId, kind, channel } = data
  const id = `${dispensary.id}:${notificationId}`
  switch (type) {
    case 'notification.planned': {
      const { expiresAt } = data
      await planMessage(tx, { id, dispensaryId: dispensary.id, orderId, kind, channel, plannedAt: now, expiresAt })
      change.messagesPlanned = true
      return
    }
    case 'notification.claimed':
      return claimMessage(tx, id, now)
    case 'notification.sent':
      return settleMessage(tx, id, 'sent', now, data.reference === undefined ? {} : { reference: data.reference })
    case 'notification.accepted':
      return settleMessage(tx, id, 'accepted', now)
    case 'notification.delivered':
      return settleMessage(tx, id, 'delivered', now)
    case 'notification.opened':
      return settleMessage(tx, id, 'opened', now)
    case 'notification.dropped':
      return settleMessage(tx, id, 'dropped', now, { reason: data.reason })
    case 'notification.failed': {
      const { reason, trouble, retryAt } = data
      if (retryAt !== undefined) return postponeMessage(tx, id, retryAt)
      return settleMessage(tx, id, 'failed', now, { reason, trouble })
    }
    default:
      return
  }
}
