import { findOrder } from '../db/orders.ts'
import type { Attached } from './attached.ts'
import { GIVEN_AT_CHECKOUT, TOLD_NO, type AtCheckout } from './domain/consent.ts'
import type { DoorstepEvent } from './domain/event.ts'
import { isStale } from './domain/order.ts'
import type { Door } from './evolve-routes.ts'

/** Ways to customers that were not known before: the phone for texts, the address for e-mail. */
export type NewWays = { orderId: string; channel: keyof AtCheckout }[]

/**
 * On what ground a customer is written to by a number or address that their till tells: the words they agreed to where it
 * tells those, else that it was given for the order. Each once for each number, whatever the till repeats.
 * @param cause the seq of the till's word
 */
export async function consentsTold(
  { tx, dispensary }: Door,
  event: DoorstepEvent,
  { agreed = {} }: Attached,
  newWays: NewWays,
  cause: number,
): Promise<DoorstepEvent[]> {
  if (event.type !== 'order.received' && event.type !== 'order.updated') return []
  const { time, data } = event
  const { orderId } = data
  const its = Object.entries(agreed[orderId] ?? {}) as [keyof AtCheckout, AtCheckout['sms']][]
  const fresh = newWays.filter((one) => one.orderId === orderId).map(({ channel }) => channel)
  if (its.length === 0 && fresh.length === 0) return []
  const order = (await findOrder(tx, dispensary.id, orderId))?.state
  if (!order || order.forgottenAt !== undefined || isStale(order, event)) return []
  const { toldAtCheckout: known = {} } = order
  const events: DoorstepEvent[] = []
  for (const [channel, word] of its) {
    if (word === undefined) continue
    if (!fresh.includes(channel) && known[channel] === (word === false ? TOLD_NO : word.wording)) continue
    const on = { orderId, channel, source: 'checkout', cause } as const
    if (word === false) events.push({ type: 'consent.withdrawn', time, data: { ...on, scope: 'order' } })
    else {
      const { wording, where, at } = word
      events.push({ type: 'consent.given', time: at, data: { ...on, wording, ...(where !== undefined && { where }) } })
    }
  }
  for (const channel of fresh) {
    if (its.some(([one, word]) => one === channel && word !== undefined)) continue
    const data = { orderId, channel, source: 'checkout', wording: GIVEN_AT_CHECKOUT[channel], cause } as const
    events.push({ type: 'consent.given', time, data })
  }
  return events
}
