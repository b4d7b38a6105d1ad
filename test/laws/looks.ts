import { expect } from 'vitest'
import type { TrackView } from '../../api/contract.ts'
import { STEPS, type Step } from '../../api/domain/milestone.ts'
import { distanceMeters, snapToGrid, type LatLng } from '../../api/domain/position.ts'
import { minutes, seconds } from '../../api/domain/time.ts'
import { isOnTheRoad, unfinished, type Customer, type Evening } from './evenings.ts'

/** How near to somebody else's door a shown position may come by chance, in passing. */
const AT_THE_DOOR_METERS = 75
const ON_THE_WAY_METERS = 300
/** What is shown is estimated from several fixes, none of which claims to be better than thirty metres here. */
const ESTIMATE_METERS = 120

/** Everything by which others could be told, and the customer whom each belongs to. */
export function tellTalesOf(evenings: Evening[]): Map<string, Customer | undefined> {
  const tales = new Map<string, Customer | undefined>()
  for (const { routeId, driver, told, stops } of evenings) {
    for (const tale of [routeId, driver.id, ...Object.values(told)]) tales.set(tale, undefined)
    for (const { customers } of stops) {
      for (const customer of customers) {
        for (const tale of [
          customer.orderId,
          customer.number,
          customer.name,
          customer.email,
          customer.phone,
          customer.stopId,
        ])
          tales.set(tale, customer)
      }
    }
  }
  return tales
}

/** Nobody else is in the bytes; of the driver and of the customer themselves no more than a first name and a number. */
export function expectNobodyElse(bytes: string, own: Customer, evenings: Evening[], tales: RegExp): void {
  const told = new Set(Array.from(bytes.matchAll(tales), ([found]) => found))
  told.delete(own.number)
  expect([...told]).toEqual([])
  const names = evenings
    .filter((one) => !one.stops.some((stop) => stop.customers.includes(own)))
    .map(({ driver }) => driver.firstName)
  expect(names.filter((name) => bytes.includes(`"${name}"`))).toEqual([])
}

/** Whether anything that was told closes the map, however near the driver is. */
export const mayBeOpen = (own: Customer, evening: Evening | undefined): evening is Evening =>
  evening !== undefined &&
  isOnTheRoad(evening) &&
  !evening.duress &&
  !own.done &&
  unfinished(evening)[0]?.stopId === own.stopId

const numbersOf = (bytes: string): string[] =>
  bytes.replaceAll(/"\d{4}-\d\d-\d\dT[^"]+"/g, '').match(/-?\d+\.\d{3,}/g) ?? []

/** No coordinate of the driver but as the law has it, and none of anybody else's door. */
export function expectNoMoreThanTheLaw(
  bytes: string,
  view: TrackView,
  own: Customer,
  evening: Evening | undefined,
  all: Evening[],
): void {
  const { map } = view
  if (!map.open) {
    expect([numbersOf(bytes), /"(lat|lng)"/.test(bytes)]).toEqual([[], false])
    return
  }
  const shown = { lat: map.position.lat, lng: map.position.lng }
  expect(numbersOf(bytes).map(Number).sort()).toEqual(
    [shown.lat, shown.lng, map.door.lat, map.door.lng].filter(hasThreeDecimals).sort(),
  )
  if (!mayBeOpen(own, evening)) throw new Error(`The map of ${own.orderId} is open against the law: ${bytes}`)
  const [now, since] = [Date.parse(view.asOf), evening.nextSince]
  const latest = evening.fixes.at(-1)!
  const soon = view.window !== null && Date.parse(view.window.estimateAt) - now <= minutes(10)
  const metersLeft = distanceMeters(latest, own.door)
  expect(soon || metersLeft <= 1_500 + ESTIMATE_METERS).toBe(true)
  expect(now - latest.at).toBeLessThanOrEqual(minutes(5))
  const isFine = snapToGrid(shown, 15).lat === shown.lat && snapToGrid(shown, 15).lng === shown.lng
  if (isFine) expect(metersLeft).toBeLessThanOrEqual(500 + ESTIMATE_METERS)
  const source = evening.fixes.find((fix) => fix.at === Date.parse(map.position.at))!
  expect(source.at).toBeGreaterThan(since)
  if (!isFine) expect(now - source.at).toBeGreaterThanOrEqual(seconds(30))
  const grid = isFine ? 15 : 150
  expect(shown).toEqual(snapToGrid(shown, grid))
  expect(distanceMeters(shown, source)).toBeLessThanOrEqual(ESTIMATE_METERS + grid)
  expect({ lat: map.door.lat, lng: map.door.lng }).toEqual(snapToGrid(own.door, 250))
  expectAwayFromOtherDoors(bytes, shown, own, evening, all)
}

const hasThreeDecimals = (n: number): boolean => /\.\d{3,}/.test(String(n))

function expectAwayFromOtherDoors(
  bytes: string,
  shown: LatLng,
  own: Customer,
  { legFrom }: Evening,
  all: Evening[],
): void {
  for (const { door } of all.flatMap((one) => one.stops)) {
    if (distanceMeters(door, own.door) < ON_THE_WAY_METERS) continue
    const wasThere = distanceMeters(door, legFrom) < AT_THE_DOOR_METERS
    if (!wasThere && metersFromLeg(door, legFrom, own.door) < ON_THE_WAY_METERS) continue
    expect(distanceMeters(door, shown)).toBeGreaterThan(AT_THE_DOOR_METERS)
    expect(
      forms(door.lat).some((lat) => bytes.includes(lat)) && forms(door.lng).some((lng) => bytes.includes(lng)),
    ).toBe(false)
  }
}

/** A number whole, and cut off behind its sixth and fifth decimal. */
const forms = (n: number): string[] => [String(n), String(Math.trunc(n * 1e6) / 1e6), String(Math.trunc(n * 1e5) / 1e5)]

function metersFromLeg(point: LatLng, from: LatLng, to: LatLng): number {
  const steps = 40
  const along = Array.from({ length: steps + 1 }, (_, step) => ({
    lat: from.lat + ((to.lat - from.lat) * step) / steps,
    lng: from.lng + ((to.lng - from.lng) * step) / steps,
  }))
  return Math.min(...along.map((place) => distanceMeters(place, point)))
}

/** What was shown before may be followed by this: no step back, no window in the past. */
export function expectNoStepBack(before: TrackView | undefined, view: TrackView): void {
  const rank = ({ milestone }: TrackView): number => STEPS.indexOf(milestone as Step)
  if (before && rank(before) >= 0 && rank(view) >= 0) expect(rank(view)).toBeGreaterThanOrEqual(rank(before))
  if (before && rank(before) < 0) expect(view.milestone).toBe(before.milestone)
  if (!view.window) return
  const [now, from, to, latestBy, estimateAt] = [
    view.asOf,
    view.window.from,
    view.window.to,
    view.window.latestBy,
    view.window.estimateAt,
  ].map(Date.parse) as [number, number, number, number, number]
  expect(estimateAt).toBeGreaterThanOrEqual(now)
  expect(from).toBeLessThanOrEqual(to)
  expect(to).toBeLessThanOrEqual(latestBy)
  expect(view.arrivingNow ? to : from).toBeGreaterThan(view.arrivingNow ? 0 : now - minutes(1))
  expect(view.arrivingNow).toBe(to <= now)
}
