import { describe, expect, test } from 'vitest'
import { spoke } from '../../../api/ingest/driver/spoke.ts'
import { CONTEXT, meaningOf, refusalOf } from './told.ts'

const AT = Date.parse('2026-04-25T01:30:00.588Z')
const ATTEMPTED_AT = Date.parse('2026-04-25T01:29:50Z')
const STOP = {
  id: 'plans/p1/stops/s1',
  type: 'stop',
  address: { addressLineOne: '12 Alder St', latitude: 38.31, longitude: -123.04 },
  recipient: { externalId: '77', name: 'Ana Reyes', phone: '+17075550141' },
  orderInfo: { products: ['Blue Dream 3.5 g'], sellerOrderId: '5012' },
  eta: { estimatedArrivalAt: AT / 1_000 },
  route: { driver: 'drivers/sam' },
}
const body = (type: string, stop: object = {}) => ({ type, version: 'v0.2b', created: AT, data: { ...STOP, ...stop } })
const attempt = (state: string | null, succeeded: boolean | null, attempted = true) =>
  body('stop.attempted_delivery', {
    deliveryInfo: {
      attempted,
      succeeded,
      state,
      attemptedAt: ATTEMPTED_AT / 1_000,
      signeeName: 'Ana Reyes',
      photoUrls: ['https://photos.example/door.jpg'],
    },
  })
const translate = (value: object, statuses = {}) => meaningOf(spoke, { body: value }, { statuses })
const NOTHING = { events: [], fixes: [], unknown: [] }

describe('Spoke tells of an order', () => {
  test.each([
    ['that a driver has it on a route', 'stop.allocated', 'order.preparing'],
    ['that it left the store', 'stop.out_for_delivery', 'order.departed'],
  ])('%s, and where its door is', (_, type, expected) => {
    expect(translate(body(type))).toEqual({
      events: [
        {
          eventId: `plans/p1/stops/s1:${type}`,
          event: { type: expected, time: AT, data: { orderId: '5012' } },
          attached: { contacts: { '5012': { door: { lat: 38.31, lng: -123.04 } } } },
        },
      ],
      fixes: [],
      unknown: [],
    })
  })

  test('that it was given to the customer, at the second that the driver said so, and nothing of who signed', () => {
    expect(translate(attempt('delivered_to_recipient', true))).toEqual({
      events: [
        {
          eventId: 'plans/p1/stops/s1:delivered_to_recipient',
          event: { type: 'handoff.completed', time: ATTEMPTED_AT, data: { orderId: '5012' } },
        },
      ],
      fixes: [],
      unknown: [],
    })
  })

  test.each([
    ['failed_not_home', 'not-home'],
    ['failed_cant_find_address', 'address'],
    ['failed_payment_not_received', 'payment'],
    ['failed_no_parking', 'other'],
    ['failed_no_time', 'other'],
    ['failed_package_not_available', 'other'],
    ['failed_missing_required_proof', 'other'],
    ['failed_other', 'other'],
    ['failed_in_a_new_way', 'other'],
    ['constructor', 'other'],
  ])('that it was not: %s is %s', (state, reason) => {
    const { events, unknown } = translate(attempt(state, false))
    expect(events).toEqual([
      {
        eventId: `plans/p1/stops/s1:${state}`,
        event: { type: 'handoff.refused', time: ATTEMPTED_AT, data: { orderId: '5012', reason } },
      },
    ])
    expect(unknown).toEqual([])
  })

  test.each([
    'delivered_to_third_party',
    'delivered_to_mailbox',
    'delivered_to_safe_place',
    'delivered_to_pickup_point',
    'delivered_other',
    'picked_up_from_customer',
    'delivered_in_a_new_way',
  ])('that it was left elsewhere, which is no handover and is for staff to see: %s', (state) => {
    expect(translate(attempt(state, true))).toEqual({ ...NOTHING, unknown: [{ orderId: '5012', status: state }] })
  })

  test.each([
    ['a driver takes it back', 'unattempted', null, false],
    ['it says both', 'delivered_to_recipient', null, true],
    ['it says that nobody tried', 'delivered_to_recipient', true, false],
  ])('and is not believed when %s', (_, state, succeeded, attempted) => {
    expect(translate(attempt(state, succeeded, attempted))).toEqual({
      ...NOTHING,
      unknown: [{ orderId: '5012', status: state }],
    })
  })

  test('and how it ended without saying where', () => {
    expect(translate(attempt(null, true)).unknown).toEqual([{ orderId: '5012', status: 'attempted' }])
    expect(translate(attempt(null, false)).events.map(({ event }) => event.type)).toEqual(['handoff.refused'])
  })

  test('in words that the dispensary has given a meaning', () => {
    const { events } = translate(attempt('delivered_to_third_party', true), { delivered_to_third_party: 'delivered' })
    expect(events.map(({ event }) => event.type)).toEqual(['handoff.completed'])
  })

  test('by a clock that runs ahead: it was now', () => {
    expect(translate({ ...body('stop.out_for_delivery'), created: CONTEXT.now + 5_000 }).events[0]?.event.time).toBe(
      CONTEXT.now,
    )
  })

  test('something new of a stop: it changes nothing and staff see it', () => {
    expect(translate(body('stop.teleported'))).toEqual({
      ...NOTHING,
      unknown: [{ orderId: '5012', status: 'stop.teleported' }],
    })
  })
})

