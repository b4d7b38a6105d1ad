import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { blaze } from '../../../api/ingest/pos/blaze.ts'
import { flowhub } from '../../../api/ingest/pos/flowhub.ts'
import { jane } from '../../../api/ingest/pos/jane.ts'
import { shopify } from '../../../api/ingest/pos/shopify.ts'
import { treez } from '../../../api/ingest/pos/treez.ts'
import { weedmaps } from '../../../api/ingest/pos/weedmaps.ts'
import type { Meaning, Vendor } from '../../../api/ingest/vendor.ts'
import { absent, expectDocumentedAnswer, filesOf, partsOf, read, requestsOf } from '../driver/documented.ts'
import { meaningOf, refusalOf, told } from '../driver/told.ts'
import { contactIn, NOTHING, standingOf, storyOf } from './meaning.ts'

/** What the files call where an order stands, in the events that say so. */
const CANONICAL: Record<string, string> = {
  received: '',
  'verified (accepted, queued)': 'order.verified',
  verified: 'order.verified',
  preparing: 'order.preparing',
  out_for_delivery: 'order.departed',
  delivered: 'handoff.completed',
  cancelled: 'order.cancelled',
}
type Sample = ReturnType<typeof read> & { canonical?: string | null; response?: { body?: unknown } }
type Parts = Parameters<typeof told>[0]
type Case = {
  vendor: Vendor
  secret: string
  /** The request as it is, but for what its sender was to be given. */
  sent: (parts: Parts) => Parts
  /** Changes one byte of what proves who sent it, or of what that is the proof of. */
  forged: (parts: Parts) => Parts
  /** What is told in place of `canonical`, and why. */
  instead: Record<string, Meaning | 'refused' | 'a test'>
}

const asIs = (parts: Parts): Parts => parts
const touched = (parts: Parts): Parts => ({ ...parts, body: String(parts.body).replace(/.$/, ' ') })
const address = (secret: string) => (parts: Parts) => ({ ...parts, query: `secret=${secret}` })

const CASES: Record<string, Case> = {
  treez: {
    vendor: treez,
    secret: 'EXAMPLE-SHARED-TOKEN',
    sent: asIs,
    forged: (parts) => ({ ...parts, headers: { Authorization: 'Bearer EXAMPLE-SHARED-TOKEM' } }),
    instead: { 'ticket-draft-in-store.json': NOTHING },
  },
  jane: {
    vendor: jane,
    secret: 'EXAMPLE-AUTH-TOKEN example-signing-secret',
    sent: asIs,
    forged: touched,
    instead: { 'cart-verification-pickup.json': NOTHING },
  },
  blaze: {
    vendor: blaze,
    secret: 'example-address',
    sent: address('example-address'),
    forged: address('example-addresz'),
    /** What Doorstep, or who sets it up, sends to BLAZE. */
    instead: { 'webhook-registration.json': NOTHING },
  },
  weedmaps: {
    vendor: weedmaps,
    secret: 'example-address',
    sent: address('example-address'),
    forged: address('example-addresz'),
    /** What a till sends to Weedmaps: it names no order. */
    instead: { 'status-update-canceled-customer.json': 'refused' },
  },
  flowhub: {
    vendor: flowhub,
    secret: 'example-address',
    sent: address('example-address'),
    forged: address('example-addresz'),
    /** What a shop sends to Flowhub: it has no id and no status yet. */
    instead: { 'order-ahead-create-delivery.json': 'refused' },
  },
  shopify: {
    vendor: shopify,
    secret: 'example-client-secret',
    sent: asIs,
    forged: touched,
    instead: {
      'fulfillment_events-create-in-transit.json': {
        ...NOTHING,
        unknown: [{ orderId: '820982911946154508', status: 'in_transit' }],
      },
      /** These name no order. */
      'fulfillment_orders-line_items_prepared_for_local_delivery.json': NOTHING,
      'fulfillment_orders-rescheduled.json': NOTHING,
      /** `test: true` */
      'orders-cancelled.json': 'a test',
      'orders-create-test.json': 'a test',
    },
  },
}

/** A postback is taken to look like the answer that the same status has when it is asked for. */
function requestOf(sample: Sample): Parts {
  const [request = {}] = requestsOf(sample)
  return request.method === 'GET' ? { body: sample.response?.body } : partsOf(request)
}

