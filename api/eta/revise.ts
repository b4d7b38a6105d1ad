import type { Database } from '../../db/open.ts'
import type { Contacts } from '../contacts.ts'
import { dwellMs } from '../domain/dwell.ts'
import { estimateStops, type StopEstimate } from '../domain/estimate.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { whyLater } from '../domain/later.ts'
import type { Learned } from '../domain/learned.ts'
import { hourInZone } from '../domain/local-time.ts'
import type { Order } from '../domain/order.ts'
import { reviseWindow } from '../domain/revision.ts'
import type { Position } from '../domain/position.ts'
import type { Route, Stop } from '../domain/route.ts'
import type { Instant } from '../domain/time.ts'
import type { TrackPoint } from '../domain/track.ts'
import { driverKey, type Change, type DriverKey } from '../live/bus.ts'
import type { Clock, DriveTimes } from '../ports.ts'
import type { RecordEvent } from '../record.ts'
import { createForecasts } from './forecasts.ts'
import { createKnownRoutes, type Known } from './known.ts'
import { noticed } from './notice.ts'
import { createWays } from './ways.ts'

export type Eta = {
  /** Gives whether the driver is on a route at all: of others who move nothing has to be said. */
  revise: (driver: DriverKey) => Promise<boolean>
  /** Hears of each commit before anything follows from it. */
  changed: (change: Change) => void
}
type Deps = {
  db: Database
  record: RecordEvent
  contacts: Pick<Contacts, 'findMany'>
  recent: (driver: DriverKey) => readonly TrackPoint[]
  driveTimes: DriveTimes
  clock: Clock
}
type Is = { known: Known; orders: ReadonlyMap<string, Order>; learned: Learned; last?: Position; now: Instant }

/**
 * Revises the windows of a driver's stops from where the driver is, and notices by position what drivers forget to
 * tap: that a stop is near, that it is reached. All of it goes back in by the one door.
 */
export function createEta({ db, record, contacts, recent, driveTimes, clock }: Deps): Eta {
  const routes = createKnownRoutes({ db, contacts, clock })
  const ways = createWays(driveTimes)
  const forecasts = createForecasts()
  /** Where each driver was last on this route: however long they are silent, nobody knows better. */
  const places = new Map<string, { routeId: string; place: Position }>()

  async function revise(driver: DriverKey): Promise<boolean> {
    const known = await routes.of(driver)
    if (!known) {
      ways.forget(driver)
      forecasts.forget(driver)
      places.delete(driverKey(driver))
      return false
    }
    const { route, dispensary, stops, doors } = known
    const judged = forecasts.judged(driver, route, dispensary.timeZone)
    const [next] = stops
    const [door] = doors
    const events = next && door ? await estimated(driver, known, next) : []
    const all = [...judged, ...events]
    if (all.length > 0) await Promise.all(all.map((event) => record(incoming(driver, event))))
    return true
  }

  async function estimated(driver: DriverKey, known: Known, next: Stop): Promise<DoorstepEvent[]> {
    const { route, dispensary, stops, doors } = known
    const track = recent(driver).filter(({ at }) => at >= (route.departedAt ?? 0))
    const latest = track.at(-1)
    const last = lastPlace(driver, route, latest)
    const from = last ?? dispensary.position
    const legs = await ways.legs(driver, from, stops, doors)
    const learned = await routes.learnedOf(driver.dispensaryId)
    const orders = await routes.ordersOf(driver, known)
    if (!routes.holds(driver, known)) return [] // what changed it asks for a revision too
    const now = clock()
    const when = { at: now, hour: hourInZone(now, dispensary.timeZone) }
    const estimates = estimateStops(legs, [from, ...doors], learned, when, spentAt(next, now))
    const is = { known, orders, learned, now, ...(last && { last }) }
    const revised = stops.flatMap((stop, index) => revisions(driver, stop, estimates[index], is))
    const { visibility } = dispensary
    return [
      ...revised,
      ...noticed(route, next, doors[0] ?? from, track, [...orders.values()], estimates[0], visibility, now),
    ]
  }

  function lastPlace(driver: DriverKey, { id: routeId }: Route, latest: TrackPoint | undefined): Position | undefined {
    const key = driverKey(driver)
    if (latest) places.set(key, { routeId, place: latest })
    const known = places.get(key)
    return known?.routeId === routeId ? known.place : undefined
  }

  /** The windows of a stop's orders, where there is something new to say; and what is said is remembered. */
  function revisions(driver: DriverKey, stop: Stop, estimate: StopEstimate | undefined, is: Is): DoorstepEvent[] {
    const { known, orders, learned, last, now } = is
    if (!estimate || stop.arrivedAt !== undefined) return []
    const { route } = known
    const events: DoorstepEvent[] = []
    for (const order of stop.orderIds.flatMap((id) => orders.get(id) ?? [])) {
      const stood = forecasts.stood(driver, route, stop.id)
      const usual = { now, latestAt: last?.at, usualStayMs: dwellMs(learned.dwell) }
      const revision = reviseWindow(order.window, estimate, now, () => whyLater(route, stop.id, stood, usual))
      const { from, to, latestBy } = revision?.window ?? order.window ?? estimate
      const { aheadMs, doors, source, drive } = estimate
      const said = { at: now, aheadMs, doors, source, ...(drive && { drive }), from, to, latestBy }
      forecasts.keep(driver, route, stop.id, said)
      if (!revision) continue
      const { window, cause } = revision
      events.push({ type: 'window.revised', time: now, data: { orderId: order.id, ...window, cause } })
    }
    if (events.length > 0) forecasts.told(driver, route, stop.id, now)
    return events
  }

  const incoming = ({ dispensaryId }: DriverKey, event: DoorstepEvent) => ({
    dispensaryId,
    source: 'doorstep/eta',
    eventId: idOf(event, clock()),
    event,
  })

  return { revise, changed: routes.changed }
}

const spentAt = ({ arrivedAt, departedAt }: Stop, now: Instant): number | undefined =>
  arrivedAt === undefined || departedAt !== undefined ? undefined : Math.max(0, now - arrivedAt)

/** A stop is judged once. */
const idOf = (event: DoorstepEvent, now: Instant): string =>
  event.type === 'estimate.judged'
    ? `${event.type}:${event.data.routeId}:${event.data.stopId}`
    : `${event.type}:${JSON.stringify(event.data)}:${now}`
