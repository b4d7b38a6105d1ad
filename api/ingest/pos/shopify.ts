import { z } from 'zod'
import type { Contact, Locale } from '../../domain/contact.ts'
import type { Payment } from '../../domain/order-event.ts'
import { parse } from '../../parse.ts'
import { contactOf, e164 } from '../contact.ts'
import { nothing } from '../driver/dispatch.ts'
import { HEARD } from '../driver/request.ts'
import { readExactJson } from '../exact-json.ts'
import { tellStanding } from '../standing.ts'
import type { Context, Meaning, Standing, Told, Vendor } from '../vendor.ts'
import { isSigned } from './authentic.ts'
import { cents, doorAt, email, id, instant, joined, latitude, longitude, orderNumber, status, words } from './fields.ts'
import { tellOrder } from './tell-order.ts'

const address = z.object({
  name: words,
  address1: words,
  address2: words,
  city: words,
  phone: words,
  latitude,
  longitude,
})

/** The one object of all topics about orders. Its state (cancelled, voided) may be that of another topic: it is not read. */
const order = z.object({
  id,
  /** "#1042", with the shop's own letters around it. */
  name: orderNumber,
  order_number: orderNumber,
  test: z.boolean().catch(false),
  created_at: instant,
  updated_at: instant,
  cancelled_at: instant,
  /** After edits and refunds. */
  current_total_price: cents,
  total_price: cents,
  financial_status: words,
  customer_locale: words,
  phone: words,
  email,
  customer: z.object({ phone: words }).optional().catch(undefined),
  note_attributes: z.array(z.object({ name: z.string(), value: z.unknown() })).catch([]),
  shipping_address: address.nullish(),
})
type Order = z.infer<typeof order>

const fulfillment = z.object({ id, order_id: id, status, happened_at: instant, updated_at: instant })

const ORDER_TOPICS: Readonly<Record<string, Standing>> = {
  create: 'received',
  updated: 'received',
  fulfilled: 'received',
  partially_fulfilled: 'received',
  paid: 'verified',
  cancelled: 'cancelled',
}
const FULFILLMENTS: Readonly<Record<string, Standing>> = { pending: 'preparing', open: 'preparing' }
const FULFILLMENT_EVENTS: Readonly<Record<string, Standing>> = {
  out_for_delivery: 'departed',
  delivered: 'delivered',
  attempted_delivery: 'not-delivered',
  failure: 'not-delivered',
}

const PAYMENTS = new Map<string, Payment>([
  ['paid', 'paid'],
  ['pending', 'due'],
  ['partially_paid', 'due'],
])
const LOCALES: Locale[] = ['en', 'es']

/** Shopify itself asks for no time. Zapiet, an app for local deliveries, notes so the day that the customer chose. */
const DAY_KEY = 'Delivery-Date'
const DAY = /^\d{4}[-/]\d\d[-/]\d\d$/

const isScheduled = ({ note_attributes }: Order): boolean =>
  note_attributes.some(({ name, value }) => name === DAY_KEY && typeof value === 'string' && DAY.test(value))

function contactFrom({ shipping_address: to, customer, customer_locale, ...told }: Order): Contact {
  return contactOf({
    name: to?.name,
    phone: e164(told.phone || to?.phone || customer?.phone || ''),
    email: told.email,
    locale: LOCALES.find((locale) => customer_locale.toLowerCase().startsWith(locale)),
    address: joined([to?.address1, to?.address2, to?.city], ', '),
    door: doorAt(to?.latitude, to?.longitude),
  })
}

/** An order without an address is picked up, or was sold in the store. */
function tellOrderTopic(topic: string, value: unknown, context: Context): Meaning {
  const told = parse(order, value)
  const test = told.test && { isTest: true as const }
  if (!told.shipping_address) return { ...nothing(), ...test }
  const number = (told.name ?? told.order_number ?? told.id).replace(/^#/, '').slice(0, 40)
  const meaning = tellOrder(
    {
      orderId: told.id,
      status: topic,
      at: (topic === 'cancelled' ? told.cancelled_at : undefined) ?? told.updated_at ?? told.created_at,
      received: { number, at: told.created_at },
      totalCents: told.current_total_price ?? told.total_price,
      payment: PAYMENTS.get(told.financial_status.toLowerCase()),
      type: isScheduled(told) ? 'scheduled' : undefined,
      contact: contactFrom(told),
      version: topic === 'create' ? undefined : told.updated_at,
    },
    ORDER_TOPICS,
    context,
  )
  return { ...meaning, ...test }
}

/** Each is named by its own id, as an order may be tried twice. They do not know the order's number: it is told before. */
function tellFulfillment(topic: string, value: unknown, context: Context): Meaning {
  const told = parse(fulfillment, value)
  const at = Math.min(told.happened_at ?? told.updated_at ?? context.now, context.now)
  const name = `${told.order_id}:${topic.split('/')[0]}/${told.id}`
  const map = topic === 'fulfillment_events/create' ? FULFILLMENT_EVENTS : FULFILLMENTS
  return { fixes: [], ...tellStanding(told.order_id, told.status, at, map, context, { name }) }
}

/** The topic says what happened. Those of `fulfillment_orders` name no order, and a deleted order was closed before. */
function tellTopic({ header, body }: Told, context: Context): Meaning {
  const topic = (header('x-shopify-topic') ?? '').toLowerCase()
  const [about, what = ''] = topic.split('/')
  if (about === 'orders' && Object.hasOwn(ORDER_TOPICS, what)) return tellOrderTopic(what, readExactJson(body), context)
  const isFulfillment = ['fulfillments/create', 'fulfillments/update', 'fulfillment_events/create'].includes(topic)
  return isFulfillment ? tellFulfillment(topic, readExactJson(body), context) : nothing()
}

/** `X-Shopify-Test` marks whatever the shop sends to try its webhooks out. */
const translate = (told: Told, context: Context): Meaning => ({
  ...tellTopic(told, context),
  ...(told.header('x-shopify-test')?.toLowerCase() === 'true' && { isTest: true as const }),
})

/** While a secret is exchanged, which takes up to an hour, both are kept, with a space between. */
const isFrom = ({ header, body }: Told, secret: string): boolean =>
  secret.split(' ').some((one) => isSigned(header('x-shopify-hmac-sha256'), 'base64', one, body))

/** Shopify: its ids are above 2^53, and what it sends again is what it sent first, to be heard within 5 s. */
export const shopify: Vendor = { isFrom, translate, answer: HEARD }
