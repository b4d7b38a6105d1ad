import { describe, expect, test } from 'vitest'
import { Problem } from '../../api/problem.ts'
import { isSignedByWoo, isWooPing, translateWoo } from '../../api/ingest/pos/woocommerce.ts'
import type { Translated } from '../../api/ingest/vendor.ts'

const NOW = Date.parse('2026-04-25T02:00:00Z')
const ORDER = {
  id: 5012,
  number: '5012',
  status: 'on-hold',
  date_created_gmt: '2026-04-25T01:00:00',
  date_modified_gmt: '2026-04-25T01:30:00',
  date_paid_gmt: null,
  date_completed_gmt: null,
  total: '84.50',
  billing: { first_name: 'Ana', last_name: 'Reyes', phone: '(707) 555-0141', email: 'ana@example.com' },
  shipping: { first_name: 'Ana', last_name: 'Reyes', address_1: '12 Alder St', address_2: '', city: 'Bodega' },
  shipping_lines: [{ method_id: 'flat_rate' }],
}
const translate = (changes: object = {}, topic = 'order.updated'): Translated[] =>
  translateWoo(topic, { ...ORDER, ...changes }, NOW)
const find = (told: Translated[], type: string) => told.find(({ event }) => event.type === type)
const types = (told: Translated[]): string => told.map(({ event }) => event.type).join(' ')

describe('an order of WooCommerce', () => {
  test('is what Doorstep needs of it, and nothing else', () => {
    const attached = {
      contacts: {
        '5012': { name: 'Ana Reyes', address: '12 Alder St, Bodega', phone: '+17075550141', email: 'ana@example.com' },
      },
    }
    const facts = { orderId: '5012', totalCents: 8_450, payment: 'due' }
    expect(translate({ line_items: [{ name: 'Blue Dream 3.5 g' }], customer_note: 'gate code 1234' })).toEqual([
      {
        eventId: '5012:received',
        event: { type: 'order.received', time: Date.parse('2026-04-25T01:00:00Z'), data: { number: '5012', ...facts } },
        attached,
      },
      {
        eventId: `5012:updated:${Date.parse('2026-04-25T01:30:00Z')}`,
        event: { type: 'order.updated', time: Date.parse('2026-04-25T01:30:00Z'), data: facts },
        attached,
      },
    ])
  })

  test.each([
    ['pending', ''],
    ['on-hold', ''],
    ['processing', 'order.preparing'],
    ['completed', 'handoff.completed'],
    ['cancelled', 'order.cancelled'],
    ['refunded', 'order.cancelled'],
    ['failed', 'order.cancelled'],
    ['trash', 'order.cancelled'],
    ['wc-awaiting-pickup-by-some-plugin', ''],
  ])('with status %s also tells: %s', (status, expected) => {
    expect(types(translate({ status }))).toBe(`order.received order.updated ${expected}`.trim())
  })

  test.each([
    ['order.created', 'order.received'],
    ['order.updated', 'order.received order.updated'],
    ['order.restored', 'order.received'],
    ['order.deleted', 'order.cancelled'],
    ['product.updated', ''],
    ['customer.created', ''],
    ['coupon.deleted', ''],
    ['action.woocommerce_order_refunded', ''],
  ])('under the topic %s tells: %s', (topic, expected) => {
    expect(types(translate({}, topic))).toBe(expected)
  })

  test('that was deleted is cancelled, by its id alone', () => {
    expect(translateWoo('order.deleted', { id: 5012 }, NOW)).toEqual([
      {
        eventId: '5012:deleted',
        event: { type: 'order.cancelled', time: NOW, data: { orderId: '5012', reason: 'deleted' } },
      },
    ])
  })

  test('that is picked up is none of a driver’s', () => {
    expect(translate({ shipping_lines: [{ method_id: 'local_pickup' }] })).toEqual([])
  })

  test('without a number of its own goes by its id', () => {
    expect(find(translate({ number: undefined }), 'order.received')?.event.data).toMatchObject({ number: '5012' })
  })

  test.each([
    ['0', 0],
    ['29', 2_900],
    ['29.3', 2_930],
    ['29.35', 2_935],
    ['0.07', 7],
    ['1.10', 110],
    ['8.29', 829],
    ['1234567.89', 123_456_789],
    ['999999999.99', 99_999_999_999],
  ])('of %s dollars is %i cents', (total, cents) => {
    expect(find(translate({ total }), 'order.updated')?.event.data).toMatchObject({ totalCents: cents })
  })

  test('is paid when it says when', () => {
    expect(find(translate({ date_paid_gmt: '2026-04-25T01:00:09' }), 'order.updated')?.event.data).toMatchObject({
      payment: 'paid',
    })
  })
})

