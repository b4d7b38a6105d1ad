import { contactReach } from '../db/contacts.ts'
import { messagesOfOrder, planMessage, settleMessage } from '../db/outbox.ts'
import { hasPushSubscription } from '../db/push-subscriptions.ts'
import type { DoorstepEvent } from './domain/event.ts'
import { kindOf, planNotifications, type Channel } from './domain/notification.ts'
import type { Order } from './domain/order.ts'
import type { Door, Fold } from './evolve-routes.ts'

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

/** What an event says of a message, in the outbox. */
export async function evolveItsMessage(
  { tx, dispensary, now, change }: Fold,
  { type, data }: DoorstepEvent,
): Promise<void> {
  if (!('notificationId' in data)) return
  const { notificationId, orderId, kind, channel } = data
  const id = `${dispensary.id}:${notificationId}`
  if (type === 'notification.planned') {
    const { expiresAt } = data
    await planMessage(tx, { id, dispensaryId: dispensary.id, orderId, kind, channel, plannedAt: now, expiresAt })
    change.messagesPlanned = true
  }
  if (type === 'notification.sent') await settleMessage(tx, id, 'sent', now)
  if (type === 'notification.dropped') await settleMessage(tx, id, 'dropped', now)
  if (type === 'notification.failed' && data.final) await settleMessage(tx, id, 'failed', now)
}
