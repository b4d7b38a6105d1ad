import { describe, expect, test } from 'vitest'
import { blaze } from '../../../api/ingest/pos/blaze.ts'
import type { Context, Meaning } from '../../../api/ingest/vendor.ts'
import { meaningOf, refusalOf, told } from '../driver/told.ts'
import { contactIn, idsOf, NOTHING, standingOf, storyOf } from './meaning.ts'

const ORDER = {
  consumerOrderId: '6628a1f0c3d9e500017b2a44',
  consumerOrderNo: 'DL-3301',
  consumerName: 'Ana Reyes',
  memeberName: 'Ana R.',
  orderTime: Date.parse('2026-04-25T01:05:00Z'),
}
const ID = ORDER.consumerOrderId
const send = (order: object = {}, context: Partial<Context> = {}): Meaning =>
  meaningOf(blaze, { body: { ...ORDER, ...order } }, context)

describe('a consumer order of BLAZE', () => {
  test('that is new was received when it was made, in milliseconds', () => {
    const meaning = send()
    expect(idsOf(meaning)).toEqual([`${ID}:received`])
    expect(storyOf(meaning)).toEqual(['2026-04-25T01:05:00.000Z order.received {"number":"DL-3301"}'])
    expect(contactIn(meaning, ID)).toEqual({ name: 'Ana Reyes' })
  })

  test('that is updated came to its status just now, as no time of that is told', () => {
    expect(storyOf(send({ orderStatus: 'Accepted' }))).toEqual([
      '2026-04-25T01:05:00.000Z order.received {"number":"DL-3301"}',
      '2026-04-25T02:00:00.000Z order.verified',
    ])
  })

  test.each([
    ['Placed', ''],
    ['Accepted', 'order.verified'],
    ['ACCEPTED', 'order.verified'],
    ['Completed', 'handoff.completed'],
    ['Declined', 'order.cancelled'],
    ['CanceledByConsumer', 'order.cancelled'],
    ['CanceledByDispensary', 'order.cancelled'],
  ])('with status %s also tells: %s', (orderStatus, expected) => {
    expect(standingOf(send({ orderStatus }))).toBe(expected)
  })

  test('that is in progress is an open cart', () => {
    expect(send({ orderStatus: 'InProgress' })).toEqual(NOTHING)
  })

  test('with a status that nobody knows changes nothing, and the status is kept', () => {
    expect(send({ orderStatus: 'OutForDelivery' })).toEqual({
      ...NOTHING,
      unknown: [{ orderId: ID, status: 'OutForDelivery' }],
    })
  })

  test('sent twice is the same events, whenever it comes', () => {
    const late = send({ orderStatus: 'Accepted' }, { now: Date.parse('2026-04-26T00:00:00Z') })
    expect(idsOf(late)).toEqual(idsOf(send({ orderStatus: 'Accepted' })))
  })

  test('is named by the one who gets it, however the sender spells that', () => {
    expect(contactIn(send({ consumerName: '' }), ID)).toEqual({ name: 'Ana R.' })
    expect(contactIn(send({ consumerName: null, memeberName: null }), ID)).toBeUndefined()
  })

  test.each([{ webHookType: 'UPDATE_TRANSACTION' }, { consumerOrderId: undefined, webHookType: 'NEW_MEMBER' }])(
    'is not what %j is about',
    (other) => {
      expect(send(other)).toEqual(NOTHING)
    },
  )

  test('may say of itself what it is', () => {
    expect(idsOf(send({ webHookType: 'NEW_CONSUMER_ORDER' }))).toEqual([`${ID}:received`])
  })

  test('with a status of another kind is refused, and the field named', () => {
    expect(refusalOf(blaze, { body: { ...ORDER, orderStatus: 5 } })).toEqual({ status: 422, field: '/orderStatus' })
  })
})

describe('a request is from BLAZE', () => {
  const isFrom = (query: string, secret = 'k3Yb0n') => blaze.isFrom(told({ query, body: ORDER }), secret)

  test('when it comes to the address that only BLAZE was given', () => {
    expect(isFrom('secret=k3Yb0n')).toBe(true)
  })

  test.each(['secret=k3Yb0m', 'secret=', 'key=k3Yb0n', ''])('not at ?%s', (query) => {
    expect(isFrom(query)).toBe(false)
  })

  test('not when no secret is kept', () => {
    expect(isFrom('secret=', '')).toBe(false)
  })
})
