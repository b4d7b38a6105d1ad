import { emptyLog, type Database } from '../../db/open.ts'
import type { OrderKey } from '../live/bus.ts'
import type { Clock } from '../ports.ts'
import type { RecordEvent } from '../record.ts'

/** Resolves with why the customer cannot be forgotten, in words; undefined when they are. */
export type Forget = (order: OrderKey, by: string) => Promise<string | undefined>

type Deps = { db: Database; record: RecordEvent; clock: Clock }

/**
 * Forgets the customer of an order, at the wish of a staff member or of `operator`. One event for each order, so that
 * it is asked for once, whoever asks again. What was destroyed is not to be left in the write-ahead log: that is emptied
 * now and then.
 */
export function createForget({ db, record, clock }: Deps): { forget: Forget; emptyLog: () => Promise<void> } {
  let forgotten = false
  return {
    forget: async ({ dispensaryId, orderId }, by) => {
      const event = { type: 'contact.forgotten' as const, time: clock(), data: { orderId, by } }
      const eventId = `contact.forgotten:${orderId}`
      const recorded = await record({ dispensaryId, source: 'doorstep/support', eventId, event })
      if (recorded.result !== 'refused') {
        forgotten = true
        return undefined
      }
      const { detail, errors, title } = recorded.problem
      return detail ?? errors?.[0]?.detail ?? title
    },
    emptyLog: async () => {
      if (forgotten) forgotten = !(await emptyLog(db))
    },
  }
}
