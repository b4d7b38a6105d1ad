import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { shopify } from '../../../api/ingest/pos/shopify.ts'
import type { Context, Meaning } from '../../../api/ingest/vendor.ts'
import { meaningOf, refusalOf, told } from '../driver/told.ts'
import { contactIn, idsOf, NOTHING, standingOf, storyOf } from './meaning.ts'

/** 2^53 + 3, which is no number of JavaScript's: it would become ...996. */
const ID = '9007199254740995'
const ORDER = {
  id: 'ID',
  name: '#A1042',
  order_number: 1_042,
  test: false,
  created_at: '2026-04-24T18:05:00-07:00',
  updated_at: '2026-04-24T18:20:00-07:00',
  cancelled_at: null,
  total_price: '90.00',
  current_total_price: '84.50',
  financial_status: 'pending',
  customer_locale: 'es-US',
  phone: null,
  email: 'ana@example.com',
  customer: { phone: '+17075550199' },
  shipping_address: {
    name: 'Ana Reyes',
    address1: '12 Alder St',
    address2: null,
    city: 'Bodega',
    phone: '(707) 555-0141',
    latitude: 38.3456,
    longitude: -122.9731,
  },
  line_items: [{ title: 'Blue Dream 3.5 g' }],
}
/** Ids as Shopify writes them: bare digits. */
const written = (body: object): string => JSON.stringify(body).replaceAll('"ID"', ID)
const parts = (topic: string, body: object) => ({ body: written(body), headers: { 'X-Shopify-Topic': topic } })
const send = (topic: string, order: object = {}, context: Partial<Context> = {}): Meaning =>
  meaningOf(shopify, parts(topic, { ...ORDER, ...order }), context)

describe('an order of Shopify', () => {
  test('keeps its id, which is above 2^53', () => {
    expect(idsOf(send('orders/create'))).toEqual([`${ID}:received`])
    expect(Object.keys(send('orders/create').events[0]?.attached?.contacts ?? {})).toEqual([ID])
  })

  test('that is made is received, with whom and where it is for', () => {
    const meaning = send('orders/create')
    expect(storyOf(meaning)).toEqual([
      '2026-04-25T01:05:00.000Z order.received {"number":"A1042","totalCents":8450,"payment":"due"}',
    ])
    expect(contactIn(meaning, ID)).toEqual({
      name: 'Ana Reyes',
      phone: '+17075550141',
      email: 'ana@example.com',
      locale: 'es',
      address: '12 Alder St, Bodega',
      door: { lat: 38.3456, lng: -122.9731 },
    })
  })

  test('that is paid is verified, and nothing is due any more', () => {
    expect(storyOf(send('orders/paid', { financial_status: 'paid' }))).toEqual([
      '2026-04-25T01:05:00.000Z order.received {"number":"A1042","totalCents":8450,"payment":"paid"}',
      '2026-04-25T01:20:00.000Z order.updated {"totalCents":8450,"payment":"paid"}',
      '2026-04-25T01:20:00.000Z order.verified',
    ])
  })

  test('that is changed tells what is new, named by when it was', () => {
    expect(idsOf(send('orders/updated'))).toEqual([`${ID}:received`, `${ID}:updated:1777080000000`])
  })

  test('that is cancelled was cancelled when it says', () => {
    const cancelled_at = '2026-04-24T18:19:00-07:00'
    const meaning = send('orders/cancelled', { cancelled_at, cancel_reason: 'customer' })
    expect(storyOf(meaning).at(-1)).toBe('2026-04-25T01:19:00.000Z order.cancelled {"reason":"cancelled"}')
    expect(idsOf(meaning).at(-1)).toBe(`${ID}:cancelled`)
  })

  test('is cancelled by the topic alone, not by what else it holds', () => {
    const state = { cancelled_at: '2026-04-24T18:19:00-07:00', cancel_reason: 'customer', financial_status: 'voided' }
    expect(standingOf(send('orders/create', state))).toBe('')
    expect(standingOf(send('orders/updated', state))).toBe('')
  })

  test.each(['orders/create', 'orders/paid', 'orders/cancelled'])(
    'sent to try %s says what it would be, and that it is a test',
    (topic) => {
      expect(send(topic, { test: true })).toEqual({ ...send(topic), isTest: true })
      expect(send(topic, { test: true, shipping_address: null })).toEqual({ ...NOTHING, isTest: true })
    },
  )

  test.each([
    ['true', true],
    ['True', true],
    ['false', undefined],
  ])('under a header that says test is %s', (flag, isTest) => {
    const { body, headers } = parts('fulfillments/create', { id: 'ID', order_id: '1', status: 'open' })
    const meaning = meaningOf(shopify, { body, headers: { ...headers, 'X-Shopify-Test': flag } })
    expect([standingOf(meaning), meaning.isTest]).toEqual(['order.preparing', isTest])
  })

  test('without an address is picked up, or was sold in the store', () => {
    expect(send('orders/create', { shipping_address: null })).toEqual(NOTHING)
    expect(send('orders/create', { shipping_address: undefined, source_name: 'pos' })).toEqual(NOTHING)
  })

  test('sent again after newer news comes with its own, older times, under the name it had', () => {
    const again = send('orders/updated', {}, { now: Date.parse('2026-04-25T06:00:00Z') })
    expect(again).toEqual(send('orders/updated'))
    const newer = send('orders/updated', { updated_at: '2026-04-24T18:40:00-07:00' })
    expect(newer.events[1]?.event.time).toBeGreaterThan(again.events[1]?.event.time ?? Infinity)
  })

  test('is reached by the phone on the order, else the one at the door, else the customer’s', () => {
    const phoneOf = (order: object) => (contactIn(send('orders/create', order), ID) as { phone?: string }).phone
    expect(phoneOf({ phone: '+1 707 555 0111' })).toBe('+17075550111')
    expect(phoneOf({ shipping_address: { ...ORDER.shipping_address, phone: null } })).toBe('+17075550199')
  })

  test.each(['orders/delete', 'orders/edited', 'orders/constructor', 'products/update', 'orders', ''])(
    'under the topic %j tells nothing',
    (topic) => {
      expect(send(topic)).toEqual(NOTHING)
    },
  )

  test('without an id is refused, and the field named', () => {
    expect(refusalOf(shopify, parts('orders/create', { ...ORDER, id: null }))).toEqual({ status: 422, field: '/id' })
  })
})

