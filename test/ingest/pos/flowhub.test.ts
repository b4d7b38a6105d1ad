import { describe, expect, test } from 'vitest'
import { flowhub } from '../../../api/ingest/pos/flowhub.ts'
import type { Context, Meaning } from '../../../api/ingest/vendor.ts'
import { meaningOf, refusalOf, told } from '../driver/told.ts'
import { idsOf, NOTHING, standingOf, storyOf } from './meaning.ts'

const STATUS = { customerExternalId: 'c-31', orderId: 'fh-20881', status: 'inTransit' }
const send = (status: object = {}, context: Partial<Context> = {}): Meaning =>
  meaningOf(flowhub, { body: { ...STATUS, ...status } }, context)

describe('a status of Flowhub', () => {
  test('is told as of now, as it brings no time', () => {
    expect(storyOf(send())).toEqual([
      '2026-04-25T02:00:00.000Z order.received {"number":"fh-20881"}',
      '2026-04-25T02:00:00.000Z order.departed',
    ])
    expect(idsOf(send())).toEqual(['fh-20881:received', 'fh-20881:intransit'])
  })

  test.each([
    ['new', ''],
    ['started', 'order.preparing'],
    ['ready', 'order.packed'],
    ['inTransit', 'order.departed'],
    ['INTRANSIT', 'order.departed'],
    ['delivered', 'handoff.completed'],
    ['unableToComplete', 'handoff.refused'],
    ['unableToVerify', 'handoff.refused'],
    ['deleted', 'order.cancelled'],
  ])('%s tells: %s', (status, expected) => {
    expect(standingOf(send({ status }))).toBe(expected)
  })

  test('says that it was the ID when it could not be verified', () => {
    const reasonOf = (status: string) => send({ status }).events.at(-1)?.event.data
    expect(reasonOf('unableToVerify')).toEqual({ orderId: 'fh-20881', reason: 'no-id' })
    expect(reasonOf('unableToComplete')).toEqual({ orderId: 'fh-20881', reason: 'other' })
  })

  test('sold closes the sale and hands nothing over, unless the dispensary says so', () => {
    expect(send({ status: 'sold' })).toEqual(NOTHING)
    expect(standingOf(send({ status: 'Sold' }, { statuses: { sold: 'delivered' } }))).toBe('handoff.completed')
  })

  test('inQueue means nobody knows what: it is kept', () => {
    expect(send({ status: 'inQueue' })).toEqual({ ...NOTHING, unknown: [{ orderId: 'fh-20881', status: 'inQueue' }] })
  })

  test('of an order that is picked up is none of Doorstep’s', () => {
    expect(send({ orderType: 'pickup' })).toEqual(NOTHING)
    expect(send({ orderType: 'Delivery' })).not.toEqual(NOTHING)
  })

  test('without an id or a status is refused, and the field named', () => {
    expect(refusalOf(flowhub, { body: { status: 'new' } })).toEqual({ status: 422, field: '/orderId' })
    expect(refusalOf(flowhub, { body: { orderId: 'x' } })).toEqual({ status: 422, field: '/status' })
  })

  test('is from Flowhub when it comes to the address that only Flowhub was given', () => {
    const isFrom = (query: string, secret = 'pb-51c') => flowhub.isFrom(told({ query, body: STATUS }), secret)
    expect(isFrom('secret=pb-51c')).toBe(true)
    expect(isFrom('secret=pb-51d')).toBe(false)
    expect(isFrom('')).toBe(false)
    expect(isFrom('secret=', '')).toBe(false)
  })
})
