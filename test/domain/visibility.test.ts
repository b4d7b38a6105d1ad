import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Dispensary } from '../../api/domain/dispensary.ts'
import type { Milestone } from '../../api/domain/milestone.ts'
import type { Order } from '../../api/domain/order.ts'
import { distanceMeters, snapToGrid, type LatLng, type Position } from '../../api/domain/position.ts'
import type { Route } from '../../api/domain/route.ts'
import { minutes, seconds } from '../../api/domain/time.ts'
import { whatCustomerMaySee, type MapView } from '../../api/domain/visibility.ts'
import { STORE } from '../doorstep.ts'
import { SEED } from '../laws/seed.ts'
import { at, routeAfter, told } from './given.ts'

const DOOR: LatLng = { lat: 38.32, lng: -123.04 }
const NOW = at(30)

/** A place this many metres south of the door. */
const south = (meters: number): LatLng => ({ lat: DOOR.lat - meters / 111_195, lng: DOOR.lng })
/** A fix this many metres south of the door, this many seconds ago. */
const fix = (meters: number, secondsAgo: number): Position => ({ ...south(meters), at: NOW - seconds(secondsAgo) })

const order: Order = {
  id: '2',
  number: '1043',
  milestone: 'out-for-delivery',
  reachedAt: {},
  routeId: 'r',
  stopId: 'b',
}
const stops = [
  { stopId: 'a', orderIds: ['1'] },
  { stopId: 'b', orderIds: ['2', '3'] },
]
const planned = told(0, 'route.planned', { routeId: 'r', driverId: 'sam', stops })
const departed = told(5, 'route.departed', { routeId: 'r' })
const firstDone = told(20, 'handoff.completed', { orderId: '1' })
const onTheWay = routeAfter([planned, departed, firstDone])

type Given = {
  order?: Order
  route?: Route | null
  door?: LatLng | null
  recent?: Position[]
  visited?: LatLng[]
  rule?: Dispensary['visibility']
}
const seen = (given: Given = {}): MapView => {
  const route = given.route === null ? undefined : (given.route ?? onTheWay)
  const door = given.door === null ? undefined : (given.door ?? DOOR)
  const store = { ...STORE, ...(given.rule && { visibility: given.rule }) }
  const recent = given.recent ?? [fix(900, 40), fix(800, 5)]
  return whatCustomerMaySee(
    given.order ?? order,
    route,
    { door, recent, doorsVisited: given.visited ?? [] },
    store,
    NOW,
  )
}
const closed = (why: string): MapView => ({ open: false, why }) as MapView
const at10 = (milestone: Milestone): Order => ({ ...order, milestone })
const estimated = (inMinutes: number): Order => ({
  ...order,
  window: {
    estimateAt: NOW + minutes(inMinutes),
    from: NOW,
    to: NOW + minutes(20),
    latestBy: NOW + minutes(30),
    source: 'osrm',
  },
})

describe('a customer does not see the driver', () => {
  test.each<[string, Given, string]>([
    ['when the order is delivered', { order: at10('delivered') }, 'finished'],
    ['when it was not handed over', { order: at10('not-delivered') }, 'finished'],
    ['when it was brought back', { order: at10('returned') }, 'finished'],
    ['when it is cancelled', { order: at10('cancelled') }, 'finished'],
    ['when it is on no route', { route: null }, 'not-on-the-way'],
    ['before the departure', { route: routeAfter([planned]) }, 'not-on-the-way'],
    [
      'after the route has ended',
      { route: routeAfter([planned, departed, firstDone, told(29, 'route.ended', { routeId: 'r' })]) },
      'not-on-the-way',
    ],
    [
      'after a call for help',
      { route: routeAfter([planned, departed, firstDone, told(29, 'driver.duress', { driverId: 'sam' })]) },
      'withheld',
    ],
    ['when the dispensary shows no map', { rule: { map: false } }, 'withheld'],
    ['while another door comes before', { route: routeAfter([planned, departed]) }, 'not-next'],
    [
      'when another route carries the order',
      { route: { ...onTheWay, stops: onTheWay.stops.filter((stop) => stop.id !== 'b') } },
      'not-next',
    ],
    [
      'when its own part of the stop is done',
      { route: routeAfter([told(29, 'handoff.completed', { orderId: '2' })], onTheWay) },
      'finished',
    ],
    ['when the phone has told nothing', { recent: [] }, 'not-near'],
    ['when nobody knows where the door is', { door: null }, 'not-near'],
    ['while the driver is far', { recent: [fix(1_600, 60), fix(1_520, 5)] }, 'not-near'],
    ['when the phone has been silent for five minutes', { recent: [fix(800, 301)] }, 'signal-lost'],
    ['when the only fix is younger than the delay', { recent: [fix(800, 29)] }, 'not-near'],
  ])('%s', (_, given, why) => {
    expect(seen(given)).toEqual(closed(why))
  })
})

