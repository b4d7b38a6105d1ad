import { findHook, hooksOf } from '../db/hooks.ts'
import type { Tx } from '../db/open.ts'
import { findOrder } from '../db/orders.ts'
import { findMessage } from '../db/outbox.ts'
import { findRoute } from '../db/routes.ts'
import type { Told } from '../db/trail.ts'
import { isClosedTo, isClosedToLookUp } from './domain/customer.ts'
import { keptBecause, type KeptBecause } from './domain/forgetting.ts'
import type { DoorstepEvent } from './domain/event.ts'
import type { Order } from './domain/order.ts'
import type { Instant } from './domain/time.ts'
import { notFound, Problem } from './problem.ts'

const unknown = (pointer: string, what: string, id: string): Problem =>
  new Problem(422, 'Refers to something unknown', {
    errors: [{ pointer, detail: `${what} "${id}" is not known; send the event that begins it first` }],
  })

const KEPT: Record<KeptBecause, string> = {
  'under-way': 'The driver is under way with this order: its customer can be forgotten once it is closed',
  open: 'This order is still open: its customer can be forgotten once it is delivered, returned or cancelled',
}

/**
 * Why an event cannot be written down: it speaks of an order, route or stop that nobody has told of, or would forget a
 * customer whose order is not closed.
 */
export async function refusalOf(tx: Tx, { dispensaryId, event }: Told, now: Instant): Promise<Problem | undefined> {
  const { type, data } = event
  if (type === 'order.received' || type === 'order.status-unknown') return undefined // the latter changes nothing
  if (type === 'route.planned') {
    for (const [i, stop] of data.stops.entries()) {
      for (const [j, orderId] of stop.orderIds.entries()) {
        const order = await findOrder(tx, dispensaryId, orderId)
        if (!order) return unknown(`/data/stops/${i}/orderIds/${j}`, 'Order', orderId)
      }
    }
    return undefined
  }
  if (type === 'details.opened' || type === 'details.denied') {
    const order = (await findOrder(tx, dispensaryId, data.orderId))?.state
    return !order || isClosedTo(order, data.linkId) ? new Problem(403, 'Closed after too many tries') : undefined
  }
  if (type === 'notification.claimed' || type === 'notification.renewed') {
    const message = await findMessage(tx, `${dispensaryId}:${data.notificationId}`)
    if (message?.status !== (type === 'notification.claimed' ? 'planned' : 'failed'))
      return new Problem(409, 'Not to be sent now')
  }
  if (type.startsWith('notification.')) return undefined // nobody tells of them but Doorstep, of orders that it knows
  if (type === 'look-up.opened' || type === 'look-up.denied') {
    const order = data.orderId === undefined ? undefined : (await findOrder(tx, dispensaryId, data.orderId))?.state
    return order && isClosedToLookUp(order, now) ? new Problem(403, 'Closed after too many tries') : undefined
  }
  if ('hookId' in data) return refusalOfHook(tx, dispensaryId, event)
  if ('orderId' in data && data.orderId !== undefined) {
    const order = (await findOrder(tx, dispensaryId, data.orderId))?.state
    if (!order) return unknown('/data/orderId', 'Order', data.orderId)
    return type === 'contact.forgotten' ? refusalToForget(tx, dispensaryId, order, now) : undefined
  }
  if (!('routeId' in data)) return undefined
  const route = await findRoute(tx, dispensaryId, data.routeId)
  if (!route) return unknown('/data/routeId', 'Route', data.routeId)
  const stopIds = type === 'route.resequenced' ? data.stopIds : 'stopId' in data ? [data.stopId] : []
  const strange = stopIds.findIndex((stopId) => !route.state.stops.some((stop) => stop.id === stopId))
  const pointer = type === 'route.resequenced' ? `/data/stopIds/${strange}` : '/data/stopId'
  return strange < 0 ? undefined : unknown(pointer, 'Stop', stopIds[strange] ?? '')
}

async function refusalToForget(tx: Tx, dispensaryId: string, order: Order, now: Instant): Promise<Problem | undefined> {
  const route = order.routeId === undefined ? undefined : await findRoute(tx, dispensaryId, order.routeId)
  const why = keptBecause(order, route?.state, now)
  return why && new Problem(409, 'Not to be forgotten yet', { detail: KEPT[why] })
}

/** More addresses than this are a mistake of a program that subscribes again and again. */
const MOST_HOOKS = 20

/** What became of a hook is told once, and one that is told nothing any more is told nothing again. */
async function refusalOfHook(
  tx: Tx,
  dispensaryId: string,
  { type, data }: DoorstepEvent,
): Promise<Problem | undefined> {
  if (!('hookId' in data)) return undefined
  if (type === 'hook.subscribed') {
    const isFull = (await hooksOf(tx, dispensaryId)).length >= MOST_HOOKS
    return isFull ? new Problem(409, 'Too many hooks', { detail: 'Unsubscribe one that is not used' }) : undefined
  }
  const hook = await findHook(tx, dispensaryId, data.hookId)
  if (!hook) return notFound()
  if (type === 'hook.unsubscribed' || hook.disabledAt === null) return undefined
  return new Problem(409, 'Disabled', { detail: 'It failed for days: subscribe anew, and have that replayed' })
}
