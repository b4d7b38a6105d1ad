import type { DoorstepEvent, EventData, EventType } from '../../api/domain/event.ts'
import type { Milestone } from '../../api/domain/milestone.ts'
import { evolveOrder, milestoneCrossed, type Order } from '../../api/domain/order.ts'
import { evolveRoute, type Route } from '../../api/domain/route.ts'
import { minutes, type Instant } from '../../api/domain/time.ts'

/** Half past five, as the tests of pure functions count minutes. */
export const START: Instant = Date.parse('2026-04-24T17:30:00-07:00')
export const at = (minute: number): Instant => START + minutes(minute)

/** Something that happened this many minutes after the start. */
export const told = <T extends EventType>(minute: number, type: T, data: EventData[T]): DoorstepEvent =>
  ({ type, time: at(minute), data }) as DoorstepEvent

/** The order after its events, and the milestones that they carried it past, as the one door would have it. */
export function orderAfter(events: readonly DoorstepEvent[], from?: Order): { order: Order; crossed: Milestone[] } {
  let order = from
  const crossed: Milestone[] = []
  for (const event of events) {
    order = evolveOrder(order, event)
    const milestone = order && milestoneCrossed(order, event)
    if (!order || !milestone) continue
    crossed.push(milestone)
    const data = { orderId: order.id, milestone, cause: crossed.length }
    order = evolveOrder(order, { type: 'milestone.reached', time: event.time, data })
  }
  if (!order) throw new Error('No order was received')
  return { order, crossed }
}

export function routeAfter(events: readonly DoorstepEvent[], from?: Route): Route {
  const route = events.reduce<Route | undefined>((known, event) => evolveRoute(known, event), from)
  if (!route) throw new Error('No route was planned')
  return route
}
