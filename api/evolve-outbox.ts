import { claimMessage, planMessage, postponeMessage, settleMessage } from '../db/outbox.ts'
import type { DoorstepEvent } from './domain/event.ts'
import type { Fold } from './evolve-routes.ts'

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
      const { expiresAt, dueAt = now } = data
      const of = { id, dispensaryId: dispensary.id, orderId, kind, channel }
      await planMessage(tx, { ...of, plannedAt: now, dueAt, expiresAt })
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
      if (retryAt !== undefined) return postponeMessage(tx, id, retryAt, trouble)
      return settleMessage(tx, id, 'failed', now, { reason, trouble })
    }
    default:
      return
  }
}
