import { distanceMeters, type LatLng, type Position } from '../../api/domain/position.ts'
import { STORE } from '../doorstep.ts'

export type Dice = () => number
export type Telling = { type: string; data: object; time: string }
export type Customer = {
  orderId: string
  number: string
  name: string
  email: string
  phone: string
  stopId: string
  door: LatLng
  done: boolean
}
type Stop = { stopId: string; door: LatLng; customers: Customer[] }

/** One driver's evening as it really is, told apart from what Doorstep makes of it. */
export type Evening = {
  routeId: string
  driver: { id: string; firstName: string }
  /** What a dispatcher may tell of the driver, and nobody may be told. */
  told: Record<'lastName' | 'plate' | 'vehicle' | 'phone', string>
  stops: Stop[]
  at: LatLng
  /** Where the leg that is being driven began. */
  legFrom: LatLng
  fixes: Position[]
  departed: boolean
  ended: boolean
  duress: boolean
  /** Since when the first of the unfinished stops has been that. */
  nextSince: number
  waiting: number
  quiet: number
}

const METERS_PER_DEGREE = 111_195
const TICK_METERS = 300

export const unfinished = ({ stops }: Evening): Stop[] =>
  stops.filter((stop) => stop.customers.some((customer) => !customer.done))
export const isOnTheRoad = ({ departed, ended }: Evening): boolean => departed && !ended
const whole = (dice: Dice, below: number): number => Math.floor(dice() * below)
const moved = ({ lat, lng }: LatLng, north: number, east: number): LatLng => ({
  lat: lat + north / METERS_PER_DEGREE,
  lng: lng + east / (METERS_PER_DEGREE * Math.cos((lat * Math.PI) / 180)),
})

let made = 0
const name = (kind: string, dice: Dice): string => `${kind}${(made += 1)}x${whole(dice, 1e9).toString(36)}`

/** Doors of one evening lie apart by more than the map tells of a place; doors of two evenings may be neighbours. */
function doorsOf(dice: Dice, count: number): LatLng[] {
  const doors: LatLng[] = []
  while (doors.length < count) {
    const door = moved(STORE.position, 6_000 * (dice() - 0.5), 6_000 * (dice() - 0.5))
    if (doors.every((other) => distanceMeters(door, other) > 350)) doors.push(door)
  }
  return doors
}

export function makeEvening(dice: Dice): Evening {
  const stops = doorsOf(dice, 2 + whole(dice, 2)).map((door): Stop => {
    const stopId = name('Stop', dice)
    const customers = Array.from({ length: dice() < 0.2 ? 2 : 1 }, (): Customer => {
      const orderId = name('Ord', dice)
      return {
        ...{ orderId, stopId, door, done: false, number: name('No', dice), name: name('Name', dice) },
        email: `${name('mail', dice)}@example.com`,
        phone: `+1707555${String(1_000 + whole(dice, 9_000))}`,
      }
    })
    return { stopId, door, customers }
  })
  return {
    ...{
      routeId: name('Route', dice),
      driver: { id: name('Drv', dice), firstName: name('First', dice) },
      told: {
        ...{ lastName: name('Last', dice), plate: name('Plate', dice), vehicle: name('Car', dice) },
        phone: `+1707556${String(1_000 + whole(dice, 9_000))}`,
      },
      stops,
      at: STORE.position,
    },
    ...{
      legFrom: STORE.position,
      fixes: [],
      departed: false,
      ended: false,
      duress: false,
      nextSince: 0,
      waiting: 0,
      quiet: 0,
    },
  }
}

export const planOf = ({ routeId, driver, told, stops }: Evening) => ({
  type: 'route.planned',
  data: {
    routeId,
    driver: { ...driver, ...told },
    stops: stops.map(({ stopId, door, customers }) => ({
      stopId,
      door,
      orderIds: customers.map((one) => one.orderId),
    })),
  },
})

/** What happens next on a route: one thing at a time, as chance has it. */
export function goOn(evening: Evening, others: Evening[], dice: Dice, now: number): Telling[] {
  const before = unfinished(evening)[0]?.stopId
  const told = happens(evening, others, dice, now).map((one) => ({ ...one, time: new Date(now).toISOString() }))
  noteNext(evening, before, now)
  return told
}

