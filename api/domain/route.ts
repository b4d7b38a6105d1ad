import type { DoorstepEvent, EventData } from './event.ts'
import type { Instant } from './time.ts'

/** One door on a route; it may hold several orders. */
export type Stop = {
  id: string
  orderIds: string[]
  approachedAt?: Instant
  arrivedAt?: Instant
  /** When the driver left the door without a word of the handoff, until they are back. */
  departedAt?: Instant
  /** Orders whose handoff was completed, refused or called off. */
  doneOrderIds: string[]
}

/** One driver's stops in sequence, from departure to return. */
export type Route = {
  id: string
  driverId: string
  stops: Stop[]
  departedAt?: Instant
  endedAt?: Instant
  /** Since when the driver has been on the way to the next stop: where they were before is of other doors. */
  nextSince?: Instant
  /** Hides the driver after a call for help. */
  withheld?: boolean
}

/** @param closed orders with which nothing is left to do, should a plan name them all the same */
export function evolveRoute(
  route: Route | undefined,
  event: DoorstepEvent<'route.planned'>,
  closed?: readonly string[],
): Route
export function evolveRoute(
  route: Route | undefined,
  event: DoorstepEvent,
  closed?: readonly string[],
): Route | undefined
export function evolveRoute(
  route: Route | undefined,
  event: DoorstepEvent,
  closed: readonly string[] = [],
): Route | undefined {
  const after = changeRoute(route, event, closed)
  return after && after !== route ? noteNext(route, after, event.time) : after
}

function changeRoute(route: Route | undefined, event: DoorstepEvent, closed: readonly string[]): Route | undefined {
  if (event.type === 'route.planned') return plan(route, event.data, closed)
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
      return changeStop(route, event.data.stopId, (stop) => ({
        ...stop,
        approachedAt: stop.approachedAt ?? event.time,
      }))
    case 'stop.arrived':
      return changeStop(route, event.data.stopId, ({ departedAt: _, ...stop }) => ({
        ...stop,
        arrivedAt: stop.arrivedAt ?? event.time,
      }))
    case 'stop.arrival-doubted':
      return changeStop(route, event.data.stopId, ({ arrivedAt: _, ...stop }) => stop)
    case 'stop.departed':
      return changeStop(route, event.data.stopId, (stop) => ({ ...stop, departedAt: event.time }))
    case 'handoff.refused':
      return event.time < (route.departedAt ?? 0) ? route : orderDone(route, event.data.orderId)
    case 'handoff.completed':
    case 'order.cancelled':
      return orderDone(route, event.data.orderId)
    default:
      return route
  }
}

/** A plan told again replaces the sequence and keeps what already happened at each stop. */
function plan(route: Route | undefined, planned: EventData['route.planned'], closed: readonly string[]): Route {
  const stops = planned.stops.map(({ stopId, orderIds }): Stop => {
    const known = route?.stops.find((stop) => stop.id === stopId)
    const done = [...closed, ...(known?.doneOrderIds ?? [])]
    return { ...known, id: stopId, orderIds, doneOrderIds: orderIds.filter((id) => done.includes(id)) }
  })
  return { ...route, id: planned.routeId, driverId: planned.driverId, stops }
}

/** Another door became the next one, or another driver goes there. */
function noteNext(before: Route | undefined, after: Route, at: Instant): Route {
  const same =
    before !== undefined &&
    nextStop(before)?.id === nextStop(after)?.id &&
    before.driverId === after.driverId &&
    isUnderWay(before) === isUnderWay(after)
  return same ? after : { ...after, nextSince: Math.max(after.nextSince ?? 0, at) }
}

/** Takes orders that another route now carries off this one. */
export function withoutOrders(route: Route, orderIds: readonly string[], at: Instant): Route {
  const stops = route.stops
    .map((stop) => ({ ...stop, orderIds: stop.orderIds.filter((id) => !orderIds.includes(id)) }))
    .filter((stop) => stop.orderIds.length > 0)
  return noteNext(route, { ...route, stops }, at)
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

const orderDone = (route: Route, orderId: string): Route => ({
  ...route,
  stops: route.stops.map((stop) =>
    stop.orderIds.includes(orderId) && !stop.doneOrderIds.includes(orderId)
      ? { ...stop, doneOrderIds: [...stop.doneOrderIds, orderId] }
      : stop,
  ),
})

export const isFinished = (stop: Stop): boolean => stop.orderIds.every((id) => stop.doneOrderIds.includes(id))
/** Orders at other doors that the driver has been at, done or not. */
export const ordersVisited = (route: Route, orderId: string): string[] =>
  route.stops
    .filter((stop) => (stop.arrivedAt !== undefined || isFinished(stop)) && !stop.orderIds.includes(orderId))
    .flatMap((stop) => stop.orderIds)
export const isUnderWay = (route: Route): boolean => route.departedAt !== undefined && route.endedAt === undefined
export const unfinishedStops = (route: Route): Stop[] => route.stops.filter((stop) => !isFinished(stop))
/** Where the driver still goes: not to a door that they have left, though nobody told of a handoff, while there are others. */
export function stopsAhead(route: Route): Stop[] {
  const unfinished = unfinishedStops(route)
  const ahead = unfinished.filter((stop) => stop.departedAt === undefined)
  return ahead.length > 0 ? ahead : unfinished
}
export const nextStop = (route: Route): Stop | undefined => unfinishedStops(route)[0]
export const stopOfOrder = (route: Route, orderId: string): Stop | undefined =>
  route.stops.find((stop) => stop.orderIds.includes(orderId))

/** How many doors come before this order's door; 0 when it is next. */
export function stopsBefore(route: Route, orderId: string): number | undefined {
  const index = unfinishedStops(route).findIndex((stop) => stop.orderIds.includes(orderId))
  return index < 0 ? undefined : index
}