describe('what changes nothing', () => {
  test.each<[string, object]>([
    ['a driver leaves a door', body('stop.departed')],
    ['there is a link of Spoke’s own', body('stop.tracking_link_added')],
    ['the depot is where the day begins', body('stop.out_for_delivery', { type: 'start' })],
    ['the depot is where it ends', body('stop.out_for_delivery', { type: 'end' })],
    ['something is to be fetched', body('stop.out_for_delivery', { activity: 'pickup' })],
    [
      'a stop is not planned yet',
      { type: 'unassigned_stop.tracking_link_added', created: AT, data: { id: 'unassignedStops/u1' } },
    ],
  ])('%s', (_, value) => {
    expect(translate(value)).toEqual(NOTHING)
  })
})

test.each([{ data: {} }, {}, { data: { id: 'plans/p/stops/s' } }])(
  'somebody tries the webhook out with %j: a test, whatever is in it',
  (beside) => {
    expect(translate({ type: 'test.send_event', created: AT, ...beside })).toEqual({ ...NOTHING, isTest: true })
  },
)

describe('which order a stop is of', () => {
  const orderOf = (orderInfo: unknown) => translate(body('stop.attempted', { orderInfo })).unknown[0]?.orderId

  test('its seller’s order id says, never the customer’s own id, which might be another order', () => {
    expect(orderOf({ sellerOrderId: '5012' })).toBe('5012')
    expect(orderOf({ sellerOrderId: 5012 })).toBe('5012')
    expect(orderOf({ sellerOrderId: null })).toBe('plans/p1/stops/s1')
    expect(orderOf({ sellerOrderId: 2 ** 60 })).toBe('plans/p1/stops/s1')
    expect(orderOf(null)).toBe('plans/p1/stops/s1')
  })
})

test.each([
  ['no door', {}],
  ['a door beyond the pole', { latitude: 91, longitude: 1 }],
  ['a door on no map', { latitude: 0, longitude: 0 }],
])('a departure is heard though Spoke tells %s', (_, address) => {
  const { events } = translate(body('stop.out_for_delivery', { address }))
  expect(events.map(({ event, attached }) => [event.type, attached])).toEqual([['order.departed', undefined]])
})

test.each<[string, object, string]>([
  ['no kind', { created: AT }, '/type'],
  ['no time', { type: 'stop.allocated' }, '/created'],
  ['no stop', { type: 'stop.allocated', created: AT }, '/data'],
  ['a stop without its id', body('stop.allocated', { id: '' }), '/data/id'],
  ['an id with a NUL in it', body('stop.allocated', { id: 'a\0b' }), '/data/id'],
  [
    'an outcome in words',
    body('stop.attempted_delivery', { deliveryInfo: { attempted: true, succeeded: 'yes' } }),
    '/data/deliveryInfo/succeeded',
  ],
])('Spoke is refused with %s, by its field', (_, value, field) => {
  expect(refusalOf(spoke, { body: value })).toEqual({ status: 422, field })
})
