import { findDispensary } from '../../db/dispensaries.ts'
import { findLearned } from '../../db/learned.ts'
import type { Database } from '../../db/open.ts'
import { findOrders } from '../../db/orders.ts'
import { findRoutesUnderWay } from '../../db/routes.ts'
import type { Contacts } from '../contacts.ts'
import type { Dispensary } from '../domain/dispensary.ts'
import { nothingLearned, type Learned } from '../domain/learned.ts'
import type { Order } from '../domain/order.ts'
import type { LatLng } from '../domain/position.ts'
import { stopsAhead, type Route, type Stop } from '../domain/route.ts'
import { minutes, type Instant } from '../domain/time.ts'
import { driverKey, orderKey, type Change, type DriverKey } from '../live/bus.ts'
import type { Clock } from '../ports.ts'

/** What is known of a driver's route before anything is estimated: up to the first stop whose place nobody told. */
export type Known = { dispensary: Dispensary; route: Route; stops: Stop[]; doors: LatLng[] }

export type KnownRoutes = {
  of: (driver: DriverKey) => Promise<Known | undefined>
  /** Whether nothing of it has changed since. */
  holds: (driver: DriverKey, known: Known) => boolean
  /** The orders of a route that are still to be brought, by id. */
  ordersOf: (driver: DriverKey, known: Known) => Promise<ReadonlyMap<string, Order>>
  learnedOf: (dispensaryId: string) => Promise<Learned>
  /** After each commit: what it changed is read again. */
  changed: (change: Change) => void
}

type Remembered = { known: Known; orders: Map<string, Order>; until: Instant }
/** What has changed while something is being read must not be remembered as it was before. */
type Reading = { touched: Set<string> }
type Deps = { db: Database; contacts: Pick<Contacts, 'findMany'>; clock: Clock }

/** No longer, for another process may have changed a profile or forgotten a customer. */
const REMEMBERED = minutes(1)

/** What is read of an order's customer, by another name than the order itself. */
const doorOf = (order: string): string => `door of ${order}`

const openOrders = ({ stops }: Known): string[] =>
  stops.flatMap((stop) => stop.orderIds.filter((id) => !stop.doneOrderIds.includes(id)))

/** Routes under way, in memory until a commit changes something of them: most fixes of a driver read nothing. */
export function createKnownRoutes({ db, contacts, clock }: Deps): KnownRoutes {
  const memory = new Map<string, Remembered>()
  /** Whose each order is, so that a change of one finds its driver. */
  const drivers = new Map<string, string>()
  const lessons = new Map<string, Learned>()
  const readings = new Set<Reading>()

  async function reading<T>(read: () => Promise<T>, keep: (value: T, isFresh: (key: string) => boolean) => void) {
    const one: Reading = { touched: new Set() }
    readings.add(one)
    try {
      const value = await read()
      keep(value, (key) => !one.touched.has(key))
      return value
    } finally {
      readings.delete(one)
    }
  }

  async function read({ dispensaryId, driverId }: DriverKey): Promise<Known | undefined> {
    const [newest] = await findRoutesUnderWay(db, dispensaryId, driverId)
    const dispensary = newest && (await findDispensary(db, dispensaryId))
    if (!newest || !dispensary) return undefined
    const route = newest.state
    const ahead = stopsAhead(route)
    const people = await contacts.findMany(
      dispensaryId,
      ahead.flatMap((stop) => stop.orderIds),
    )
    const placeOf = (stop: Stop): LatLng | undefined =>
      stop.orderIds.map((id) => people.get(id)?.door).find((door) => door !== undefined)
    const unknown = ahead.findIndex((stop) => placeOf(stop) === undefined)
    const stops = unknown < 0 ? ahead : ahead.slice(0, unknown)
    return { dispensary, route, stops, doors: stops.flatMap((stop) => placeOf(stop) ?? []) }
  }

  function forget(key: string): void {
    memory.delete(key)
    for (const { touched } of readings) touched.add(key)
  }

  return {
    of: async (driver) => {
      const key = driverKey(driver)
      const remembered = memory.get(key)
      if (remembered && remembered.until > clock()) return remembered.known
      memory.delete(key)
      return reading(
        () => read(driver),
        (known, isFresh) => {
          const ids = known?.route.stops.flatMap((stop) => stop.orderIds) ?? []
          const keys = ids.map((orderId) => orderKey({ ...driver, orderId }))
          if (!known || !isFresh(key) || !keys.every((order) => isFresh(doorOf(order)))) return
          for (const order of keys) drivers.set(order, key)
          memory.set(key, { known, orders: new Map(), until: clock() + REMEMBERED })
        },
      )
    },
    holds: (driver, known) => memory.get(driverKey(driver))?.known === known,
    ordersOf: async (driver, known) => {
      const { dispensaryId } = driver
      const remembered = memory.get(driverKey(driver))
      const orders = remembered?.known === known ? remembered.orders : new Map<string, Order>()
      const missing = openOrders(known).filter((id) => !orders.has(id))
      if (missing.length === 0) return orders
      const all = new Map(orders)
      await reading(
        () => findOrders(db, dispensaryId, missing),
        (found, isFresh) => {
          for (const order of found) {
            all.set(order.id, order)
            if (isFresh(orderKey({ dispensaryId, orderId: order.id }))) orders.set(order.id, order)
          }
        },
      )
      return all
    },
    learnedOf: async (dispensaryId) => {
      const known = lessons.get(dispensaryId)
      if (known) return known
      return reading(
        async () => (await findLearned(db, dispensaryId)) ?? nothingLearned(),
        (learned, isFresh) => {
          if (isFresh(dispensaryId)) lessons.set(dispensaryId, learned)
        },
      )
    },
    changed: ({ drivers: changed, orders, contacts: people, learned = [] }) => {
      for (const driver of changed) forget(driverKey(driver))
      for (const order of orders) {
        const key = orderKey(order)
        for (const { touched } of readings) touched.add(key)
        memory.get(drivers.get(key) ?? '')?.orders.delete(order.orderId)
      }
      for (const order of people) {
        for (const { touched } of readings) touched.add(doorOf(orderKey(order)))
        forget(drivers.get(orderKey(order)) ?? '')
      }
      for (const dispensaryId of learned) {
        lessons.delete(dispensaryId)
        for (const { touched } of readings) touched.add(dispensaryId)
      }
    },
  }
}
