import { distanceMeters, type LatLng } from '../../../api/domain/position.ts'
import { minutes, seconds, type Instant } from '../../../api/domain/time.ts'
import { dice } from '../../town/dice.ts'

/** What may befall a route. */
export type Trouble = 'none' | 'lost-signal' | 'long-stop' | 'resequenced'

export type MadeStop = { id: string; door: LatLng; arrivesAt: Instant; leavesAt: Instant }

/** A route as it truly goes: its stops in the order in which the driver really goes. */
export type MadeRoute = {
  id: string
  driverId: string
  departsAt: Instant
  trouble: Trouble
  start: LatLng
  stops: MadeStop[]
  /** The order that was planned, and when it was told that it is another. */
  planned: string[]
  resequencedAt?: Instant
  /** Which stop is the long one, and when nothing was heard. */
  longStop?: string
  silent?: { from: Instant; to: Instant }
}

export type Wish = { seed: number; evenings: number; drivers: number; stops: number }

/** What is true of this town, and nobody is told: streets slower than its engine says, doors that take their time. */
export const TOWN = { pace: 1.35, pullUpMs: seconds(35), stayMs: minutes(5.5) }
export const CENTRE: LatLng = { lat: 38.3, lng: -123.05 }
const METERS_PER_DEGREE = 111_195
const ENGINE_METERS_PER_SECOND = 8

/** What the engine of the town says: streets a little longer than the straight line, always free. */
export const engineMs = (meters: number): number => seconds(meters / ENGINE_METERS_PER_SECOND)

/** Evenings of routes with known truth: a wave of traffic, and each route its chance and its trouble. */
export function makeUp({ seed, evenings, drivers, stops }: Wish): MadeRoute[] {
  const roll = dice(seed)
  const bell = (): number => Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll())
  const between = (from: number, to: number): number => from + (to - from) * roll()
  const routes: MadeRoute[] = []
  for (let evening = 0; evening < evenings; evening += 1) {
    const opens = Date.parse('2026-04-20T17:00:00-07:00') + evening * minutes(24 * 60)
    const wave = { at: opens + minutes(between(30, 120)), height: between(0, 0.6) }
    const slow = (at: Instant): number =>
      TOWN.pace * (1 + wave.height * Math.exp(-(((at - wave.at) / minutes(45)) ** 2)))
    for (let driver = 0; driver < drivers; driver += 1) routes.push(route(evening, driver, opens, slow))
  }
  return routes

  function somewhere(from: LatLng): LatLng {
    const [turn, meters] = [between(0, 2 * Math.PI), between(700, 2_800)]
    const perLng = METERS_PER_DEGREE * Math.cos((from.lat * Math.PI) / 180)
    const pulled = { lat: from.lat + (CENTRE.lat - from.lat) * 0.3, lng: from.lng + (CENTRE.lng - from.lng) * 0.3 }
    return {
      lat: pulled.lat + (Math.sin(turn) * meters) / METERS_PER_DEGREE,
      lng: pulled.lng + (Math.cos(turn) * meters) / perLng,
    }
  }

  function troubleOf(): Trouble {
    const chance = roll()
    if (chance < 0.12) return 'lost-signal'
    if (chance < 0.24) return 'long-stop'
    return chance < 0.36 ? 'resequenced' : 'none'
  }

  function route(evening: number, driver: number, opens: Instant, slow: (at: Instant) => number): MadeRoute {
    const id = `evening-${evening}-${driver}`
    const departsAt = opens + seconds(Math.round(between(0, 3_600)))
    const trouble = troubleOf()
    const bad = 1 + Math.floor(roll() * (stops - 3))
    let [at, from] = [departsAt, CENTRE]
    const made = Array.from({ length: stops }, (_, index): MadeStop => {
      const door = somewhere(from)
      const driveMs = engineMs(distanceMeters(from, door)) * slow(at) * Math.exp(0.22 * bell()) + TOWN.pullUpMs
      const long = trouble === 'long-stop' && index === bad ? minutes(25) : 0
      const stayMs = TOWN.stayMs * Math.exp(0.45 * bell()) + long
      const arrivesAt = at + Math.round(driveMs)
      at = arrivesAt + Math.max(seconds(70), Math.round(stayMs))
      from = door
      return { id: `${id}-${index}`, door, arrivesAt, leavesAt: at }
    })
    const ids = made.map((stop) => stop.id)
    const planned =
      trouble === 'resequenced' ? ids.toSpliced(bad + 2, 0, ...ids.slice(bad, bad + 1)).toSpliced(bad, 1) : ids
    const [before, after] = [made[bad - 1], made[bad]]
    return {
      ...{ id, driverId: `driver-${driver}`, departsAt, trouble, start: CENTRE, stops: made, planned },
      ...(trouble === 'resequenced' && before && { resequencedAt: before.leavesAt }),
      ...(trouble === 'long-stop' && after && { longStop: after.id }),
      ...(trouble === 'lost-signal' &&
        before &&
        after && { silent: { from: before.arrivesAt - seconds(60), to: after.leavesAt } }),
    }
  }
}

/** Where the driver is: between doors at a steady speed but for the last metres, and then at the door. */
export function placeAt({ start, departsAt, stops }: MadeRoute, at: Instant): LatLng {
  let [from, since] = [start, departsAt]
  for (const { door, arrivesAt, leavesAt } of stops) {
    if (at >= arrivesAt && at < leavesAt) return door
    if (at < arrivesAt) {
      const share = Math.max(0, Math.min(1, (at - since) / Math.max(1, arrivesAt - TOWN.pullUpMs - since)))
      return { lat: from.lat + (door.lat - from.lat) * share, lng: from.lng + (door.lng - from.lng) * share }
    }
    ;[from, since] = [door, leavesAt]
  }
  return from
}
