import { evolveChoices, type OptOut, type ToldAtCheckout } from './consent.ts'
import { evolveDoings, type Doings } from './customer.ts'
import { noteDelay, type Delay } from './delay.ts'
import type { DoorstepEvent, EventData } from './event.ts'
import { evolveLinks, type LinkStandings } from './link.ts'
import { isExit, isFinal, mayFollow, STEPS, type Milestone } from './milestone.ts'
import { factsOf, type OrderFacts } from './order-event.ts'
import type { Instant } from './time.ts'
import { isLaterCause, type LaterCause, type Promise, type Window } from './window.ts'

/** What is known of one order: the fold of its events. */
export type Order = Doings &
  OrderFacts & {
    id: string
    number: string
    milestone: Milestone
    /** When each milestone was passed, by the word of the event that told it. */
    reachedAt: Partial<Record<Milestone, Instant>>
    /** When its sender last changed it. */
    updatedAt?: Instant
    routeId?: string
    stopId?: string
    window?: Window
    promise?: Promise
    /** Why the window last ended later than it had before. */
    later?: LaterCause
    delay?: Delay
    /** When its door was reached, and by how much that missed what was first told: below zero too early, 0 within it. */
    met?: { at: Instant; missedMs: number }
    /** Whether the ID was checked at the handoff, where somebody told. */
    idChecked?: boolean
    /** Why it was not delivered or was cancelled. */
    reason?: string
    /** Channels that the customer wants no messages on. */
    optedOut?: OptOut[]
    toldAtCheckout?: ToldAtCheckout
    links?: LinkStandings
    /** Since when nothing is known of its customer any more. */
    forgottenAt?: Instant
  }

/** Senders retry for hours: news of an order that is older than what is known of it changes nothing. */
export const isStale = (order: Order | undefined, event: DoorstepEvent): boolean =>
  event.type === 'order.updated' && event.time < (order?.updatedAt ?? 0)

/** The order after an event of its own. Events of orders never received give nothing. */
export function evolveOrder(order: Order | undefined, event: DoorstepEvent): Order | undefined {
  if (event.type === 'order.received') {
    if (order) return order
    const { orderId, number } = event.data
    return { id: orderId, number, milestone: 'received', reachedAt: {}, ...factsOf(event.data) }
  }
  if (!order) return undefined
  switch (event.type) {
    case 'order.updated':
      return isStale(order, event) ? order : { ...order, ...factsOf(event.data), updatedAt: event.time }
    case 'order.cancelled':
    case 'handoff.refused':
      return event.data.reason && !isFinal(order.milestone) ? { ...order, reason: event.data.reason } : order
    case 'route.planned':
      return isFinal(order.milestone) ? order : putOnRoute(order, event.data)
    case 'milestone.reached':
      return passMilestone(order, event.data.milestone, event.time)
    case 'window.revised':
      return isFinal(order.milestone) ? order : revise(order, event.data, event.time)
    case 'handoff.completed': {
      const { idChecked } = event.data
      return idChecked === undefined || isFinal(order.milestone) ? order : { ...order, idChecked }
    }
    case 'consent.withdrawn':
    case 'consent.given':
      return evolveChoices(order, event)
    case 'contact.forgotten':
      return { ...order, forgottenAt: order.forgottenAt ?? event.time }
    case 'link.revoked':
    case 'link.suspected':
    case 'link.cleared': {
      const links = evolveLinks(order.links, event)
      return links && links !== order.links ? { ...order, links } : order
    }
    default:
      return evolveDoings(order, event)
  }
}

/** The first window told is the promise, and stays it. */
function revise(order: Order, revised: EventData['window.revised'], at: Instant): Order {
  const { estimateAt, from, to, latestBy, source, cause } = revised
  const promise = order.promise ?? { from, to }
  const later = isLaterCause(cause) ? { later: cause } : {}
  return noteDelay({ ...order, ...later, promise, window: { estimateAt, from, to, latestBy, source } }, at)
}

