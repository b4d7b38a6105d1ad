import { describe, expect, test } from 'vitest'
import { treez } from '../../../api/ingest/pos/treez.ts'
import type { Meaning, Standing } from '../../../api/ingest/vendor.ts'
import { meaningOf, refusalOf, told } from '../driver/told.ts'
import { contactIn, idsOf, NOTHING, standingOf, storyOf } from './meaning.ts'

const ID = '0b6f8a52-8f0e-4a4c-9d1e-3f5a7c9b1d20'
const TICKET = {
  type: 'DELIVERY',
  ticket_id: ID,
  order_number: 'K7Q2ZD',
  order_source: 'ECOMMERCE',
  customer_id: 811,
  order_status: 'IN_PROCESS',
  payment_status: 'UNPAID',
  date_created: '2026-04-24T18:05:00.000-07:00',
  last_updated_at: '2026-04-24T18:20:30.000-07:00',
  date_closed: null,
  total: 84.5,
  delivery_address: { street: '12 Alder St', street2: 'Unit B', city: 'Bodega', zip: '94922' },
}
const send = (ticket: object = {}, around: object = {}, statuses: Record<string, Standing> = {}): Meaning =>
  meaningOf(treez, { body: { event_type: 'TICKET', data: { ...TICKET, ...ticket }, ...around } }, { statuses })

describe('a ticket of Treez', () => {
  test('is an order, what is new of it, and where it stands, at the times that it tells', () => {
    const meaning = send()
    expect(idsOf(meaning)).toEqual([`${ID}:received`, `${ID}:updated:1777080030000`, `${ID}:in_process`])
    expect(storyOf(meaning)).toEqual([
      '2026-04-25T01:05:00.000Z order.received {"number":"K7Q2ZD","totalCents":8450,"payment":"due"}',
      '2026-04-25T01:20:30.000Z order.updated {"totalCents":8450,"payment":"due"}',
      '2026-04-25T01:20:30.000Z order.preparing',
    ])
    expect(contactIn(meaning, ID)).toEqual({ address: '12 Alder St, Unit B, Bodega' })
    expect({ fixes: meaning.fixes, unknown: meaning.unknown }).toEqual({ fixes: [], unknown: [] })
  })

  test('that was just made tells it once', () => {
    const made = { order_status: 'VERIFICATION_PENDING', last_updated_at: TICKET.date_created }
    expect(idsOf(send(made))).toEqual([`${ID}:received`])
  })

  test.each([
    ['VERIFICATION_PENDING', ''],
    ['AWAITING_PROCESSING', 'order.verified'],
    ['IN_PROCESS', 'order.preparing'],
    ['in_process', 'order.preparing'],
    ['PACKED_READY', 'order.packed'],
    ['OUT_FOR_DELIVERY', 'order.departed'],
    ['COMPLETED', 'handoff.completed'],
    ['CANCELED', 'order.cancelled'],
    ['REMOVED', 'order.cancelled'],
  ])('with status %s also tells: %s', (order_status, expected) => {
    expect(standingOf(send({ order_status }))).toBe(expected)
  })

  test('that is a draft is no order yet', () => {
    expect(send({ order_status: 'DRAFT' })).toEqual(NOTHING)
  })

  test('with a status that nobody knows changes nothing, and the status is kept', () => {
    expect(send({ order_status: 'Quality_Check' })).toEqual({
      ...NOTHING,
      unknown: [{ orderId: ID, status: 'Quality_Check' }],
    })
  })

  test('with a status that the dispensary has added tells what the dispensary says', () => {
    expect(standingOf(send({ order_status: 'Quality_Check' }, {}, { quality_check: 'packed' }))).toBe('order.packed')
  })

  test('was handed over when it was closed, not when it was last touched', () => {
    const closed = { order_status: 'COMPLETED', date_closed: '2026-04-24T18:40:00.000-07:00' }
    expect(storyOf(send({ ...closed, last_updated_at: '2026-04-24T18:55:00.000-07:00' })).at(-1)).toBe(
      '2026-04-25T01:40:00.000Z handoff.completed',
    )
  })

  test.each(['POS', 'PICKUP', 'pickup', ''])('of type %j is sold in the store, and not told', (type) => {
    expect(send({ type })).toEqual(NOTHING)
  })

  test.each([true, 'true', 1])(
    'sent to try the connection (%j) says what it would be, and that it is a test',
    (flag) => {
      expect(send({}, { test: flag })).toEqual({ ...send(), isTest: true })
    },
  )

  test.each([false, null, undefined])('is no test when the flag is %j', (flag) => {
    expect(send({}, { test: flag })).toEqual(send())
  })

  test.each([{ hello: 'world' }, null, 'ping'])('sent to try the connection need not be one: %j', (data) => {
    const body = { event_type: 'TICKET', test: true, data }
    expect(meaningOf(treez, { body })).toEqual({ ...NOTHING, isTest: true })
  })

  test.each([
    ['TICKET_STATUS', 3],
    [['PRODUCT', 'TICKET_STATUS'], 3],
    ['PRODUCT', 0],
    [['CUSTOMER'], 0],
  ])('under the event type %j tells %i events', (event_type, count) => {
    expect(send({}, { event_type }).events).toHaveLength(count)
  })

  test('about products need not look like a ticket', () => {
    expect(meaningOf(treez, { body: { event_type: 'PRODUCT', data: [1] } })).toEqual(NOTHING)
  })

  test('from a clock that runs ahead is told as of now', () => {
    expect(storyOf(send({ last_updated_at: '2026-04-25T09:00:00.000-07:00' })).at(-1)).toBe(
      '2026-04-25T02:00:00.000Z order.preparing',
    )
  })

  test('without an id or a status is refused, and the field named', () => {
    const without = (name: string) => ({ event_type: 'TICKET', data: { ...TICKET, [name]: undefined } })
    expect(refusalOf(treez, { body: without('ticket_id') })).toEqual({ status: 422, field: '/data/ticket_id' })
    expect(refusalOf(treez, { body: without('order_status') })).toEqual({ status: 422, field: '/data/order_status' })
  })

  test.each<[unknown, number | undefined]>([
    [66.03, 6_603],
    [16.035, 1_604],
    [1.005, 101],
    ['57.5', 5_750],
    [0, 0],
    [-5, undefined],
    [null, undefined],
    ['a lot', undefined],
  ])('of %j dollars comes to %j cents', (total, totalCents) => {
    expect(send({ total, payment_status: 'REFUNDED' }).events[0]?.event.data).toEqual({
      orderId: ID,
      number: 'K7Q2ZD',
      ...(totalCents !== undefined && { totalCents }),
    })
  })
})

describe('a request is from Treez', () => {
  const isFrom = (authorization: string | undefined, secret = 'a-shared-token') =>
    treez.isFrom(told({ headers: authorization === undefined ? {} : { Authorization: authorization } }), secret)

  test('when it bears the token that was agreed on', () => {
    expect(isFrom('Bearer a-shared-token')).toBe(true)
    expect(isFrom('bearer a-shared-token')).toBe(true)
  })

  test.each(['Bearer a-shared-tokem', 'Bearer ', 'Basic a-shared-token', 'a-shared-token', undefined])(
    'not by %j',
    (given) => {
      expect(isFrom(given)).toBe(false)
    },
  )

  test('not when no token is kept', () => {
    expect(isFrom('Bearer ', '')).toBe(false)
  })
})
