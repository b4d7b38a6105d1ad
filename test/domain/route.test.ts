import { describe, expect, test } from 'vitest'
import type { DoorstepEvent } from '../../api/domain/event.ts'
import {
  isUnderWay,
  nextStop,
  ordersVisited,
  stopOfOrder,
  stopsBefore,
  unfinishedStops,
  withoutOrders,
  type Route,
} from '../../api/domain/route.ts'
import { at, routeAfter, told } from './given.ts'

const r = { routeId: 'r' }
const planned = (minute: number, stops: Record<string, string[]>, driverId = 'sam'): DoorstepEvent =>
  told(minute, 'route.planned', {
    ...r,
    driverId,
    stops: Object.entries(stops).map(([stopId, orderIds]) => ({ stopId, orderIds })),
  })

const evening = [planned(0, { a: ['1'], b: ['2', '3'], c: ['4'] }), told(5, 'route.departed', r)]
const done = (minute: number, orderId: string): DoorstepEvent => told(minute, 'handoff.completed', { orderId })

/** What matters of a route, on one line: stops left, when it turned to the next, whether it is on the road. */
const summary = (route: Route) => ({
  left: unfinishedStops(route)
    .map((stop) => stop.id)
    .join(' '),
  nextSince: route.nextSince,
  underWay: isUnderWay(route),
})

const cases: { title: string; events: DoorstepEvent[]; then: ReturnType<typeof summary> }[] = [
  {
    title: 'a planned route is not on the road',
    events: [planned(0, { a: ['1'] })],
    then: { left: 'a', nextSince: at(0), underWay: false },
  },
  {
    title: 'departure makes the first stop the next',
    events: evening,
    then: { left: 'a b c', nextSince: at(5), underWay: true },
  },
  {
    title: 'a departure told twice is the first one',
    events: [...evening, told(8, 'route.departed', r)],
    then: { left: 'a b c', nextSince: at(5), underWay: true },
  },
  {
    title: 'a handoff finishes its stop',
    events: [...evening, done(12, '1')],
    then: { left: 'b c', nextSince: at(12), underWay: true },
  },
  {
    title: 'a stop of two orders is finished when both are done',
    events: [...evening, done(12, '1'), done(20, '2')],
    then: { left: 'b c', nextSince: at(12), underWay: true },
  },
  {
    title: 'a refusal and a cancellation finish a stop like a handoff',
    events: [
      ...evening,
      told(12, 'handoff.refused', { orderId: '1', reason: 'no-id' }),
      done(20, '2'),
      told(21, 'order.cancelled', { orderId: '3' }),
    ],
    then: { left: 'c', nextSince: at(21), underWay: true },
  },
  {
    title: 'a cancellation further down the road does not change where the driver is going',
    events: [...evening, told(9, 'order.cancelled', { orderId: '4' })],
    then: { left: 'a b', nextSince: at(5), underWay: true },
  },
  {
    title: 'the stops in another sequence: another is next from now on',
    events: [...evening, told(9, 'route.resequenced', { ...r, stopIds: ['c', 'a', 'b'] })],
    then: { left: 'c a b', nextSince: at(9), underWay: true },
  },
  {
    title: 'stops that a new sequence does not name come last, as they were',
    events: [...evening, told(9, 'route.resequenced', { ...r, stopIds: ['c'] })],
    then: { left: 'c a b', nextSince: at(9), underWay: true },
  },
  {
    title: 'a sequence that leaves the next stop next changes nothing of it',
    events: [...evening, told(9, 'route.resequenced', { ...r, stopIds: ['a', 'c', 'b'] })],
    then: { left: 'a c b', nextSince: at(5), underWay: true },
  },
  {
    title: 'a plan told again keeps what happened at its stops',
    events: [...evening, done(12, '1'), planned(14, { a: ['1'], b: ['2', '3'], c: ['4'], d: ['5'] })],
    then: { left: 'b c d', nextSince: at(12), underWay: true },
  },
  {
    title: 'another driver on the same route is on the way since then',
    events: [...evening, planned(14, { a: ['1'], b: ['2', '3'], c: ['4'] }, 'lee')],
    then: { left: 'a b c', nextSince: at(14), underWay: true },
  },
  {
    title: 'the end of a route stays its end',
    events: [...evening, told(90, 'route.ended', r), told(95, 'route.departed', r)],
    then: { left: 'a b c', nextSince: at(90), underWay: false },
  },
  {
    title: 'a refusal from before the departure belongs to an earlier attempt',
    events: [...evening, told(3, 'handoff.refused', { orderId: '1', reason: 'not-home' })],
    then: { left: 'a b c', nextSince: at(5), underWay: true },
  },
]

describe('a route is what was told of it', () => {
  test.each(cases)('$title', ({ events, then }) => {
    expect(summary(routeAfter(events))).toEqual(then)
  })

  test('nothing is known of a route that nobody planned', () => {
    expect(() => routeAfter([told(5, 'route.departed', r)])).toThrow('No route was planned')
  })

  test('approach and arrival are noted once, at the stop they are of', () => {
    const stop = { ...r, stopId: 'a' }
    const route = routeAfter([
      ...evening,
      told(8, 'stop.approached', stop),
      told(9, 'stop.approached', stop),
      told(10, 'stop.arrived', stop),
      told(11, 'stop.arrived', stop),
    ])
    expect(route.stops).toEqual([
      { id: 'a', orderIds: ['1'], doneOrderIds: [], approachedAt: at(8), arrivedAt: at(10) },
      { id: 'b', orderIds: ['2', '3'], doneOrderIds: [] },
      { id: 'c', orderIds: ['4'], doneOrderIds: [] },
    ])
  })

  test('a handoff told twice is done once', () => {
    const once = routeAfter([...evening, done(12, '1')])
    expect(routeAfter([done(13, '1')], once)).toEqual(once)
  })

  test('a call for help hides the driver for the rest of the route', () => {
    const route = routeAfter([
      ...evening,
      told(9, 'driver.duress', { driverId: 'sam' }),
      planned(14, { a: ['1'], b: ['2'] }),
    ])
    expect(route.withheld).toBe(true)
  })
})

describe('how many doors come before', () => {
  const route = routeAfter([...evening, done(12, '1')])

  test.each<[string, number | undefined, string]>([
    ['1', undefined, 'its own door is done'],
    ['2', 0, 'it is next'],
    ['3', 0, 'it is next, with another order at the same door'],
    ['4', 1, 'one'],
    ['9', undefined, 'it is not on this route'],
  ])('order %s: %s, for %s', (orderId, expected) => {
    expect(stopsBefore(route, orderId)).toBe(expected)
  })
})

test('the doors that the driver has been at are those that are done and those that were reached', () => {
  const reached = told(14, 'stop.arrived', { ...r, stopId: 'b' })
  const route = routeAfter([...evening, done(12, '1'), reached])
  expect([ordersVisited(route, '4'), ordersVisited(route, '2')]).toEqual([['1', '2', '3'], ['1']])
})

describe('orders that another route carries now', () => {
  const route = routeAfter(evening)

  test('leave their stop to the others', () => {
    const after = withoutOrders(route, ['2'], at(7))
    expect(stopOfOrder(after, '3')?.orderIds).toEqual(['3'])
    expect(stopOfOrder(after, '2')).toBeUndefined()
    expect(after.nextSince).toBe(at(5))
  })

  test('take a stop with them that was theirs alone, and the driver turns to the next', () => {
    const after = withoutOrders(route, ['1'], at(7))
    expect(nextStop(after)?.id).toBe('b')
    expect(after.nextSince).toBe(at(7))
  })
})
