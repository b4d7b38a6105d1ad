import { describe, expect, test } from 'vitest'
import type { DoorstepEvent } from '../../api/domain/event.ts'
import type { Order } from '../../api/domain/order.ts'
import { at, orderAfter, told } from './given.ts'

const o = { orderId: '1' }
const stop = { routeId: 'r', stopId: 'a' }
const received = told(0, 'order.received', { ...o, number: '1042' })
const planned = told(3, 'route.planned', { routeId: 'r', driverId: 'sam', stops: [{ stopId: 'a', orderIds: ['1'] }] })
const departed = told(5, 'route.departed', { routeId: 'r' })
const revised = (minute: number, from: number, to: number): DoorstepEvent =>
  told(minute, 'window.revised', {
    ...o,
    from: at(from),
    to: at(to),
    estimateAt: at((from + to) / 2),
    latestBy: at(to + 5),
    source: 'valhalla',
    cause: 'departed',
  })

const cases: { title: string; events: DoorstepEvent[]; then: Partial<Order>; crossed: string }[] = [
  {
    title: 'an evening as it should be',
    events: [
      received,
      told(1, 'order.verified', o),
      told(2, 'order.preparing', o),
      told(2.5, 'order.packed', o),
      planned,
      departed,
      told(20, 'stop.approached', stop),
      told(24, 'stop.arrived', stop),
      told(27, 'handoff.completed', { ...o, idChecked: true }),
    ],
    then: {
      milestone: 'delivered',
      routeId: 'r',
      stopId: 'a',
      reachedAt: {
        received: at(0),
        preparing: at(2),
        'out-for-delivery': at(5),
        'arriving-soon': at(20),
        arrived: at(24),
        delivered: at(27),
      },
    },
    crossed: 'received preparing out-for-delivery arriving-soon arrived delivered',
  },
  {
    title: 'an order packed without a word of preparing is being prepared',
    events: [received, told(2, 'order.packed', o)],
    then: { milestone: 'preparing', reachedAt: { received: at(0), preparing: at(2) } },
    crossed: 'received preparing',
  },
  {
    title: 'the same thing told twice is passed once, at the time first told',
    events: [received, departed, told(7, 'route.departed', { routeId: 'r' })],
    then: { milestone: 'out-for-delivery', reachedAt: { received: at(0), 'out-for-delivery': at(5) } },
    crossed: 'received out-for-delivery',
  },
  {
    title: 'an order received twice keeps what it was',
    events: [received, told(2, 'order.preparing', o), told(4, 'order.received', { ...o, number: 'other' })],
    then: { number: '1042', milestone: 'preparing' },
    crossed: 'received preparing',
  },
  {
    title: 'a step told late fills in its time and does not set the order back',
    events: [received, told(24, 'stop.arrived', stop), told(20, 'stop.approached', stop), departed],
    then: {
      milestone: 'arrived',
      reachedAt: { received: at(0), 'out-for-delivery': at(5), 'arriving-soon': at(20), arrived: at(24) },
    },
    crossed: 'received arrived arriving-soon out-for-delivery',
  },
  {
    title: 'a step told late that claims to have been later contradicts what is known and is not believed',
    events: [received, told(24, 'stop.arrived', stop), told(25, 'stop.approached', stop)],
    then: { milestone: 'arrived', reachedAt: { received: at(0), arrived: at(24) } },
    crossed: 'received arrived',
  },
  {
    title: 'after delivery nothing moves the order any more',
    events: [
      received,
      told(27, 'handoff.completed', o),
      told(28, 'order.cancelled', { ...o, reason: 'refunded' }),
      told(29, 'handoff.refused', { ...o, reason: 'no-id' }),
      told(30, 'order.returned', o),
      told(31, 'stop.arrived', stop),
      revised(32, 40, 50),
      told(33, 'route.planned', { routeId: 'other', driverId: 'lee', stops: [{ stopId: 'x', orderIds: ['1'] }] }),
    ],
    then: { id: '1', number: '1042', milestone: 'delivered', reachedAt: { received: at(0), delivered: at(27) } },
    crossed: 'received delivered',
  },
  {
    title: 'a cancelled order says why and stays cancelled',
    events: [
      received,
      told(3, 'order.cancelled', { ...o, reason: 'out-of-stock' }),
      departed,
      told(9, 'handoff.completed', o),
    ],
    then: {
      id: '1',
      number: '1042',
      milestone: 'cancelled',
      reason: 'out-of-stock',
      reachedAt: { received: at(0), cancelled: at(3) },
    },
    crossed: 'received cancelled',
  },
  {
    title: 'an order that was not handed over may be tried again, with a new window and its steps anew',
    events: [
      received,
      told(2, 'order.preparing', o),
      planned,
      departed,
      revised(5, 20, 30),
      told(24, 'stop.arrived', stop),
      told(30, 'handoff.refused', { ...o, reason: 'not-home' }),
      told(60, 'route.departed', { routeId: 'r2' }),
    ],
    then: {
      id: '1',
      number: '1042',
      milestone: 'out-for-delivery',
      routeId: 'r',
      stopId: 'a',
      reachedAt: { received: at(0), preparing: at(2), 'out-for-delivery': at(60) },
    },
    crossed: 'received preparing out-for-delivery arrived not-delivered out-for-delivery',
  },
  {
    title: 'the road of the failed attempt, told late, is not a new attempt',
    events: [
      received,
      told(30, 'handoff.refused', { ...o, reason: 'no-id' }),
      told(24, 'stop.arrived', stop),
      departed,
    ],
    then: { milestone: 'not-delivered', reason: 'no-id', reachedAt: { received: at(0), 'not-delivered': at(30) } },
    crossed: 'received not-delivered',
  },
  {
    title: 'the failure of the first attempt, told again during the second, does not fail the second',
    events: [
      received,
      departed,
      told(30, 'handoff.refused', { ...o, reason: 'not-home' }),
      told(60, 'route.departed', { routeId: 'r2' }),
      told(30, 'handoff.refused', { ...o, reason: 'not-home' }),
    ],
    then: { milestone: 'out-for-delivery', reachedAt: { received: at(0), 'out-for-delivery': at(60) } },
    crossed: 'received out-for-delivery not-delivered out-for-delivery',
  },
  {
    title: 'an order that was not handed over may be brought back, and then it is over',
    events: [received, told(30, 'handoff.refused', { ...o, reason: 'no-id' }), told(50, 'order.returned', o), departed],
    then: { milestone: 'returned', reason: 'no-id' },
    crossed: 'received not-delivered returned',
  },
  {
    title: 'the promise is the first window; the window is the latest',
    events: [received, revised(5, 20, 30), revised(9, 25, 40)],
    then: {
      promise: { from: at(20), to: at(30) },
      window: { from: at(25), to: at(40), estimateAt: at(32.5), latestBy: at(45), source: 'valhalla' },
    },
    crossed: 'received',
  },
  {
    title: 'what a change of the order leaves out stays',
    events: [
      told(0, 'order.received', { ...o, number: '1042', totalCents: 5_000, payment: 'due', type: 'scheduled' }),
      told(1, 'order.updated', { ...o, payment: 'paid' }),
    ],
    then: { totalCents: 5_000, payment: 'paid', type: 'scheduled' },
    crossed: 'received',
  },
  {
    title: 'a customer who no longer wants to wait changes its type, and late news of it changes nothing',
    events: [
      told(0, 'order.received', { ...o, number: '1042', type: 'scheduled' }),
      told(2, 'order.updated', { ...o, type: 'asap' }),
      told(1, 'order.updated', { ...o, type: 'scheduled' }),
    ],
    then: { type: 'asap' },
    crossed: 'received',
  },
  {
    title: 'a channel turned off and on again is on',
    events: [
      received,
      told(1, 'consent.withdrawn', { ...o, channel: 'sms', source: 'page', scope: 'order' }),
      told(1, 'consent.withdrawn', { ...o, channel: 'email', source: 'page', scope: 'order' }),
      told(2, 'consent.given', { ...o, channel: 'sms', wording: 'w', source: 'page' }),
    ],
    then: { optedOut: [{ channel: 'email', source: 'page' }] },
    crossed: 'received',
  },
]