describe('a fulfilment of Shopify', () => {
  const EVENT = { id: 71, order_id: 'ID', status: 'out_for_delivery', happened_at: '2026-04-24T18:30:00-07:00' }
  const tell = (topic: string, changes: object = {}) =>
    meaningOf(shopify, parts(topic, { ...EVENT, latitude: 45.4, longitude: 75.7, ...changes }))

  test.each([
    ['out_for_delivery', 'order.departed'],
    ['OUT_FOR_DELIVERY', 'order.departed'],
    ['delivered', 'handoff.completed'],
    ['attempted_delivery', 'handoff.refused'],
    ['failure', 'handoff.refused'],
  ])('event with status %s tells: %s', (status, expected) => {
    const meaning = tell('fulfillment_events/create', { status })
    expect(storyOf(meaning)[0]).toContain(`2026-04-25T01:30:00.000Z ${expected}`)
    expect(meaning.events).toHaveLength(1)
  })

  test('event of a second attempt is another event; sent again it is the same', () => {
    const tried = { status: 'attempted_delivery' }
    const [first, again, second] = [71, 71, 72].map((id) => idsOf(tell('fulfillment_events/create', { ...tried, id })))
    expect(again).toEqual(first)
    expect(second).not.toEqual(first)
  })

  test.each(['in_transit', 'confirmed', 'label_printed', 'ready_for_pickup', 'delayed'])(
    'event with status %s changes nothing, and is kept',
    (status) => {
      expect(tell('fulfillment_events/create', { status })).toEqual({ ...NOTHING, unknown: [{ orderId: ID, status }] })
    },
  )

  test('event says where a parcel was, and that is not read', () => {
    expect(JSON.stringify(tell('fulfillment_events/create'))).not.toMatch(/45\.4|75\.7/)
  })

  test('that is begun is prepared; what became of it is for its events to tell', () => {
    const updated_at = '2026-04-24T18:25:00-07:00'
    expect(storyOf(tell('fulfillments/create', { status: 'pending', happened_at: null, updated_at }))).toEqual([
      '2026-04-25T01:25:00.000Z order.preparing',
    ])
    expect(tell('fulfillments/update', { status: 'cancelled' })).toEqual({
      ...NOTHING,
      unknown: [{ orderId: ID, status: 'cancelled' }],
    })
  })

  test.each([
    'fulfillment_orders/line_items_prepared_for_local_delivery',
    'fulfillment_orders/cancelled',
    'fulfillment_events/delete',
  ])('under the topic %s tells nothing', (topic) => {
    expect(tell(topic)).toEqual(NOTHING)
  })
})

describe('a request is from Shopify', () => {
  const body = written(ORDER)
  const sign = (key: string, as: 'base64' | 'hex' = 'base64') => createHmac('sha256', key).update(body).digest(as)
  const isFrom = (signature: string, secret = 'client-secret', text = body) =>
    shopify.isFrom(told({ body: text, headers: { 'X-Shopify-Hmac-Sha256': signature } }), secret)

  test('when it is signed, in base64', () => {
    expect(isFrom(sign('client-secret'))).toBe(true)
  })

  test('when it is signed with the old or the new secret, while they are exchanged', () => {
    expect(isFrom(sign('old'), 'new old')).toBe(true)
    expect(isFrom(sign('new'), 'new old')).toBe(true)
    expect(isFrom(sign('older'), 'new old')).toBe(false)
  })

  test('not when the body was touched, the signature is another or none, or no secret is kept', () => {
    expect(isFrom(sign('client-secret'), undefined, body.replace('84.50', '84.51'))).toBe(false)
    expect(isFrom(sign('client-secret', 'hex'))).toBe(false)
    expect(isFrom('')).toBe(false)
    expect(isFrom(sign(''), '')).toBe(false)
    expect(isFrom(sign(''), 'new ')).toBe(false)
  })
})