function noteNext(evening: Evening, before: string | undefined, now: number): void {
  if (unfinished(evening)[0]?.stopId === before) return
  evening.nextSince = now
  evening.legFrom = evening.at
}

type Happening = Omit<Telling, 'time'>

function happens(evening: Evening, others: Evening[], dice: Dice, now: number): Happening[] {
  const { routeId, driver } = evening
  if (evening.ended) return []
  if (!evening.departed) {
    if (dice() < 0.3) return []
    Object.assign(evening, { departed: true, nextSince: now })
    return [{ type: 'route.departed', data: { routeId } }]
  }
  const left = unfinished(evening)
  if (left.length === 0) {
    evening.ended = true
    return [{ type: 'route.ended', data: { routeId } }]
  }
  if (dice() < 0.015) {
    evening.duress = true
    return [{ type: 'driver.duress', data: { driverId: driver.id } }]
  }
  if (dice() < 0.04) return resequence(evening, dice)
  if (dice() < 0.03)
    return done(
      pick(
        left.flatMap((stop) => stop.customers).filter((one) => !one.done),
        dice,
      ),
      'cancelled',
    )
  if (dice() < 0.04) return takeOver(evening, others, dice, now)
  if (dice() < 0.03) evening.quiet = 3 + whole(dice, 9)
  return drive(evening, dice, now)
}

const pick = <T>(from: T[], dice: Dice): T | undefined => from[whole(dice, from.length)]

function resequence(evening: Evening, dice: Dice): Happening[] {
  evening.stops = evening.stops
    .map((stop) => ({ stop, place: dice() }))
    .sort((a, b) => a.place - b.place)
    .map(({ stop }) => stop)
  return [
    {
      type: 'route.resequenced',
      data: { routeId: evening.routeId, stopIds: evening.stops.map((stop) => stop.stopId) },
    },
  ]
}

/** Another driver's stop becomes this one's last. */
function takeOver(evening: Evening, others: Evening[], dice: Dice, now: number): Happening[] {
  const other = pick(
    others.filter((one) => one !== evening && isOnTheRoad(one)),
    dice,
  )
  const stop =
    other &&
    pick(
      unfinished(other)
        .slice(1)
        .filter(({ customers }) => customers.every((one) => !one.done)),
      dice,
    )
  if (!other || !stop) return []
  const before = unfinished(other)[0]?.stopId
  other.stops = other.stops.filter((one) => one !== stop)
  noteNext(other, before, now)
  evening.stops.push(stop)
  return [planOf(evening)]
}

function done(customer: Customer | undefined, how: 'completed' | 'refused' | 'cancelled'): Happening[] {
  if (!customer) return []
  customer.done = true
  const { orderId } = customer
  if (how === 'cancelled') return [{ type: 'order.cancelled', data: { orderId } }]
  return how === 'completed'
    ? [{ type: 'handoff.completed', data: { orderId, idChecked: true } }]
    : [{ type: 'handoff.refused', data: { orderId, reason: 'no-id' } }]
}

function drive(evening: Evening, dice: Dice, now: number): Happening[] {
  const [next] = unfinished(evening)
  if (!next) return []
  const meters = distanceMeters(evening.at, next.door)
  if (meters < 30) {
    evening.waiting += 1
    if (evening.waiting > 1 + dice() * 3) {
      evening.waiting = -whole(dice, 3)
      return done(
        next.customers.find((one) => !one.done),
        dice() < 0.8 ? 'completed' : 'refused',
      )
    }
  } else if (evening.waiting < 0)
    evening.waiting += 1 // still at the door that was just done
  else {
    evening.waiting = 0
    const share = Math.min(1, (TICK_METERS * (0.4 + dice())) / meters)
    evening.at = {
      lat: evening.at.lat + (next.door.lat - evening.at.lat) * share,
      lng: evening.at.lng + (next.door.lng - evening.at.lng) * share,
    }
  }
  if (evening.quiet > 0) {
    evening.quiet -= 1
    return []
  }
  const { lat, lng } = moved(evening.at, 10 * (dice() - 0.5), 10 * (dice() - 0.5))
  evening.fixes.push({ lat, lng, at: now })
  return [{ type: 'driver.positioned', data: { driverId: evening.driver.id, lat, lng } }]
}