describe('near is', () => {
  test.each<[string, Given, boolean]>([
    ['within 1.5 km', { recent: [fix(1_490, 40), fix(1_490, 5)] }, true],
    [
      'or within ten minutes by the estimate, however far',
      { order: estimated(10), recent: [fix(4_000, 40), fix(3_900, 5)] },
      true,
    ],
    ['and not eleven', { order: estimated(11), recent: [fix(4_000, 40), fix(3_900, 5)] }, false],
    [
      'not by an estimate that has long passed: the driver is somewhere else',
      { order: estimated(-2), recent: [fix(4_000, 40), fix(3_900, 5)] },
      false,
    ],
    [
      'not by the estimate of an arrival that was',
      { order: { ...estimated(1), milestone: 'arrived' }, recent: [fix(4_000, 40), fix(3_900, 5)] },
      false,
    ],
    ['closer where the dispensary wants it closer', { rule: { nearMeters: 700 } }, false],
    [
      'sooner where the dispensary wants it sooner',
      { order: estimated(8), rule: { nearMinutes: 5 }, recent: [fix(4_000, 40), fix(3_900, 5)] },
      false,
    ],
    [
      'never farther, whatever the dispensary wants',
      { rule: { nearMeters: 5_000 }, recent: [fix(1_600, 40), fix(1_600, 5)] },
      false,
    ],
    [
      'never earlier, whatever the dispensary wants',
      { order: estimated(11), rule: { nearMinutes: 60 }, recent: [fix(4_000, 40), fix(3_900, 5)] },
      false,
    ],
  ])('%s', (_, given, open) => {
    expect(seen(given).open).toBe(open)
  })
})

describe('what a customer sees', () => {
  test('is the driver of half a minute ago, on a coarse grid', () => {
    const recent = [fix(1_200, 70), fix(1_000, 31), fix(800, 5)]
    expect(seen({ recent })).toEqual({
      open: true,
      position: { ...snapToGrid(south(1_000), 150), at: NOW - seconds(31) },
      stale: false,
    })
  })

  test('is fresh and finer in the last 500 metres', () => {
    expect(seen({ recent: [fix(700, 40), fix(480, 2)] })).toEqual({
      open: true,
      position: { ...snapToGrid(south(480), 15), at: NOW - seconds(2) },
      stale: false,
    })
  })

  test('is said to be old after a minute and a half', () => {
    expect(seen({ recent: [fix(800, 91)] })).toMatchObject({ open: true, stale: true })
  })

  test('is a position and nothing else of the fix: no speed, no heading, no accuracy', () => {
    const recent = [{ ...fix(800, 40), speedMetersPerSecond: 12, headingDegrees: 90, accuracyMeters: 4 }]
    const view = seen({ recent })
    expect(view.open && Object.keys(view.position)).toEqual(['lat', 'lng', 'at'])
  })
})

