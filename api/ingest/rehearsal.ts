import type { Rehearsal } from '../domain/connection.ts'
import type { Instant } from '../domain/time.ts'
import type { Meaning } from './vendor.ts'

/** A request of a thousand events must not fill the row of its connection. */
const MOST = 10

/** What would have been recorded, by types, orders and counts; what belongs to persons is left out. */
export const rehearsalOf = ({ events, fixes, unknown }: Rehearsed, at: Instant): Rehearsal => ({
  at,
  events: events.slice(0, MOST).map(({ event: { type, data } }) => ({
    type,
    ...('orderId' in data && data.orderId !== undefined && { orderId: data.orderId }),
  })),
  more: Math.max(0, events.length - MOST),
  fixes: fixes.length,
  unknown: unknown.slice(0, MOST).map(({ orderId, status }) => ({ orderId, status: status.slice(0, 60) })),
})

/** As much of a meaning as can be told again. */
type Rehearsed = { events: Pick<Meaning['events'][number], 'event'>[]; fixes: unknown[]; unknown: Meaning['unknown'] }
