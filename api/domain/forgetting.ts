import type { Order } from './order.ts'
import { isUnderWay, type Route } from './route.ts'
import { hours, type Instant } from './time.ts'

/** Why a customer cannot be forgotten yet. */
export const KEPT_BECAUSE = ['under-way', 'open'] as const
export type KeptBecause = (typeof KEPT_BECAUSE)[number]

/** An order that nothing was told of for so long is over, whatever its till forgot to say. */
const QUIET_FOR = hours(7 * 24)

/**
 * Why an order's customer cannot be forgotten yet; undefined when they can. While the driver is under way, and until
 * the order is closed, somebody has to find the door, and the customer to hear of it: whoever wants to be forgotten
 * before that cancels the order first.
 */
export function keptBecause(order: Order, route: Route | undefined, now: Instant): KeptBecause | undefined {
  const { milestone, reachedAt, updatedAt = 0 } = order
  if (Math.max(updatedAt, ...Object.values(reachedAt)) <= now - QUIET_FOR) return undefined
  switch (milestone) {
    case 'out-for-delivery':
    case 'arriving-soon':
    case 'arrived':
      return 'under-way'
    case 'received':
    case 'preparing':
      return 'open'
    case 'not-delivered':
      return route && isUnderWay(route) ? 'under-way' : undefined
    case 'delivered':
    case 'returned':
    case 'cancelled':
      return undefined
    default:
      return milestone satisfies never
  }
}
