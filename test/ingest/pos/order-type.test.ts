import { describe, expect, test } from 'vitest'
import { blaze } from '../../../api/ingest/pos/blaze.ts'
import { jane } from '../../../api/ingest/pos/jane.ts'
import { shopify } from '../../../api/ingest/pos/shopify.ts'
import { treez } from '../../../api/ingest/pos/treez.ts'
import { weedmaps } from '../../../api/ingest/pos/weedmaps.ts'
import { translateWoo } from '../../../api/ingest/pos/woocommerce.ts'
import type { Vendor } from '../../../api/ingest/vendor.ts'
import { absent, filesOf, partsOf, read, requestsOf } from '../driver/documented.ts'
import { meaningOf, refusalOf } from '../driver/told.ts'

type Told = { events: { event: { type: string; data: object } }[] }

/** The type in every event that tells of the order itself; it is the same in all of them. */
function typeIn({ events }: Told): unknown {
  const facts = events.filter(({ event }) => event.type === 'order.received' || event.type === 'order.updated')
  expect(facts.length).toBeGreaterThan(0)
  const [type, ...others] = new Set(facts.map(({ event }) => (event.data as { type?: string }).type))
  expect(others).toEqual([])
  return type
}

describe('a ticket of Treez is', () => {
  const send = (ticket: object) => {
    const data = {
      ...{ type: 'DELIVERY', ticket_id: 't', order_number: 'K7Q2ZD', order_status: 'IN_PROCESS', total: 84.5 },
      ...{ date_created: '2026-04-24T18:05:00-07:00', last_updated_at: '2026-04-24T18:20:30-07:00' },
      ...ticket,
    }
    return meaningOf(treez, { body: { event_type: 'TICKET', data } })
  }

  test.each<[string, object, string | undefined]>([
    ['scheduled, with a date for later', { scheduled_date: '2026-04-25T13:00:00-07:00' }, 'scheduled'],
    ['of no type, with no date', { scheduled_date: null }, undefined],
    ['of no type, with no word of a date', {}, undefined],
    ['of no type, with the date on which it was made', { scheduled_date: '2026-04-24T18:05:00-07:00' }, undefined],
    [
      'of no type, with a date in another zone that is not later',
      { scheduled_date: '2026-04-24T20:05:00-05:00' },
      undefined,
    ],
    ['of no type, with a date that is none', { scheduled_date: 'tomorrow' }, undefined],
    [
      'of no type, where nobody knows when it was made',
      { scheduled_date: '2026-04-25T13:00:00-07:00', date_created: null },
      undefined,
    ],
    ['of no type because it is EXPRESS', { type: 'EXPRESS' }, undefined],
    ['scheduled though it is EXPRESS', { type: 'EXPRESS', scheduled_date: '2026-04-25T13:00:00-07:00' }, 'scheduled'],
  ])('%s', (_, ticket, expected) => {
    expect(typeIn(send(ticket))).toBe(expected)
  })
})

describe('a cart of Jane is', () => {
  const send = (cart: object) => {
    const told = {
      ...{ id: 90_211, status: 'preparing', amount: 41.8, reservation_mode: 'delivery' },
      ...{ checked_out_time: '2026-04-24 18:10:00', created_at: '2026-04-24 18:02:00' },
      ...cart,
    }
    return meaningOf(jane, { body: { cart: told }, headers: { 'X-Jane-Request-Timestamp': '1777080300' } })
  }

  test.each<[string, object, string | undefined]>([
    ['scheduled, with a window that begins later', { reservation_start_window: '2026-04-24 19:30:00' }, 'scheduled'],
    ['of no type, with a window that has begun', { reservation_start_window: '2026-04-24 18:00:00' }, undefined],
    ['of no type, without a window', { reservation_start_window: null }, undefined],
    ['of no type, with a window in words', { reservation_start_window: 'this evening' }, undefined],
  ])('%s', (_, cart, expected) => {
    expect(typeIn(send(cart))).toBe(expected)
  })
})

