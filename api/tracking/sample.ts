import { findDispensary } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import type { TrackView } from '../contract.ts'
import type { Dispensary } from '../domain/dispensary.ts'
import { EXITS, STEPS, type Milestone } from '../domain/milestone.ts'
import type { Order } from '../domain/order.ts'
import type { LatLng } from '../domain/position.ts'
import type { Route } from '../domain/route.ts'
import { minutes, seconds, type Instant } from '../domain/time.ts'
import type { Clock } from '../ports.ts'
import { buildViews } from './view.ts'

/** The view of a sample: of an order that never was, at this milestone, sold by this dispensary or by nobody. */
export type SampleOf = (token: string) => Promise<TrackView | undefined>

/** `sample`, `sample.delivered`, `sample.delivered.alder-bay`: no token of a link has a dot or is so short. */
export const isSample = (token: string): boolean => /^sample(\.[a-z0-9-]+){0,2}$/.test(token)

const NOBODY: Dispensary = {
  id: 'sample',
  name: 'Your store',
  legalName: 'Your store’s legal name',
  licence: 'and its number',
  state: 'CA',
  timeZone: 'America/Los_Angeles',
  position: { lat: 37.7793, lng: -122.4193 },
  accent: '#1f6f5c',
  phone: '+14155550134',
}

type Deps = { db: Database; clock: Clock; styleUrl: string }

/** Whoever builds a page or tries the look of one needs an order to look at, in each of its states. */
export function createSampleOf({ db, clock, styleUrl }: Deps): SampleOf {
  return async (token) => {
    const [, milestone = 'out-for-delivery', id] = token.split('.')
    const dispensary = id === undefined ? NOBODY : await findDispensary(db, id)
    const known: readonly string[] = [...STEPS, ...EXITS]
    return known.includes(milestone) && dispensary
      ? sample(milestone as Milestone, dispensary, clock(), styleUrl)
      : undefined
  }
}

const ON_THE_ROAD = { received: 48, preparing: 36, 'out-for-delivery': 27 }
const AT_THE_DOOR = { ...ON_THE_ROAD, 'arriving-soon': 6, arrived: 2 }
/** Minutes since each milestone was passed, by where the order is. */
const PASSED: Record<Milestone, Partial<Record<Milestone, number>>> = {
  received: { received: 4 },
  preparing: { received: 14, preparing: 5 },
  'out-for-delivery': ON_THE_ROAD,
  'arriving-soon': { ...ON_THE_ROAD, 'arriving-soon': 2 },
  arrived: AT_THE_DOOR,
  delivered: { ...AT_THE_DOOR, delivered: 1 },
  'not-delivered': { ...AT_THE_DOOR, 'not-delivered': 1 },
  returned: { ...AT_THE_DOOR, 'not-delivered': 1, returned: 0 },
  cancelled: { received: 14, preparing: 5, cancelled: 1 },
}
/** Minutes until the driver comes, where somebody waits for one. */
const LEFT: Partial<Record<Milestone, number>> = { preparing: 55, 'out-for-delivery': 30, 'arriving-soon': 4 }

function sample(milestone: Milestone, dispensary: Dispensary, now: Instant, styleUrl: string): TrackView {
  const passed = Object.entries(PASSED[milestone]).map(([step, ago]) => [step, now - minutes(ago)])
  const left = LEFT[milestone]
  const order: Order = {
    id: 'sample',
    number: '1042',
    milestone,
    reachedAt: Object.fromEntries(passed) as Order['reachedAt'],
    payment: 'due',
    ...(milestone === 'not-delivered' && { reason: 'not-home' }),
    ...(left === undefined
      ? { promise: { from: now - minutes(8), to: now + minutes(12) } }
      : { window: windowIn(minutes(left), now), promise: windowIn(minutes(left), now) }),
  }
  const door = north(dispensary.position, 2_400)
  const isOnTheRoad = 'out-for-delivery' in PASSED[milestone]
  return buildViews(
    {
      seq: 1,
      order,
      dispensary,
      contact: { door },
      ...(isOnTheRoad && { route: routeFor(order, now), driverName: 'Sam' }),
      recent: [{ ...north(door, -450), at: now - seconds(20) }],
      doorsVisited: [],
    },
    now,
    styleUrl,
  ).view
}

/** Somebody else's stop is first, and done once the driver is near. */
const routeFor = ({ id, milestone }: Order, now: Instant): Route => ({
  id: 'sample',
  driverId: 'sam',
  departedAt: now - minutes(27),
  nextSince: now - minutes(6),
  stops: [
    { id: 'first', orderIds: ['other'], doneOrderIds: milestone === 'out-for-delivery' ? [] : ['other'] },
    { id: 'yours', orderIds: [id], doneOrderIds: [] },
  ],
})

/** To the five minutes, as people speak of arrival. */
function windowIn(leftMs: number, now: Instant): NonNullable<Order['window']> {
  const estimateAt = now + leftMs
  const at = (ms: number): Instant => Math.round((estimateAt + ms) / minutes(5)) * minutes(5)
  return { estimateAt, from: at(-minutes(5)), to: at(minutes(12)), latestBy: at(minutes(22)), source: 'valhalla' }
}

const METERS_PER_DEGREE = 111_195
const north = ({ lat, lng }: LatLng, meters: number): LatLng => ({ lat: lat + meters / METERS_PER_DEGREE, lng })
