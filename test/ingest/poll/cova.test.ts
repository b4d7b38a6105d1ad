import { describe, expect, test } from 'vitest'
import { cova } from '../../../api/ingest/poll/cova.ts'
import { absent, filesOf, read } from '../driver/documented.ts'
import { NOTHING, standingOf, storyOf } from '../pos/meaning.ts'
import { asksOf, LOOK, pageOf } from './asked.ts'

const KEYS = { companyId: '1812', clientId: 'c', clientSecret: 's', username: 'u', password: 'p&w' }
const ID = '4b1d0c62-1f0e-4b7a-9d2e-8a5c3f7b9e10'
const RECORD = {
  OrderId: ID,
  OrderStatus: 'ReadyForPayment',
  OrderMessage: '',
  PaymentStatus: 'ReadyForPayment',
  SaleTotal: 84.5,
  OrderFulfillmentMethod: 'Delivery',
  OrderFulfillmentStatus: 'InProgress',
}
const tell = (record: object = {}) => pageOf(cova, { ...RECORD, ...record })

describe('Cova is asked', () => {
  test('for a token, with a password', () => {
    const ask = cova.signIn?.ask(JSON.stringify(KEYS))
    expect(ask).toMatchObject({ method: 'POST', url: 'https://accounts.iqmetrix.net/v1/oauth2/token' })
    expect(ask?.body).toBe('grant_type=password&username=u&password=p%26w&client_id=c&client_secret=s')
    expect(cova.signIn?.read('{"access_token":"t","expires_in":"43200"}', LOOK.now).expiresAt).toBe(
      LOOK.now + 43_200_000,
    )
  })

  test('for each open order that is its own, and for none when none is', () => {
    expect(asksOf(cova, KEYS, { openOrderIds: [ID, '5012'] }).map(({ url }) => url)).toEqual([
      `https://api.covasoft.net/covaorderintake/v2/Companies(1812)/CovaOrder(${ID})/Status`,
    ])
    expect(asksOf(cova, KEYS)).toEqual([])
  })
})

describe('an order of Cova', () => {
  test('tells what is new of it and where it stands; it was received by who asks', () => {
    expect(storyOf(tell())).toEqual([
      '2026-04-25T02:00:00.000Z order.updated {"totalCents":8450,"payment":"due"}',
      '2026-04-25T02:00:00.000Z order.preparing',
    ])
    expect(storyOf(tell({ PaymentStatus: 6 }))[0]).toContain('"payment":"paid"')
  })

  test.each<[unknown, string, string]>([
    ['SubmittedForProcessing', 'OrderPlaced', ''],
    ['SubmittedForFinalProcessing', 'InProgress', ''],
    ['ReadyForPayment', 'OrderPlaced', 'order.verified'],
    ['ReadyForPayment', '', 'order.verified'],
    ['readyforpayment', 'inprogress', 'order.preparing'],
    ['ReadyForPayment', 'ReadyForPickup', 'order.packed'],
    ['Completed', 'ReadyForPickup', 'handoff.completed'],
    ['Cancelled', 'InProgress', 'order.cancelled'],
    [0, 'OrderPlaced', ''],
    [3, 'OrderPlaced', ''],
    [4, 'InProgress', 'order.preparing'],
    [7, 'InProgress', 'order.cancelled'],
    [8, '', 'handoff.completed'],
  ])('with status %j and %s tells: %s', (OrderStatus, OrderFulfillmentStatus, expected) => {
    expect(standingOf(tell({ OrderStatus, OrderFulfillmentStatus }))).toBe(expected)
  })

  test.each<[unknown, string]>([
    ['TransientProcessingFailure', 'TransientProcessingFailure'],
    [2, 'NonTransientProcessingFailure'],
    [5, '5'],
    ['Shelved', 'Shelved'],
  ])('with status %j changes nothing, and is kept for staff as %s', (OrderStatus, status) => {
    expect(tell({ OrderStatus })).toEqual({ ...NOTHING, unknown: [{ orderId: ID, status }] })
  })

  test.each(['InStore', 'Pickup', 'pickup'])('by %s is none of Doorstep’s', (OrderFulfillmentMethod) => {
    expect(tell({ OrderFulfillmentMethod })).toEqual(NOTHING)
  })
})

describe.skipIf(absent)('Cova’s documented answers (skipped where ../shared/samples is not there)', () => {
  test('say how much it comes to, of an order submitted a moment ago', () => {
    expect(filesOf('cova')).toEqual(['order-status-v2.json'])
    const { response } = read('cova', 'order-status-v2.json') as { response?: { body?: unknown } }
    expect(storyOf(pageOf(cova, response?.body))).toEqual(['2026-04-25T02:00:00.000Z order.updated {"totalCents":500}'])
  })
})
