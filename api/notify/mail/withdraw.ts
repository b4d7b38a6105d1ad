import type { Database } from '../../../db/open.ts'
import { optOutsOf } from '../../../db/opt-outs.ts'
import type { Contacts } from '../../contacts.ts'
import { isChosen, type ConsentSource } from '../../domain/consent.ts'
import type { OrderKey } from '../../live/bus.ts'
import type { Clock } from '../../ports.ts'
import type { RecordEvent } from '../../record.ts'

type Deps = { db: Database; record: RecordEvent; contacts: Pick<Contacts, 'find'>; clock: Clock }
/**
 * No mail of the dispensary any more, whatever the order: to the address that is known of the customer, for the one in a
 * mail can be made up. False where that was so already: heard twice it is one wish.
 */
export type Withdraw = (
  order: OrderKey,
  source: Extract<ConsentSource, 'email' | 'carrier'>,
  because: string,
) => Promise<boolean>

export function createWithdraw({ db, record, contacts, clock }: Deps): Withdraw {
  return async ({ dispensaryId, orderId }, source, because) => {
    const stopped = await optOutsOf(db, { dispensaryId, orderId })
    if (stopped.some((one) => one.channel === 'email' && (one.source === source || isChosen(one)))) return false
    const { email } = await contacts.find({ dispensaryId, orderId })
    if (email === undefined) return false
    const time = clock()
    const { result } = await record({
      ...{ dispensaryId, source: 'doorstep/mail', eventId: `withdrawn:${orderId}:${because}:${time}` },
      event: {
        type: 'consent.withdrawn',
        time,
        data: { orderId, channel: 'email', source, scope: 'everywhere' },
      },
      attached: { wish: { channel: 'email', stops: true, source, email } },
    })
    return result === 'recorded'
  }
}
