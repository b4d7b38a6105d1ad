import { openLinks } from '../db/links.ts'
import { messagesOfOrder } from '../db/outbox.ts'
import type { DoorstepEvent } from './domain/event.ts'
import { onMessage } from './evolve-messages.ts'
import type { Door } from './evolve-routes.ts'

/**
 * Destroys what is known of an order's customer, their devices among it, and closes every link to the order. Gives what
 * is to be told of it: links revoked, messages that nobody is left to get.
 */
export async function forgetCustomer(door: Door, orderId: string): Promise<DoorstepEvent[]> {
  const { tx, dispensary, now, contacts, change } = door
  const order = { dispensaryId: dispensary.id, orderId }
  await contacts.forget(tx, order)
  change.contacts.push(order)
  const events: DoorstepEvent[] = []
  for (const { id: linkId } of await openLinks(tx, order)) {
    events.push({ type: 'link.revoked', time: now, data: { orderId, linkId } })
  }
  for (const message of await messagesOfOrder(tx, dispensary.id, orderId)) {
    if (message.status !== 'planned') continue
    events.push({ type: 'notification.dropped', time: now, data: { ...onMessage(message), reason: 'forgotten' } })
  }
  return events
}
