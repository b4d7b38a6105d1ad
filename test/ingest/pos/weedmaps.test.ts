import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { weedmaps } from '../../../api/ingest/pos/weedmaps.ts'
import type { Meaning } from '../../../api/ingest/vendor.ts'
import { meaningOf, refusalOf, told } from '../driver/told.ts'
import { contactIn, idsOf, NOTHING, standingOf, storyOf } from './meaning.ts'

const ORDER = {
  orderId: '41000777001',
  version: '2024-01',
  status: 'IN_PROGRESS',
  createdAt: '2026-04-25T01:05:00Z',
  lastModifiedAt: '2026-04-25T01:20:00Z',
  grandTotal: '84.50',
  customer: {
    id: '7',
    firstName: 'Ana',
    lastName: 'Reyes',
    phone: '+17075550141',
    dob: '1979-11-03',
    medicalRecommendation: { id: 'MR-99812', caregiverId: 'CG-4' },
  },
  documents: [{ documentType: 'GOVERNMENT_ISSUED_ID', url: 'https://files.example.com/id-card.jpg' }],
  customerNote: 'gate code 1234',
  lineItems: [{ name: 'Blue Dream 3.5 g' }],
  shippingAddress: {
    address1: '12 Alder St',
    address2: 'Unit B',
    city: 'Bodega',
    latitude: '38.3456',
    longitude: '-122.9731',
  },
}
const ID = ORDER.orderId
const send = (order: object = {}): Meaning => meaningOf(weedmaps, { body: { ...ORDER, ...order } })

describe('an order of Weedmaps', () => {
  test('is an order, what is new of it, and where it stands', () => {
    const meaning = send()
    expect(idsOf(meaning)).toEqual([`${ID}:received`, `${ID}:updated:1777080000000`, `${ID}:in_progress`])
    expect(storyOf(meaning)).toEqual([
      '2026-04-25T01:05:00.000Z order.received {"number":"41000777001","totalCents":8450}',
      '2026-04-25T01:20:00.000Z order.updated {"totalCents":8450}',
      '2026-04-25T01:20:00.000Z order.preparing',
    ])
  })

  test('has the door where its texts say, latitude first', () => {
    expect(contactIn(send(), ID)).toEqual({
      name: 'Ana Reyes',
      phone: '+17075550141',
      address: '12 Alder St, Unit B, Bodega',
      door: { lat: 38.3456, lng: -122.9731 },
    })
  })

  test.each([
    ['', '-122.97'],
    ['0', '0'],
    ['91', '-122.97'],
    ['38.3, 5', '-122.97'],
    [null, null],
  ])('at %j, %j has no door, and is an order all the same', (latitude, longitude) => {
    const shippingAddress = { ...ORDER.shippingAddress, latitude, longitude }
    expect(contactIn(send({ shippingAddress }), ID)).not.toHaveProperty('door')
  })

  test('brings nothing of birth date, recommendation, ID card, note and goods', () => {
    expect(JSON.stringify(send())).not.toMatch(/1979|MR-99812|CG-4|id-card|gate code|Blue Dream/)
  })

  test.each([
    ['PENDING', ''],
    ['IN_PROGRESS', 'order.preparing'],
    ['READY_FOR_ATTAINMENT', 'order.packed'],
    ['COMPLETE', 'handoff.completed'],
    ['complete', 'handoff.completed'],
    ['CANCELED_CUSTOMER', 'order.cancelled'],
    ['CANCELED_SELLER', 'order.cancelled'],
    ['FAILED', 'order.cancelled'],
  ])('with status %s also tells: %s', (status, expected) => {
    expect(standingOf(send({ status }))).toBe(expected)
  })

  test('with a status that nobody knows changes nothing, and the status is kept', () => {
    expect(send({ status: 'ON_HOLD' })).toEqual({ ...NOTHING, unknown: [{ orderId: ID, status: 'ON_HOLD' }] })
  })

  test('without an id is refused, and the field named', () => {
    expect(refusalOf(weedmaps, { body: { ...ORDER, orderId: undefined } })).toEqual({ status: 422, field: '/orderId' })
  })
})

describe('the price check of a draft', () => {
  test('is answered with the order that was sent, and is no order yet', () => {
    const parts = { body: { ...ORDER, status: 'DRAFT' } }
    expect(meaningOf(weedmaps, parts)).toEqual(NOTHING)
    expect(weedmaps.reply?.(told(parts))).toEqual({
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify(parts.body),
    })
  })

  test('is the only one that is answered so', () => {
    expect(weedmaps.reply?.(told({ body: ORDER }))).toBeUndefined()
    expect(weedmaps.answer.status).toBe(200)
  })
})

describe('a request is from Weedmaps', () => {
  const secret = '1f0c8a52-9d1e-4a4c-8f0e-3f5a7c9b1d20'
  const body = JSON.stringify(ORDER)
  const sign = (text: string, key = secret) => createHmac('sha256', key).update(text).digest('base64')
  const isFrom = (headers: Record<string, string>, query = '', kept = secret) =>
    weedmaps.isFrom(told({ body, headers, query }), kept)

  test('when it is signed, in base64', () => {
    expect(isFrom({ Signature: sign(body) })).toBe(true)
  })

  test('when it is not signed, and comes to the address that only Weedmaps was given', () => {
    expect(isFrom({}, `secret=${secret}`)).toBe(true)
  })

  test('not when the signature is of another body or secret, whatever the address', () => {
    expect(isFrom({ Signature: sign(`${body} `) }, `secret=${secret}`)).toBe(false)
    expect(isFrom({ Signature: sign(body, 'another') }, `secret=${secret}`)).toBe(false)
    expect(isFrom({ Signature: '' }, `secret=${secret}`)).toBe(false)
  })

  test('not without either, nor when no secret is kept', () => {
    expect(isFrom({})).toBe(false)
    expect(isFrom({ Signature: sign(body, '') }, '', '')).toBe(false)
    expect(isFrom({}, 'secret=', '')).toBe(false)
  })
})
