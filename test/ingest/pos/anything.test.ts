import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blaze } from '../../../api/ingest/pos/blaze.ts'
import { flowhub } from '../../../api/ingest/pos/flowhub.ts'
import { jane } from '../../../api/ingest/pos/jane.ts'
import { shopify } from '../../../api/ingest/pos/shopify.ts'
import { treez } from '../../../api/ingest/pos/treez.ts'
import { weedmaps } from '../../../api/ingest/pos/weedmaps.ts'
import type { Meaning, Vendor } from '../../../api/ingest/vendor.ts'
import { meaningOf, refusalOf, told } from '../driver/told.ts'

const PERSONAL = { name: 'Zenobia Quartermaine', phone: '+17075550177', email: 'zenobia@example.com' }
const DOOR = { latitude: '38.3317', longitude: '-123.0461' }
const TIME = '2026-04-24T18:05:00-07:00'
const shopifyOrder = {
  ...{ id: 41, name: '#1042', created_at: TIME, updated_at: TIME, total_price: '9.00', email: PERSONAL.email },
  note_attributes: [{ name: 'Delivery-Date', value: '2026-04-25' }],
  shipping_address: { ...DOOR, name: PERSONAL.name, address1: '77 Kingfisher Lane', phone: PERSONAL.phone },
}

/** A right request of each, full of a person. */
const RIGHT: Record<string, { vendor: Vendor; body: object; headers?: Record<string, string> }> = {
  treez: {
    vendor: treez,
    body: {
      event_type: 'TICKET',
      data: {
        ...{ type: 'DELIVERY', ticket_id: 't', order_number: 'K7', order_status: 'PACKED_READY', total: 9.5 },
        ...{ date_created: TIME, last_updated_at: TIME, payment_status: 'PAID' },
        scheduled_date: '2026-04-25T13:00:00-07:00',
        delivery_address: { street: '77 Kingfisher Lane', city: 'Bodega' },
      },
    },
  },
  jane: {
    vendor: jane,
    headers: { 'X-Jane-Request-Timestamp': '1777080300' },
    body: {
      cart: {
        ...{ id: 7, status: 'preparing', reservation_mode: 'delivery', amount: 9.5, created_at: '2026-04-24 18:02:00' },
        reservation_start_window: '2026-04-24 19:30:00',
        ...{
          customer_name: PERSONAL.name,
          customer_phone_number: PERSONAL.phone,
          customer_email_address: PERSONAL.email,
        },
      },
    },
  },
  blaze: {
    vendor: blaze,
    body: {
      consumerOrderId: 'b',
      consumerOrderNo: 'B1',
      consumerName: PERSONAL.name,
      orderStatus: 'Accepted',
      orderTime: 1_777_079_100_000,
    },
  },
  weedmaps: {
    vendor: weedmaps,
    body: {
      ...{
        orderId: 'w',
        status: 'IN_PROGRESS',
        createdAt: TIME,
        lastModifiedAt: '2026-04-24T18:07:00-07:00',
        grandTotal: '9.50',
      },
      customer: { firstName: 'Zenobia', lastName: 'Quartermaine', phone: PERSONAL.phone, dob: '1971-02-03' },
      shippingAddress: { ...DOOR, address1: '77 Kingfisher Lane' },
    },
  },
  flowhub: { vendor: flowhub, body: { orderId: 'f', status: 'inTransit', orderType: 'delivery' } },
  'shopify orders': { vendor: shopify, headers: { 'X-Shopify-Topic': 'orders/paid' }, body: shopifyOrder },
  'shopify fulfilments': {
    vendor: shopify,
    headers: { 'X-Shopify-Topic': 'fulfillment_events/create' },
    body: { id: 1, order_id: 41, status: 'delivered', happened_at: TIME },
  },
}

const odd = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'a\0b',
    '\ud83d',
    '__proto__',
    'constructor',
    'toString',
    'x'.repeat(400),
    '-1',
    '1e400',
    '0x1f',
  ),
  fc.constantFrom(
    0,
    -0,
    -1,
    0.1,
    1e308,
    2 ** 53 + 2,
    null,
    true,
    [],
    {},
    '9999-12-31T23:59:59-23:59',
    '0000-01-01T00:00:00Z',
  ),
  fc.jsonValue({ maxDepth: 2 }),
)
const disturbed = (value: unknown): fc.Arbitrary<unknown> => {
  const whole =
    typeof value === 'object' && value !== null
      ? fc.record(Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, disturbed(inner)])))
      : fc.constant(value)
  return fc.oneof({ weight: 14, arbitrary: whole }, { weight: 1, arbitrary: odd })
}

function expectSound({ events, fixes, unknown }: Meaning, now: number): void {
  expect(fixes).toEqual([])
  for (const { eventId, event, attached } of events) {
    const { orderId } = event.data as { orderId: string }
    expect(eventId.startsWith(`${orderId}:`)).toBe(true)
    expect(event.time).toBeLessThanOrEqual(now)
    expect(Number.isInteger(event.time)).toBe(true)
    expect(Object.keys(attached?.contacts ?? {}).every((one) => one === orderId)).toBe(true)
    const { totalCents = 0, type = 'asap' } = event.data as { totalCents?: number; type?: string }
    expect(['asap', 'scheduled']).toContain(type)
    expect(Number.isInteger(totalCents) && totalCents >= 0 && totalCents <= 100_000_000).toBe(true)
  }
  expect(unknown.length === 0 || events.length === 0).toBe(true)
}

describe.each(Object.entries(RIGHT))('what %s tells', (_, { vendor, body, headers = {} }) => {
  test('has the person beside the events, and never in them', () => {
    const { events } = meaningOf(vendor, { body, headers })
    expect(events.length).toBeGreaterThan(0)
    const written = JSON.stringify(events.map(({ eventId, event }) => ({ eventId, event })))
    expect(written).not.toMatch(/zenobia|quartermaine|5550177|kingfisher|38\.33|123\.04|1971/i)
  })

  test('is the same whenever and however often it is told', () => {
    const [first, again] = ['2026-04-25T02:00:00Z', '2026-04-27T02:00:00Z'].map((now) =>
      meaningOf(vendor, { body, headers }, { now: Date.parse(now) }).events.map(({ eventId }) => eventId),
    )
    expect(again).toEqual(first)
    expect(new Set(first).size).toBe(first?.length)
  })

  test('is taken or refused, and never a fault of ours, whatever is in it', () => {
    const seen = { taken: 0, refused: 0 }
    fc.assert(
      fc.property(disturbed(body), (value) => {
        const parts = { body: value, headers }
        const refusal = refusalOf(vendor, parts)
        seen[refusal === 'taken' ? 'taken' : 'refused'] += 1
        if (refusal !== 'taken') expect([400, 422]).toContain(refusal.status)
        else expectSound(meaningOf(vendor, parts), Date.parse('2026-04-25T02:00:00Z'))
      }),
      { numRuns: 400 },
    )
    expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(10)
  })

  test('is from nobody who does not know the secret', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (given, query) => {
        const claimed = {
          authorization: `Bearer ${given}`,
          'x-jane-signature': given,
          'x-shopify-hmac-sha256': given,
          signature: given,
        }
        const parts = {
          body,
          query: `secret=${encodeURIComponent(query.toWellFormed())}`,
          headers: { ...headers, ...claimed },
        }
        expect(vendor.isFrom(told(parts), '7c9e6679-f1b1-4a4b-8a3e-0d2c5b6f7a80')).toBe(false)
      }),
      { numRuns: 50 },
    )
  })
})