/** An order that leaves a route, or is left out of its new plan, has no window until a route has it again. */
function putOnRoute(order: Order, { routeId, stops }: EventData['route.planned']): Order {
  const stop = stops.find((planned) => planned.orderIds.includes(order.id))
  if (order.routeId === routeId && stop) return { ...order, stopId: stop.stopId }
  if (order.routeId !== routeId && !stop) return order
  const { routeId: _, stopId: __, window: ___, ...rest } = order
  return stop ? { ...rest, routeId, stopId: stop.stopId } : rest
}

/** News of an earlier milestone that comes late fills its time in and does not set the order back. */
function passMilestone(order: Order, milestone: Milestone, at: Instant): Order {
  if (order.milestone === 'not-delivered' && !isExit(milestone)) return newAttempt(order, milestone, at)
  const reachedAt = { ...order.reachedAt, [milestone]: order.reachedAt[milestone] ?? at }
  const moved = milestone === order.milestone || mayFollow(order.milestone, milestone)
  return { ...order, ...promiseMet(order, milestone, at), reachedAt, milestone: moved ? milestone : order.milestone }
}

/** The promise is held against the arrival, or where nobody told of one, against the handoff. */
function promiseMet({ promise, met }: Order, milestone: Milestone, at: Instant): Pick<Order, 'met'> {
  if (!promise || met || (milestone !== 'arrived' && milestone !== 'delivered')) return {}
  return { met: { at, missedMs: Math.min(0, at - promise.from) + Math.max(0, at - promise.to) } }
}

/** Another try at the door: the steps of the road are taken anew. */
function newAttempt(order: Order, milestone: Milestone, at: Instant): Order {
  if (!mayFollow('not-delivered', milestone)) return order
  const { received, preparing } = order.reachedAt
  const {
    reason: _,
    window: __,
    promise: ___,
    later: ____,
    delay: _____,
    idReadyAt: ______,
    met: _______,
    ...rest
  } = order
  return {
    ...rest,
    milestone,
    reachedAt: { ...(received && { received }), ...(preparing && { preparing }), [milestone]: at },
  }
}

/** The milestone that an event carries this order past, if any: what its source says, not yet what we know. */
function milestoneOf(event: DoorstepEvent): Milestone | undefined {
  switch (event.type) {
    case 'order.received':
      return 'received'
    case 'order.preparing':
    case 'order.packed':
      return 'preparing'
    case 'route.departed':
    case 'order.departed':
      return 'out-for-delivery'
    case 'stop.approached':
    case 'order.approached':
      return 'arriving-soon'
    case 'stop.arrived':
    case 'order.arrived':
      return 'arrived'
    case 'handoff.completed':
      return 'delivered'
    case 'handoff.refused':
      return 'not-delivered'
    case 'order.returned':
      return 'returned'
    case 'order.cancelled':
      return 'cancelled'
    default:
      return undefined
  }
}

/**
 * The milestone that this event newly carries the order past. A repeated or contradicting event crosses nothing;
 * a step told late, behind where the order already is, is still noted once.
 */
export function milestoneCrossed(order: Order, event: DoorstepEvent): Milestone | undefined {
  const milestone = milestoneOf(event)
  if (!milestone) return undefined
  if (order.milestone === 'not-delivered' && mayFollow(order.milestone, milestone)) {
    return event.time > (order.reachedAt['not-delivered'] ?? 0) || isExit(milestone) ? milestone : undefined
  }
  if (order.reachedAt[milestone] !== undefined) return undefined
  if (milestone === 'not-delivered' && event.time < (order.reachedAt['out-for-delivery'] ?? 0)) return undefined
  if (mayFollow(order.milestone, milestone) || milestone === order.milestone) return milestone
  return isExit(milestone) || isExit(order.milestone) ? undefined : toldLate(order, milestone, event.time)
}

function toldLate(order: Order, milestone: Milestone, at: Instant): Milestone | undefined {
  const current = order.reachedAt[order.milestone] ?? 0
  const behind = STEPS.findIndex((step) => step === milestone) < STEPS.findIndex((step) => step === order.milestone)
  return behind && at <= current ? milestone : undefined
}
