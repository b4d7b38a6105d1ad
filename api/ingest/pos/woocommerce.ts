import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Contact } from '../../domain/contact.ts'
import { factsOf, type OrderFacts, type OrderType } from '../../domain/order-event.ts'
import type { Instant } from '../../domain/time.ts'
import { parse, readJson } from '../../parse.ts'
import { sameSecret } from '../../secrets.ts'
import { contactOf, e164 } from '../contact.ts'
import type { Answer, Translated, Vendor } from '../vendor.ts'

const words = z.string().max(500).catch('')
const person = z
  .object({
    first_name: words,
    last_name: words,
    address_1: words,
    address_2: words,
    city: words,
    phone: words,
    email: words,
  })
  .partial()
const gmt = z.string().nullish()

/** The fields of a REST v3 order that Doorstep has a use for; the rest is not read. */
const wooOrder = z.object({
  id: z.number().int().positive(),
  number: z.string().max(40).optional(),
  status: z.string().max(60),
  date_created_gmt: gmt,
  date_modified_gmt: gmt,
  date_completed_gmt: gmt,
  date_paid_gmt: gmt,
  total: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,2})?$/)
    .optional(),
  billing: person.optional(),
  shipping: person.optional(),
  shipping_lines: z.array(z.object({ method_id: z.string().catch('') })).catch([]),
  meta_data: z.array(z.object({ key: z.string(), value: z.unknown() })).catch([]),
})
type WooOrder = z.infer<typeof wooOrder>

const LIST: Answer = { status: 200, contentType: 'application/json', body: '[]' }

/** base64 HMAC-SHA256 of the raw body, with the secret as UTF-8. */
export const isSignedByWoo = (secret: string, body: string, signature: string | undefined): boolean =>
  signature !== undefined && sameSecret(createHmac('sha256', secret).update(body).digest('base64'), signature)

/** What WooCommerce sends when a webhook is created: a form, unsigned; anything but 200 leaves the webhook inactive. */
export const isWooPing = (body: string): boolean => /^webhook_id=\d+$/.test(body)

const ORDER_TOPICS = ['order.created', 'order.updated', 'order.restored']

/** One webhook delivery as events; none for a topic that is not about orders. The order's own id is the event's, so that every repetition is the same event. */
export function translateWoo(topic: string | undefined, value: unknown, now: Instant): Translated[] {
  if (topic === 'order.deleted') {
    const { id } = parse(z.object({ id: z.number().int().positive() }), value)
    return [
      {
        eventId: `${id}:deleted`,
        event: { type: 'order.cancelled', time: now, data: { orderId: String(id), reason: 'deleted' } },
      },
    ]
  }
  if (!ORDER_TOPICS.includes(topic ?? '')) return []
  const order = parse(wooOrder, value)
  if (order.shipping_lines.some((line) => line.method_id === 'local_pickup')) return []
  const orderId = String(order.id)
  const attached = { contacts: { [orderId]: contactFrom(order) } }
  const facts = { orderId, ...factsIn(order) }
  const received: Translated = {
    eventId: `${orderId}:received`,
    event: {
      type: 'order.received',
      time: timeOf(order.date_created_gmt, now),
      data: { number: order.number ?? orderId, ...facts },
    },
    attached,
  }
  const changedAt = timeOf(order.date_modified_gmt, now)
  const updated: Translated = {
    eventId: `${orderId}:updated:${changedAt}`,
    event: { type: 'order.updated', time: changedAt, data: facts },
    attached,
  }
  return [received, ...(topic === 'order.updated' ? [updated] : []), ...statusEvents(order, changedAt, now)]
}

/** The statuses of WooCommerce itself; what plugins add is not guessed at. */
function statusEvents(order: WooOrder, changedAt: Instant, now: Instant): Translated[] {
  const data = { orderId: String(order.id) }
  const preparing: Translated = {
    eventId: `${order.id}:processing`,
    event: { type: 'order.preparing', time: changedAt, data },
  }
  switch (order.status) {
    case 'processing':
      return [preparing]
    case 'completed': {
      const time = timeOf(order.date_completed_gmt, now, changedAt)
      return [{ eventId: `${order.id}:completed`, event: { type: 'handoff.completed', time, data } }]
    }
    case 'cancelled':
    case 'refunded':
    case 'failed':
    case 'trash': {
      const reason = order.status
      return [
        {
          eventId: `${order.id}:${reason}`,
          event: { type: 'order.cancelled', time: changedAt, data: { ...data, reason } },
        },
      ]
    }
    default:
      return []
  }
}

const factsIn = (order: WooOrder): OrderFacts =>
  factsOf({
    totalCents: order.total === undefined ? undefined : centsOf(order.total),
    payment: order.date_paid_gmt ? 'paid' : 'due',
    type: typeIn(order),
  })

/**
 * WooCommerce itself asks for no time. Iconic's Delivery Slots, a plugin for it, notes the day as `20260424`, and `asap|0.00`
 * as the id of the slot where the customer wanted none.
 */
function typeIn({ meta_data }: WooOrder): OrderType | undefined {
  const isNoted = (name: string, form: RegExp): boolean =>
    meta_data.some(({ key, value }) => key === name && typeof value === 'string' && form.test(value))
  if (isNoted('jckwds_timeslot_id', /^asap\b/)) return 'asap'
  return isNoted('jckwds_date_ymd', /^\d{8}$/) ? 'scheduled' : undefined
}

/** "29.35" and "29.5" without a float on the way. */
function centsOf(decimal: string): number {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
}

/** Where WPML, the usual plugin for shops in several languages, notes the language that the order was placed in. */
const LANGUAGE_KEY = 'wpml_language'
const LOCALES = ['en', 'es'] as const

function contactFrom({ billing = {}, shipping = {}, meta_data }: WooOrder): Contact {
  const to = shipping.address_1 ? shipping : billing
  const name = [to.first_name, to.last_name].filter(Boolean).join(' ')
  const address = [to.address_1, to.address_2, to.city].filter(Boolean).join(', ')
  const phone = e164(billing.phone || shipping.phone || '')
  const language = meta_data.find(({ key }) => key === LANGUAGE_KEY)?.value
  const locale = LOCALES.find((one) => one === language)
  return contactOf({ name, address, phone, locale, email: billing.email })
}

/** `*_gmt` is UTC without saying so. */
function timeOf(gmtTime: string | null | undefined, now: Instant, otherwise = now): Instant {
  const at = gmtTime ? Date.parse(`${gmtTime}Z`) : Number.NaN
  return Number.isNaN(at) ? otherwise : Math.min(at, now)
}

/** WooCommerce's webhooks: any 2xx will do, and the ping that creates one wants exactly 200. */
export const woocommerce: Vendor = {
  greet: ({ body }) => (isWooPing(body) ? LIST : undefined),
  isFrom: ({ header, body }, secret) => isSignedByWoo(secret, body, header('x-wc-webhook-signature')),
  translate: ({ header, body }, { now }) => ({
    events: translateWoo(header('x-wc-webhook-topic'), readJson(body), now),
    fixes: [],
    unknown: [],
  }),
  answer: LIST,
}
