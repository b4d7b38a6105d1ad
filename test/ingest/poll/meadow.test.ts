import { describe, expect, test } from 'vitest'
import { meadow } from '../../../api/ingest/poll/meadow.ts'
import { absent, filesOf, read } from '../driver/documented.ts'
import { contactIn, idsOf, NOTHING, standingOf, storyOf } from '../pos/meaning.ts'
import { asksOf, everyPage, pageOf } from './asked.ts'

const KEYS = { consumerKey: 'ours', clientKey: 'theirs' }
const ORDER = {
  id: '90077',
  status: 'packed',
  type: 'delivery',
  createdAt: '2026-04-25T01:05:00.000Z',
  packedAt: '2026-04-25T01:20:00.000Z',
  fulfilledAt: null,
  canceledAt: null,
  totalPrice: 8_000,
  customerGrandTotal: 8_450,
  customerName: 'Ana Reyes',
  customer: {
    phone: '(707) 555-0141',
    email: 'ana@example.com',
    birthday: '1979-11-03',
    medicalExpiration: '2027-01-09',
  },
  lineItems: [{ productName: 'Blue Dream' }],
}
const tell = (order: object = {}) => pageOf(meadow, [{ ...ORDER, ...order }])

describe('Meadow is asked', () => {
  test('for the deliveries, with both keys', () => {
    expect(asksOf(meadow, KEYS)).toEqual([
      {
        method: 'GET',
        url: 'https://api.getmeadow.com/api/v1/orders?type=delivery',
        headers: { 'x-consumer-key': 'ours', 'x-client-key': 'theirs', accept: 'application/json' },
      },
    ])
  })

  test('for what was ordered before, until that is older than what is looked for', () => {
    const from = (hour: string, first: number) =>
      Array.from({ length: 50 }, (_, i) => ({ ...ORDER, id: `${first - i}`, createdAt: `2026-04-25T${hour}:00.000Z` }))
    const pages = [from('01:55', 300), from('01:40', 250), from('01:10', 200), from('00:10', 150)]
    const [first] = asksOf(meadow, KEYS)
    let page = 0
    const asked = first ? everyPage(meadow, first, () => pages[page++]) : []
    expect(asked.map(({ url }) => new URL(url).searchParams.get('startingAfter'))).toEqual([null, '251', '201'])
    expect(asked[2]?.headers).toEqual(first?.headers)
  })

  test('for no more when the list is at its end', () => {
    expect(pageOf(meadow, [ORDER]).next).toBeUndefined()
    expect(pageOf(meadow, { data: [ORDER] })).toEqual(pageOf(meadow, [ORDER]))
    expect(pageOf(meadow, [])).toEqual(NOTHING)
  })
})

describe('an order of Meadow', () => {
  test('is an order, what is new of it, and where it stands since when; prices are cents', () => {
    expect(storyOf(tell())).toEqual([
      '2026-04-25T01:05:00.000Z order.received {"number":"90077","totalCents":8450}',
      '2026-04-25T01:20:00.000Z order.updated {"totalCents":8450}',
      '2026-04-25T01:20:00.000Z order.packed',
    ])
    expect(contactIn(tell(), '90077')).toEqual({ name: 'Ana Reyes', phone: '+17075550141', email: 'ana@example.com' })
  })

  test.each([
    ['draft', ''],
    ['new', 'order.verified'],
    ['Packed', 'order.packed'],
    ['fulfilled', 'handoff.completed'],
    ['canceled', 'order.cancelled'],
  ])('with status %s also tells: %s', (status, expected) => {
    expect(standingOf(tell({ status }))).toBe(expected)
  })

  test('was handed over and cancelled when it says', () => {
    const at = '2026-04-25T01:44:00.000Z'
    expect(storyOf(tell({ status: 'fulfilled', fulfilledAt: at })).at(-1)).toBe(`${at} handoff.completed`)
    expect(storyOf(tell({ status: 'canceled', canceledAt: at })).at(-1)).toContain(`${at} order.cancelled`)
  })

  test('read at every look is the same events', () => {
    expect(idsOf(tell())).toEqual(['90077:received', '90077:updated:packed:8450', '90077:packed'])
  })

  test('with a status that nobody knows changes nothing, and the status is kept', () => {
    expect(tell({ status: 'parked' })).toEqual({ ...NOTHING, unknown: [{ orderId: '90077', status: 'parked' }] })
  })

  test.each(['pickup', 'in-store'])('of type %s is none of Doorstep’s', (type) => {
    expect(tell({ type })).toEqual(NOTHING)
  })

  test('with a price that is no whole number of cents has no total', () => {
    expect(storyOf(tell({ customerGrandTotal: 84.5 }))[0]).not.toContain('totalCents')
  })

  test('brings no birthday, licence, recommendation or goods', () => {
    expect(JSON.stringify(tell())).not.toMatch(/1979|2027|Blue Dream/)
  })

  test('that nobody can read does not hold up the others', () => {
    const page = pageOf(meadow, [{ status: 'new' }, 7, ORDER])
    expect(idsOf(page)).toContain('90077:packed')
    expect(page.faults?.map(({ pointer }) => pointer)).toEqual(['/0/id', '/1'])
  })
})

describe.skipIf(absent)('Meadow’s documented answers (skipped where ../shared/samples is not there)', () => {
  const sample = (file: string) => (read('meadow', file) as { response?: { body?: unknown } }).response?.body

  test('an order as a whole', () => {
    expect(storyOf(pageOf(meadow, sample('order-detail-delivery.json')))).toEqual([
      '2023-05-05T17:17:56.561Z order.received {"number":"1001","totalCents":5750}',
      '2023-05-05T17:30:00.000Z order.updated {"totalCents":5750}',
      '2023-05-05T17:30:00.000Z order.packed',
    ])
  })

  test('no more than the status of an order that is known', () => {
    expect(storyOf(pageOf(meadow, sample('order-status.json')))).toEqual(['2026-04-25T02:00:00.000Z order.packed'])
  })

  test('each has its case', () => {
    expect(filesOf('meadow').sort()).toEqual(['order-detail-delivery.json', 'order-status.json'])
  })
})
