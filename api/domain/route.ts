import type { DoorstepEvent } from './event.ts'
import type { Instant } from './time.ts'

/** One door on a route; it may hold several orders. */
export type Stop = {
  id: string
  orderIds: string[]
  approachedAt?: Instant
  arrivedAt?: Instant
  /** Orders whose handoff was completed, refused or called off. */
  doneOrderIds: string[]
}

/** One driver's stops in sequence, from departure to return. `withheld` hides the driver after a call for help. */
export type Route = { id: string; driverId: string; stops: Stop[]; departedAt?: Instant; endedAt?: Instant; lastDoneAt?: Instant; withheld?: boolean }

export function evolveRoute(route: Route | undefined, event: DoorstepEvent): Route | undefined {
  if (event.type === 'route.planned') return plan(route, event.data)
  if (!route) return undefined
  switch (event.type) {
    case 'route.departed':
      return { ...route, departedAt: route.departedAt ?? event.time }
    case 'route.ended':
      return { ...route, endedAt: route.endedAt ?? event.time }
    case 'driver.duress':
      return { ...route, withheld: true }
    case 'route.resequenced':
      return { ...route, stops: inOrder(route.stops, event.data.stopIds) }
    case 'stop.approached':
      return changeStop(route, event.data.stopId, (stop) => ({ ...stop, approachedAt: stop.approachedAt ?? event.time }))
    case 'stop.arrived':
      return changeStop(route, event.data.stopId, (stop) => ({ ...stop, arrivedAt: stop.arrivedAt ?? event.time }))
    case 'handoff.completed':
    case 'handoff.refused':
    case 'order.cancelled':
      return orderDone(route, event.data.orderId, event.time)
    default:
      return route
  }
}

/** A plan told again replaces the sequence and keeps what already happened at each stop. */
function plan(route: Route | undefined, planned: Extract<DoorstepEvent, { type: 'route.planned' }>['data']): Route {
  const stops = planned.stops.map(({ stopId, orderIds }): Stop => {
    const known = route?.stops.find((stop) => stop.id === stopId)
    return { ...known, id: stopId, orderIds, doneOrderIds: (known?.doneOrderIds ?? []).filter((id) => orderIds.includes(id)) }
  })
  return { ...route, id: planned.routeId, driverId: planned.driverId, stops }
}

/** Takes orders that another route now carries off this one. */
export function withoutOrders(route: Route, orderIds: readonly string[]): Route {
  const stops = route.stops
    .map((stop) => ({ ...stop, orderIds: stop.orderIds.filter((id) => !orderIds.includes(id)) }))
    .filter((stop) => stop.orderIds.length > 0)
  return { ...route, stops }
}

const inOrder = (stops: Stop[], stopIds: string[]): Stop[] => {
  const place = (stop: Stop): number => {
    const index = stopIds.indexOf(stop.id)
    return index < 0 ? stopIds.length : index
  }
  return [...stops].sort((a, b) => place(a) - place(b))
}

const changeStop = (route: Route, stopId: string, change: (stop: Stop) => Stop): Route => ({
  ...route,
  stops: route.stops.map((stop) => (stop.id === stopId ? change(stop) : stop)),
})

const orderDone = (route: Route, orderId: string, at: Instant): Route => ({
  ...route,
  lastDoneAt: Math.max(route.lastDoneAt ?? 0, at),
  stops: route.stops.map((stop) =>
    stop.orderIds.includes(orderId) && !stop.doneOrderIds.includes(orderId)
      ? { ...stop, doneOrderIds: [...stop.doneOrderIds, orderId] }
      : stop,
  ),
})

export const isFinished = (stop: Stop): boolean => stop.orderIds.every((id) => stop.doneOrderIds.includes(id))
export const isUnderWay = (route: Route): boolean => route.departedAt !== undefined && route.endedAt === undefined
export const unfinishedStops = (route: Route): Stop[] => route.stops.filter((stop) => !isFinished(stop))
export const nextStop = (route: Route): Stop | undefined => unfinishedStops(route)[0]
export const stopOfOrder = (route: Route, orderId: string): Stop | undefined =>
  route.stops.find((stop) => stop.orderIds.includes(orderId))

/** How many doors come before this order's door; 0 when it is next. */
export function stopsBefore(route: Route, orderId: string): number | undefined {
  const index = unfinishedStops(route).findIndex((stop) => stop.orderIds.includes(orderId))
  return index < 0 ? undefined : index
}
