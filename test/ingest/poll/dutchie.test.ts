import { describe, expect, test } from 'vitest'
import { minutes } from '../../../api/domain/time.ts'
import { dutchie } from '../../../api/ingest/poll/dutchie.ts'
import { idsOf, NOTHING, standingOf, storyOf } from '../pos/meaning.ts'
import { asksOf, pageOf } from './asked.ts'

const KEYS = { locationKey: 'store-key', integratorKey: 'our-key' }
const [PREORDERS, SALES] = asksOf(dutchie, KEYS)
const PREORDER = {
  OrderId: 55_120,
  Status: 'Processing',
  OrderType: 'Delivery',
  CustomerId: 9,
  Total: 84.5,
  CreatedDate: '2026-04-25T01:05:00Z',
  LastModifiedDate: '2026-04-25T01:20:00Z',
}
const SALE = {
  transactionId: 71,
  orderIds: [55_120],
  orderType: 'Delivery',
  isVoid: false,
  isReturn: false,
  total: 84.5,
  transactionDate: '2026-04-25T01:50:00Z',
}
const tell = (preorder: object = {}) => pageOf(dutchie, [{ ...PREORDER, ...preorder }], PREORDERS)
const sell = (sale: object = {}) => pageOf(dutchie, [{ ...SALE, ...sale }], SALES)

describe('Dutchie is asked', () => {
  test('for what is open, and for what was sold since, with both keys', () => {
    expect(PREORDERS?.url).toBe('https://api.pos.dutchie.com/preorder/Status')
    expect(SALES?.url).toBe(
      'https://api.pos.dutchie.com/reporting/transactions?fromLastModifiedDateUTC=2026-04-25T01%3A30%3A00.000Z&includeOrderIds=true',
    )
    const authorization = `Basic ${Buffer.from('store-key:our-key').toString('base64')}`
    expect([PREORDERS, SALES].map((one) => one?.headers['authorization'])).toEqual([authorization, authorization])
  })

  test('for what lies back further than the five minutes that it may be late', () => {
    expect(dutchie.overlapMs).toBeGreaterThan(minutes(5))
  })
})

describe('an order made ahead at Dutchie', () => {
  test('is an order, what is new of it, and where it stands', () => {
    expect(storyOf(tell())).toEqual([
      '2026-04-25T01:05:00.000Z order.received {"number":"55120","totalCents":8450}',
      '2026-04-25T01:20:00.000Z order.updated {"totalCents":8450}',
      '2026-04-25T01:20:00.000Z order.preparing',
    ])
  })

  test('is the same however the names are written, and alone or in a list', () => {
    const small = Object.fromEntries(
      Object.entries(PREORDER).map(([name, value]) => [name[0]?.toLowerCase() + name.slice(1), value]),
    )
    expect(pageOf(dutchie, [small], PREORDERS)).toEqual(tell())
    expect(pageOf(dutchie, PREORDER, PREORDERS)).toEqual(tell())
    expect(tell({ OrderId: undefined, PreOrderId: 55_120 })).toEqual(tell())
  })

  test.each([
    ['Submitted', ''],
    ['Processing', 'order.preparing'],
    ['FILLED', 'order.packed'],
    ['Complete', 'handoff.completed'],
    ['Cancelled', 'order.cancelled'],
  ])('with status %s also tells: %s', (Status, expected) => {
    expect(standingOf(tell({ Status }))).toBe(expected)
  })

  test('with a status that nobody knows changes nothing, and the status is kept', () => {
    expect(tell({ Status: 'Parked' })).toEqual({ ...NOTHING, unknown: [{ orderId: '55120', status: 'Parked' }] })
  })

  test('that is picked up is none of Doorstep’s', () => {
    expect(tell({ OrderType: 'Pickup' })).toEqual(NOTHING)
  })

  test('that nobody can read does not hold up the others', () => {
    const page = pageOf(dutchie, [{ Status: 'Complete' }, null, PREORDER], PREORDERS)
    expect(idsOf(page)).toContain('55120:processing')
    expect(page.faults?.map(({ pointer }) => pointer)).toEqual(['/0/orderId', '/1/status'])
  })
})

describe('a closed sale at Dutchie', () => {
  test('hands over the orders that it is of, as the same event that their completion is', () => {
    expect(storyOf(sell())).toEqual(['2026-04-25T01:50:00.000Z handoff.completed'])
    expect(idsOf(sell())).toEqual(idsOf(tell({ Status: 'Complete' })).slice(-1))
  })

  test.each([{ isVoid: true }, { isReturn: true }, { orderType: 'InStore' }, { orderIds: [] }, { orderIds: null }])(
    'with %j tells nothing',
    (sale) => {
      expect(sell(sale)).toEqual(NOTHING)
    },
  )
})
