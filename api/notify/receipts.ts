import type { Database } from '../../db/open.ts'
import { findMessage, type OutboxRow } from '../../db/outbox.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import type { Instant } from '../domain/time.ts'
import { onMessage } from '../evolve-messages.ts'
import type { Clock, Heard } from '../ports.ts'
import type { RecordEvent } from '../record.ts'
import type { HeedCarrier } from './heed.ts'

type Receipt = Extract<Heard, { what: 'receipt' }>
export type TakeReceipt = (receipt: Receipt) => Promise<void>
type Deps = { db: Database; record: RecordEvent; heedCarrier: HeedCarrier; clock: Clock }

/** Writes down what a provider tells of a message: in any order, and once however often it is told. */
export function createReceipts({ db, record, heedCarrier, clock }: Deps): TakeReceipt {
  return async (receipt) => {
    const row = await findMessage(db, receipt.messageId)
    if (!row) return
    if (receipt.became === 'failed' && receipt.trouble === 'opted-out') await heedCarrier(row)
    const event = eventOf(row, receipt, clock())
    const eventId = `${event.type}:${onMessage(row).notificationId}:receipt`
    await record({ dispensaryId: row.dispensaryId, source: 'doorstep/receipts', eventId, event })
  }
}

function eventOf(row: OutboxRow, receipt: Receipt, time: Instant): DoorstepEvent {
  const data = onMessage(row)
  switch (receipt.became) {
    case 'accepted':
      return { type: 'notification.accepted', time, data }
    case 'delivered':
      return { type: 'notification.delivered', time, data }
    case 'opened':
      return { type: 'notification.opened', time, data }
    case 'failed':
      return { type: 'notification.failed', time, data: { ...data, reason: receipt.reason, trouble: receipt.trouble } }
    default:
      return receipt satisfies never
  }
}