describe.skipIf(absent).each(Object.entries(CASES))(
  'the documented requests of %s (skipped where ../shared/samples is not there)',
  (folder, { vendor, secret, sent, forged, instead }) => {
    test.each(filesOf(folder))('%s: known by its secret, told what it means, and answered', (file) => {
      const sample = read(folder, file) as Sample
      const parts = sent(requestOf(sample))
      expect(vendor.isFrom(told(parts), secret)).toBe(true)
      expect(vendor.isFrom(told(forged(parts)), secret)).toBe(false)
      expectDocumentedAnswer(vendor.reply?.(told(parts)) ?? vendor.answer, sample)
      const expected = instead[file]
      if (expected === 'refused') expect(refusalOf(vendor, parts)).toMatchObject({ status: 422 })
      else if (expected === 'a test') expect(meaningOf(vendor, parts)).toMatchObject({ isTest: true, unknown: [] })
      else if (expected) expect(meaningOf(vendor, parts)).toEqual(expected)
      else {
        const meaning = meaningOf(vendor, parts, { now: Date.parse('2026-12-31T00:00:00Z') })
        expect(standingOf(meaning)).toBe(CANONICAL[sample.canonical ?? ''] ?? 'a meaning that has no event')
        expect(meaning.unknown).toEqual([])
      }
    })

    test('are all there, of which something else is told than their file says', () => {
      expect(filesOf(folder)).toEqual(expect.arrayContaining(Object.keys(instead)))
    })

    test('bring no birth date, recommendation, ID card or goods', () => {
      const meanings = filesOf(folder).map((file) => {
        const parts = requestOf(read(folder, file) as Sample)
        return refusalOf(vendor, parts) === 'taken' ? meaningOf(vendor, parts) : NOTHING
      })
      expect(JSON.stringify(meanings)).not.toMatch(
        /1980-01-01|123456789"|photo\.jpg|SAMPLE 3\.5G|Live Resin|sunglasses/,
      )
    })
  },
)

describe.skipIf(absent)('documented requests, told in full (skipped where ../shared/samples is not there)', () => {
  const meaning = (
    vendor: Vendor,
    folder: string,
    file: string,
    change: (text: string) => string = String,
  ): Meaning => {
    const parts = requestOf(read(folder, file) as Sample)
    return meaningOf(vendor, { ...parts, body: change(told(parts).body) })
  }

  test('a ticket of Treez out for delivery', () => {
    const ticket = meaning(treez, 'treez', 'ticket-out-for-delivery.json')
    expect(storyOf(ticket)).toEqual([
      '2026-04-24T18:46:00.000Z order.received {"number":"WUU6SV","totalCents":5751,"payment":"due","type":"scheduled"}',
      '2026-04-24T19:31:09.000Z order.updated {"totalCents":5751,"payment":"due","type":"scheduled"}',
      '2026-04-24T19:31:09.000Z order.departed',
    ])
    expect(contactIn(ticket, '7c41ad17-9752-4d95-9254-d5b1119b93dc')).toEqual({
      address: '123 EXAMPLE ST, APT 4, OAKLAND',
    })
  })

  test('an order of Weedmaps, whose coordinates are texts', () => {
    expect(contactIn(meaning(weedmaps, 'weedmaps', 'order-callback-delivery-pending.json'), '99998888000')).toEqual({
      name: 'Geovanni Feil',
      phone: '+15555550152',
      address: '4 Pacocha Groves, Apt. 307, Barrett',
      door: { lat: 33.666633, lng: -117.7584978 },
    })
  })

  test('an order of Shopify, were it not a test: cancelled, of an id above 2^53', () => {
    const real = (text: string) => text.replace('"test":true', '"test":false')
    expect(storyOf(meaning(shopify, 'shopify', 'orders-cancelled.json', real))).toEqual([
      '2022-01-01T00:00:00.000Z order.received {"number":"9999","totalCents":41495}',
      '2022-01-01T00:00:00.000Z order.updated {"totalCents":41495}',
      '2022-01-01T00:00:00.000Z order.cancelled {"reason":"cancelled"}',
    ])
    const made = meaning(shopify, 'shopify', 'orders-create-test.json', real)
    expect(made.events.map(({ eventId }) => eventId)).toEqual(['820982911946154508:received'])
    expect(contactIn(made, '820982911946154508')).toEqual({
      name: 'Steve Shipper',
      phone: '+15555550123',
      email: 'jon@example.com',
      address: '123 Shipping Street, Shippington',
    })
  })

  test('a cart of Jane, were it not picked up: received, and signed by the same rule', () => {
    const { headers = {}, bodyText = '' } = read('jane', 'cart-verification-pickup.json').request ?? {}
    const body = bodyText.replace('"pickup"', '"delivery"')
    const sign = (text: string) => createHmac('sha256', 'example-signing-secret').update(text).digest('hex')
    expect(sign(`1624311688:${bodyText}`)).toBe(headers['X-Jane-Signature'])
    expect(standingOf(meaningOf(jane, { headers, body }))).toBe('')
    expect(storyOf(meaningOf(jane, { headers, body }))[0]).toBe(
      '2021-06-21T21:41:28.000Z order.received {"number":"7469","totalCents":4180,"type":"scheduled"}',
    )
  })
})
