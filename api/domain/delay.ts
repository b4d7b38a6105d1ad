import { isFinal } from './milestone.ts'
import type { Order } from './order.ts'
import { minutes, type Instant } from './time.ts'
import type { LaterCause } from './window.ts'

/** Since when an order has been late against what was first told; back within it since then. */
export type Delay = { since: Instant; recoveredAt?: Instant }

/** Late: the median passes the end of the promise by so much. */
const LATE_BY = minutes(10)

/** A delay begins once; it is over when the driver is to come within the promise after all. */
export function noteDelay(order: Order, at: Instant): Order {
  const { window, promise, delay } = order
  if (!window || !promise) return order
  const lateMs = window.estimateAt - promise.to
  if (lateMs >= LATE_BY && !isDelayed(order)) return { ...order, delay: { since: delay?.since ?? at } }
  return lateMs <= 0 && isDelayed(order) && delay ? { ...order, delay: { ...delay, recoveredAt: at } } : order
}

export const isDelayed = ({ delay, milestone }: Pick<Order, 'delay' | 'milestone'>): boolean =>
  !isFinal(milestone) && delay !== undefined && delay.recoveredAt === undefined

export const hasRecovered = ({ delay, milestone }: Pick<Order, 'delay' | 'milestone'>): boolean =>
  !isFinal(milestone) && delay?.recoveredAt !== undefined

/** Why the driver comes later than was first told, while they do. */
export const laterBecause = ({ window, promise, later }: Order): LaterCause | undefined =>
  window && promise && window.to > promise.to ? later : undefined
