import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { jane } from '../../../api/ingest/pos/jane.ts'
import type { Context, Meaning } from '../../../api/ingest/vendor.ts'
import { meaningOf, refusalOf, told } from '../driver/told.ts'
import { contactIn, idsOf, NOTHING, standingOf, storyOf } from './meaning.ts'

const CART = {
  id: 90_211,
  status: 'preparing',
  amount: 41.8,
  reservation_mode: 'delivery',
  checked_out_time: '2026-04-24 18:10:00',
  created_at: '2026-04-24 18:02:00',
  customer_name: 'Ana Reyes',
  customer_phone_number: '(707) 555-0141',
  customer_email_address: 'ana@example.com',
  queue_number: 'B4',
}
/** 2026-04-24 18:25:00 in California. */
const SENT_AT = '1777080300'
const send = (cart: object = {}, sentAt = SENT_AT, context: Partial<Context> = {}): Meaning => {
  const headers = { 'X-Jane-Request-Timestamp': sentAt }
  return meaningOf(jane, { body: { cart: { ...CART, ...cart } }, headers }, context)
}

describe('a cart of Jane', () => {
  test('is an order, what is new of it, and where it stands', () => {
    const meaning = send()
    expect(idsOf(meaning)).toEqual(['90211:received', '90211:updated:preparing:4180', '90211:preparing'])
    expect(storyOf(meaning)).toEqual([
      '2026-04-25T01:10:00.000Z order.received {"number":"90211","totalCents":4180}',
      '2026-04-25T01:25:00.000Z order.updated {"totalCents":4180}',
      '2026-04-25T01:25:00.000Z order.preparing',
    ])
    expect(contactIn(meaning, '90211')).toEqual({
      name: 'Ana Reyes',
      phone: '+17075550141',
      email: 'ana@example.com',
    })
  })

  test('was checked out by the clocks of the dispensary', () => {
    const received = (timeZone: string) => storyOf(send({}, SENT_AT, { timeZone }))[0]?.slice(0, 16)
    expect(received('America/Los_Angeles')).toBe('2026-04-25T01:10')
    expect(received('America/New_York')).toBe('2026-04-24T22:10')
  })

  test('is not received after it was told of, should its clocks have been those of Greenwich', () => {
    const [received] = storyOf(send({ checked_out_time: '2026-04-25 01:10:00' }))
    expect(received?.slice(0, 19)).toBe('2026-04-25T01:25:00')
  })

  test.each([
    ['verification', ''],
    ['staff_member_review', ''],
    ['preparing', 'order.preparing'],
    ['ready_for_pickup', 'order.packed'],
    ['delivery_started', 'order.departed'],
    ['Delivery_Started', 'order.departed'],
    ['delivery_finished', 'handoff.completed'],
    ['finished', 'handoff.completed'],
    ['finished_without_review', 'handoff.completed'],
    ['with_review', 'handoff.completed'],
    ['cancelled', 'order.cancelled'],
    ['dismissed', 'order.cancelled'],
  ])('with status %s also tells: %s', (status, expected) => {
    const meaning = send({ status })
    expect(standingOf(meaning)).toBe(expected)
    expect(meaning.unknown).toEqual([])
  })

  test('that is still open is no order', () => {
    expect(send({ status: 'pending' })).toEqual(NOTHING)
  })

  test('with a status that nobody knows changes nothing, and the status is kept', () => {
    expect(send({ status: 'awaiting_signature' })).toEqual({
      ...NOTHING,
      unknown: [{ orderId: '90211', status: 'awaiting_signature' }],
    })
  })

  test.each(['pickup', 'Pickup', 'curbside', null])('reserved for %s is none of Doorstep’s', (reservation_mode) => {
    expect(send({ reservation_mode })).toEqual(NOTHING)
  })

  test.each([
    ['1777080300000', '2026-04-25T01:25:00.000Z'],
    ['2026-04-25T01:25:00Z', '2026-04-25T01:25:00.000Z'],
    ['2026-04-24T18:25:00-07:00', '2026-04-25T01:25:00.000Z'],
    ['yesterday', '2026-04-25T02:00:00.000Z'],
    ['9999999999', '2026-04-25T02:00:00.000Z'],
    ['', '2026-04-25T02:00:00.000Z'],
    ['0', '2026-04-25T02:00:00.000Z'],
  ])('signed at %j was changed at %s', (sentAt, at) => {
    expect(storyOf(send({}, sentAt)).at(-1)).toBe(`${at} order.preparing`)
  })

  test('sent twice is the same events, whenever it comes', () => {
    expect(idsOf(send({}, '1777080399', { now: Date.parse('2026-04-26T00:00:00Z') }))).toEqual(idsOf(send()))
  })

  test('without an id or a status is refused, and the field named', () => {
    const body = (cart: object) => ({ body: { cart: { ...CART, ...cart } } })
    expect(refusalOf(jane, body({ id: null }))).toEqual({ status: 422, field: '/cart/id' })
    expect(refusalOf(jane, body({ status: 7 }))).toEqual({ status: 422, field: '/cart/status' })
    expect(refusalOf(jane, { body: '{"cart":' })).toEqual({ status: 400, field: undefined })
  })

  test('is not in every webhook', () => {
    expect(meaningOf(jane, { body: { product: { id: 1 } } })).toEqual(NOTHING)
  })
})

describe('a request is from Jane', () => {
  const body = JSON.stringify({ cart: CART })
  const sign = (text: string, secret = 'signing-secret') => createHmac('sha256', secret).update(text).digest('hex')
  const right = {
    Authorization: 'Bearer agreed-token',
    'X-Jane-Request-Timestamp': SENT_AT,
    'X-Jane-Signature': sign(`${SENT_AT}:${body}`),
  }
  const isFrom = (headers: Record<string, string>, secret = 'agreed-token signing-secret', text = body) =>
    jane.isFrom(told({ headers, body: text }), secret)

  test('when it is signed together with its time, and bears the token', () => {
    expect(isFrom(right)).toBe(true)
    expect(isFrom({ ...right, 'X-Jane-Signature': right['X-Jane-Signature'].toUpperCase() })).toBe(true)
  })

  test('when it is signed, and no token was agreed on', () => {
    expect(isFrom({ ...right, Authorization: '' }, 'signing-secret')).toBe(true)
  })

  test.each<[string, Record<string, string>]>([
    ['another token', { Authorization: 'Bearer another' }],
    ['no token', { Authorization: '' }],
    ['another time', { 'X-Jane-Request-Timestamp': '1777080301' }],
    ['no time in what is signed', { 'X-Jane-Signature': sign(body) }],
    ['another secret', { 'X-Jane-Signature': sign(`${SENT_AT}:${body}`, 'another') }],
    ['an empty signature', { 'X-Jane-Signature': '' }],
  ])('not with %s', (_, changed) => {
    expect(isFrom({ ...right, ...changed })).toBe(false)
  })

  test('not when the body was touched, or the secret kept is none', () => {
    expect(isFrom(right, undefined, body.replace('41.8', '41.9'))).toBe(false)
    const unsigned = { ...right, 'X-Jane-Signature': sign(`${SENT_AT}:${body}`, '') }
    expect(isFrom(unsigned, '')).toBe(false)
    expect(isFrom(unsigned, 'agreed-token ')).toBe(false)
  })
})