describe('times of WooCommerce', () => {
  const receivedAt = (date_created_gmt: unknown): number | undefined =>
    find(translate({ date_created_gmt }), 'order.received')?.event.time

  test.each([
    ['are UTC without saying so', '2026-04-25T01:00:00', Date.parse('2026-04-25T01:00:00Z')],
    ['are now when missing', null, NOW],
    ['are now when they make no sense', 'yesterday', NOW],
    ['are now when in the future', '2026-04-25T03:00:00', NOW],
  ])('%s', (_, given, expected) => {
    expect(receivedAt(given)).toBe(expected)
  })

  test('of completion come from the completion', () => {
    const told = translate({ status: 'completed', date_completed_gmt: '2026-04-25T01:45:00' })
    expect(find(told, 'handoff.completed')?.event.time).toBe(Date.parse('2026-04-25T01:45:00Z'))
  })

  test('of completion are those of the change when nothing else is said', () => {
    const told = translate({ status: 'completed', date_completed_gmt: null })
    expect(find(told, 'handoff.completed')?.event.time).toBe(Date.parse('2026-04-25T01:30:00Z'))
  })

  test('do not depend on the zone of the machine or of the shop', () => {
    expect(receivedAt('2026-03-08T10:30:00')).toBe(Date.UTC(2026, 2, 8, 10, 30))
  })
})

describe('the customer of an order', () => {
  const contact = (changes: object) =>
    Object.values(find(translate(changes), 'order.received')?.attached?.contacts ?? {})[0]

  test('lives where it is shipped to', () => {
    expect(contact({ billing: { first_name: 'Bo', address_1: '1 Elsewhere' } })).toEqual({
      name: 'Ana Reyes',
      address: '12 Alder St, Bodega',
    })
  })

  test('lives where the bill goes when nothing says where it is shipped to', () => {
    const billing = { first_name: 'Ana', last_name: '', address_1: '1 Bay Rd', address_2: 'Apt 2', city: 'Bodega' }
    expect(contact({ billing, shipping: { first_name: '', address_1: '' } })).toEqual({
      name: 'Ana',
      address: '1 Bay Rd, Apt 2, Bodega',
    })
  })

  test.each([
    ['707-555-0141', '+17075550141'],
    ['+44 20 7946 0018', '+442079460018'],
    ['call me', undefined],
    ['', undefined],
  ])('has the phone %s as %s', (phone, expected) => {
    expect(contact({ billing: { phone } })?.phone).toBe(expected)
  })

  test('may be half known: what is no text is left out', () => {
    expect(contact({ billing: { first_name: 5, email: null }, shipping: { first_name: ['x'] } })).toEqual({})
  })
})

describe('what is not an order is refused by the field that is wrong', () => {
  test.each<[string, unknown, string]>([
    ['no object at all', 'text', ''],
    ['an id in words', { ...ORDER, id: 'five' }, '/id'],
    ['an id below one', { ...ORDER, id: 0 }, '/id'],
    ['no status', { ...ORDER, status: undefined }, '/status'],
    ['a total that is no money', { ...ORDER, total: '29,35' }, '/total'],
    ['a total below nothing', { ...ORDER, total: '-1.00' }, '/total'],
  ])('%s', (_, value, pointer) => {
    try {
      translateWoo('order.updated', value, NOW)
      expect.unreachable()
    } catch (error) {
      expect(error instanceof Problem && error.body.errors?.map((fault) => fault.pointer)).toEqual([pointer])
    }
  })
})

describe('who sent it', () => {
  // base64 of HMAC-SHA256('{}', 'a secret'), as OpenSSL computes it
  const signature = 'xCTG9ZDQ1x5zwUnPO6uqz2hwknbr35jEQml11eB/k5c='

  test.each([
    ['the shop that knows the secret', '{}', signature, true],
    ['not when the body is another', '{ }', signature, false],
    ['not when the signature is another', '{}', signature.replace('x', 'y'), false],
    ['not without a signature', '{}', undefined, false],
    ['not with an empty one', '{}', '', false],
  ])('%s', (_, body, given, expected) => {
    expect(isSignedByWoo('a secret', body, given)).toBe(expected)
  })

  test.each([
    ['webhook_id=142', true],
    ['webhook_id=142&x=1', false],
    ['webhook_id=', false],
    ['{"id":142}', false],
    ['', false],
  ])('%s asks whether anybody is there: %s', (body, expected) => {
    expect(isWooPing(body)).toBe(expected)
  })
})