describe('an order of Shopify is', () => {
  const send = (note_attributes: unknown) => {
    const order = {
      ...{ id: 41, name: '#1042', created_at: '2026-04-24T18:05:00-07:00', updated_at: '2026-04-24T18:20:00-07:00' },
      ...{ shipping_address: { address1: '12 Alder St' }, note_attributes },
    }
    return meaningOf(shopify, { body: order, headers: { 'X-Shopify-Topic': 'orders/updated' } })
  }

  test.each<[string, unknown, string | undefined]>([
    ['scheduled, with a day noted', [{ name: 'Delivery-Date', value: '2026-04-25' }], 'scheduled'],
    ['scheduled, with the day in the other form', [{ name: 'Delivery-Date', value: '2026/04/25' }], 'scheduled'],
    ['of no type, with another day noted', [{ name: 'Pickup-Date', value: '2026-04-25' }], undefined],
    ['of no type, with no day in the note', [{ name: 'Delivery-Date', value: '' }], undefined],
    ['of no type, with other notes', [{ name: 'gate code', value: '1234' }], undefined],
    ['of no type, with notes in an unknown form', { 'Delivery-Date': '2026-04-25' }, undefined],
    ['of no type, without notes', undefined, undefined],
  ])('%s', (_, notes, expected) => {
    expect(typeIn(send(notes))).toBe(expected)
  })
})

describe('an order of WooCommerce is', () => {
  const send = (meta_data: unknown) => {
    const order = { id: 5012, status: 'on-hold', total: '84.50', date_created_gmt: '2026-04-25T01:00:00', meta_data }
    return { events: translateWoo('order.updated', order, Date.parse('2026-04-25T02:00:00Z')) }
  }
  const day = { key: 'jckwds_date_ymd', value: '20260425' }

  test.each<[string, unknown, string | undefined]>([
    ['scheduled, with a day and a slot', [day, { key: 'jckwds_timeslot_id', value: '5f2|0.00' }], 'scheduled'],
    ['scheduled, with a day alone', [day], 'scheduled'],
    [
      'for as soon as possible, where that was chosen',
      [day, { key: 'jckwds_timeslot_id', value: 'asap|3.50' }],
      'asap',
    ],
    ['of no type, with no day', [{ key: 'jckwds_date_ymd', value: '' }], undefined],
    [
      'of no type, with a day in a form that nobody knows',
      [{ key: 'jckwds_date_ymd', value: { toString: 1 } }],
      undefined,
    ],
    ['of no type, with what else plugins note', [{ key: 'wpml_language', value: 'es' }], undefined],
    ['of no type, with no notes', undefined, undefined],
  ])('%s', (_, meta, expected) => {
    expect(typeIn(send(meta))).toBe(expected)
  })
})

describe.skipIf(absent)('the documented requests (skipped where ../shared/samples is not there)', () => {
  const typesOf = (
    vendor: Vendor,
    folder: string,
    change: (text: string) => string = String,
  ): Record<string, unknown> => {
    const told = filesOf(folder).flatMap((file) => {
      const [request = {}] = requestsOf(read(folder, file))
      const parts = partsOf(request)
      const asTold = typeof parts.body === 'string' ? parts.body : JSON.stringify(parts.body ?? {})
      const sent = { ...parts, body: change(asTold) }
      if (refusalOf(vendor, sent) !== 'taken') return []
      const { events } = meaningOf(vendor, sent, { now: Date.parse('2026-12-31T00:00:00Z') })
      return events.some(({ event }) => event.type === 'order.received') ? [[file, typeIn({ events }) ?? null]] : []
    })
    return Object.fromEntries(told) as Record<string, unknown>
  }

  test('of Treez tell it by their date', () => {
    expect(typesOf(treez, 'treez')).toEqual({
      'ticket-awaiting-processing.json': null,
      'ticket-completed.json': null,
      'ticket-out-for-delivery.json': 'scheduled',
    })
  })

  test('of Jane tell it by the window that was reserved', () => {
    const delivered = (text: string) => text.replace('"pickup"', '"delivery"')
    expect(typesOf(jane, 'jane', delivered)).toEqual({
      'cart-delivery-finished.json': 'scheduled',
      'cart-delivery-started.json': 'scheduled',
      'cart-preparing-delivery.json': 'scheduled',
      'cart-verification-pickup.json': 'scheduled',
    })
  })

  test.each<[string, Vendor]>([
    ['weedmaps', weedmaps],
    ['blaze', blaze],
    ['shopify', shopify],
  ])('of %s do not tell it, and nothing is guessed', (folder, vendor) => {
    const types = typesOf(vendor, folder)
    expect(Object.keys(types).length).toBeGreaterThan(0)
    expect(new Set(Object.values(types))).toEqual(new Set([null]))
  })
})