describe('nothing of the door before is shown', () => {
  // The door before lies 600 m south, within the distance that counts as near; it was done ten minutes ago.
  const doneAt = 600
  const atTheOther = [fix(600, 700), fix(600, 640), fix(600, 605)]

  test('not where the driver was when it was being done', () => {
    expect(seen({ recent: atTheOther, route: { ...onTheWay, nextSince: NOW - seconds(4) } })).toEqual(
      closed('not-near'),
    )
  })

  test('not where the driver still is after it', () => {
    expect(seen({ recent: [...atTheOther, fix(598, 595), fix(600, 100), fix(590, 40), fix(590, 3)] })).toEqual(
      closed('not-near'),
    )
  })

  test('not in the last 500 metres either, where positions are fresh and fine', () => {
    const recent = [fix(490, doneAt + 3), fix(480, 2)]
    expect(seen({ recent })).toEqual(closed('not-near'))
  })

  test('nor the first fix after it, should the phone have been silent at the door', () => {
    expect(seen({ recent: [fix(1_400, 715), fix(600, 590), fix(600, 4)] })).toEqual(closed('not-near'))
  })

  test('but the first fix after it when the driver has long gone on', () => {
    expect(seen({ recent: [fix(450, 500)], route: { ...onTheWay, nextSince: NOW - seconds(560) } })).toEqual(
      closed('signal-lost'),
    )
    expect(seen({ recent: [fix(450, 50)], route: { ...onTheWay, nextSince: NOW - seconds(110) } }).open).toBe(true)
  })

  test('nor anything near a door that the driver has been at, however long ago and however silent the phone', () => {
    expect(seen({ recent: [fix(450, 40), fix(450, 2)], visited: [south(640)] })).toEqual(closed('not-near'))
    expect(seen({ recent: [fix(430, 40), fix(430, 2)], visited: [south(640)] }).open).toBe(true)
  })

  test('but the driver once they have left it', () => {
    const recent = [...atTheOther, fix(600, 590), fix(390, 2)]
    expect(seen({ recent })).toEqual({
      open: true,
      position: { ...snapToGrid(south(390), 15), at: NOW - seconds(2) },
      stale: false,
    })
  })

  test('and nothing from before the departure, which may have been from a door of the route before', () => {
    const alone = [{ stopId: 'b', orderIds: ['2'] }]
    const justLeft = routeAfter([
      told(29, 'route.planned', { routeId: 'r', driverId: 'sam', stops: alone }),
      told(29.9, 'route.departed', { routeId: 'r' }),
    ])
    expect(seen({ route: justLeft, recent: [fix(700, 60), fix(700, 2)] })).toEqual(closed('not-near'))
  })
})

describe('whatever the drive', () => {
  test('an open map is of the next stop, near, on the grid, and away from where another door was done', () => {
    const place = fc.record({
      meters: fc.integer({ min: 0, max: 6_000 }),
      secondsAgo: fc.integer({ min: 0, max: 880 }),
    })
    // A driver's track holds one fix for each instant.
    const drive = fc.uniqueArray(place, { maxLength: 30, selector: ({ secondsAgo }) => secondsAgo })
    fc.assert(
      fc.property(drive, fc.integer({ min: 0, max: 900 }), (places, sinceSecondsAgo) => {
        const recent = places.map(({ meters, secondsAgo }) => fix(meters, secondsAgo)).sort((a, b) => a.at - b.at)
        const nextSince = NOW - seconds(sinceSecondsAgo)
        const view = seen({ recent, route: { ...onTheWay, nextSince } })
        if (!view.open) return
        const latest = recent.at(-1)!
        expect(distanceMeters(latest, DOOR)).toBeLessThanOrEqual(1_500)
        expect(view.position.at).toBeGreaterThan(nextSince)
        const grid = distanceMeters(latest, DOOR) <= 500 ? 15 : 150
        const { at: _, ...shown } = view.position
        expect(shown).toEqual(snapToGrid(recent.find((one) => one.at === view.position.at)!, grid))
      }),
      { seed: SEED, numRuns: 1_000 },
    )
  })
})