describe('an order is what was told of it', () => {
  test.each(cases)('$title', ({ events, then, crossed }) => {
    const result = orderAfter(events)
    expect(result.order).toMatchObject(then)
    expect(result.crossed.join(' ')).toBe(crossed)
    if ('id' in then) expect(result.order).toEqual(then)
  })
})

describe('an order rides on one route', () => {
  const onRoute = orderAfter([received, planned, departed, revised(6, 20, 30)]).order
  const other = { routeId: 'r2', driverId: 'lee', stops: [{ stopId: 'b', orderIds: ['1', '2'] }] }

  test('on another route it loses the window of the first, and keeps the promise', () => {
    const { window: _, ...rest } = onRoute
    expect(orderAfter([told(8, 'route.planned', other)], onRoute).order).toEqual({
      ...rest,
      routeId: 'r2',
      stopId: 'b',
    })
  })

  test('left out of the new plan of its route it is on none', () => {
    const { window: _, routeId: __, stopId: ___, ...rest } = onRoute
    const without = { routeId: 'r', driverId: 'sam', stops: [{ stopId: 'c', orderIds: ['3'] }] }
    expect(orderAfter([told(8, 'route.planned', without)], onRoute).order).toEqual(rest)
  })

  test('the plan of a route that it is not on is none of its business', () => {
    const strange = { routeId: 'r3', driverId: 'lee', stops: [{ stopId: 'c', orderIds: ['3'] }] }
    expect(orderAfter([told(8, 'route.planned', strange)], onRoute).order).toBe(onRoute)
  })

  test('planned again at another stop of the same route it keeps its window', () => {
    const moved = { routeId: 'r', driverId: 'sam', stops: [{ stopId: 'z', orderIds: ['1'] }] }
    expect(orderAfter([told(8, 'route.planned', moved)], onRoute).order).toEqual({ ...onRoute, stopId: 'z' })
  })
})
