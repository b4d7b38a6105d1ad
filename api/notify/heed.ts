import type { OutboxRow } from '../../db/outbox.ts'
import type { Contacts } from '../contacts.ts'
import { onMessage } from '../evolve-messages.ts'
import type { Clock } from '../ports.ts'
import type { RecordEvent } from '../record.ts'
import type { NumberOf } from './own-texts.ts'

type Deps = { record: RecordEvent; contacts: Pick<Contacts, 'find'>; numberOf: NumberOf; clock: Clock }
export type HeedCarrier = (row: OutboxRow) => Promise<void>

/** A carrier says that whoever a message was for wants none from us: they must have said so to it. */
export function createHeedCarrier({ record, contacts, numberOf, clock }: Deps): HeedCarrier {
  return async (row) => {
    const { dispensaryId, orderId, channel } = row
    const { phone, email } = await contacts.find({ dispensaryId, orderId })
    const reach = channel === 'sms' ? phone && { phone } : email && { email }
    const said = { source: 'carrier', ...(channel === 'sms' && { number: await numberOf(dispensaryId) }) } as const
    const time = clock()
    await record({
      ...{ dispensaryId, source: 'doorstep/notify', eventId: `opted-out:${onMessage(row).notificationId}` },
      event: {
        type: 'consent.withdrawn',
        time,
        data: { orderId, channel, ...said, scope: 'everywhere' },
      },
      ...(channel !== 'web-push' && { attached: { wish: { channel, stops: true, ...said, ...reach } } }),
    })
  }
}
