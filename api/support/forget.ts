import type { OrderKey } from '../live/bus.ts'
import type { Clock } from '../ports.ts'
import type { RecordEvent } from '../record.ts'

/** Resolves with why the customer cannot be forgotten, in words; undefined when they are. */
export type Forget = (order: OrderKey, by: string) => Promise<string | undefined>

/**
 * Forgets the customer of an order, at the wish of a staff member or of `operator`. One event for each order, so that
 * it is asked for once, whoever asks again.
 */
export function createForget({ record, clock }: { record: RecordEvent; clock: Clock }): Forget {
  return async ({ dispensaryId, orderId }, by) => {
    const event = { type: 'contact.forgotten' as const, time: clock(), data: { orderId, by } }
    const eventId = `contact.forgotten:${orderId}`
    const recorded = await record({ dispensaryId, source: 'doorstep/support', eventId, event })
    if (recorded.result !== 'refused') return undefined
    const { detail, errors, title } = recorded.problem
    return detail ?? errors?.[0]?.detail ?? title
  }
}
