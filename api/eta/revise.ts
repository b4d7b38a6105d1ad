import { findDispensary } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { findOrders } from '../../db/orders.ts'
import { findRoute, findRoutesUnderWay } from '../../db/routes.ts'
import { estimateStops } from '../domain/estimate.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import type { Order } from '../domain/order.ts'
import type { LatLng } from '../domain/position.ts'
import { reviseWindow } from '../domain/revision.ts'
import { unfinishedStops, type Stop } from '../domain/route.ts'
import type { Instant } from '../domain/time.ts'
import type { TrackPoint } from '../domain/track.ts'
import type { Estimate } from '../domain/window.ts'
import type { DriverKey } from '../live/bus.ts'
import type { Contacts } from '../contacts.ts'
import type { Clock, DriveTimes } from '../ports.ts'
import type { RecordEvent } from '../record.ts'
import { noticed } from './notice.ts'

export type Eta = {
  /** Gives whether the driver is on a route at all: of others who move nothing has to be said. */
  revise: (driver: DriverKey) => Promise<boolean>
}
type Deps = {
  db: Database
  record: RecordEvent
  contacts: Pick<Contacts, 'findMany'>
  recent: (driver: DriverKey) => readonly TrackPoint[]
  driveTimes: DriveTimes
  clock: Clock
}
type DoorOf = (stop: Stop) => LatLng | undefined

/**
 * Revises the windows of a driver's stops from where the driver is, and notices by position what drivers forget to
 * tap: that a stop is near, that it is reached. All of it goes back in by the one door.
 */
export function createEta({ db, record, contacts, recent, driveTimes, clock }: Deps): Eta {
  async function revise(driver: DriverKey): Promise<boolean> {
    const { dispensaryId, driverId } = driver
    const [newest] = await findRoutesUnderWay(db, dispensaryId, driverId)
    const dispensary = await findDispensary(db, dispensaryId)
    if (!newest || !dispensary) return false
    const route = newest.state
    const known = await contacts.findMany(
      dispensaryId,
      unfinishedStops(route).flatMap((stop) => stop.orderIds),
    )
    const doorOf: DoorOf = (stop) => stop.orderIds.map((id) => known.get(id)?.door).find((door) => door !== undefined)
    const stops = untilUnknown(unfinishedStops(route), doorOf)
    const [next] = stops
    if (!next) return true
    const track = recent(driver).filter(({ at }) => at >= (route.departedAt ?? 0))
    const latest = track.at(-1)
    const from = latest ?? dispensary.position
    const doors = stops.map((stop) => doorOf(stop) ?? from)
    const legs = await driveTimes([from, ...doors])
    if ((await findRoute(db, dispensaryId, route.id))?.seq !== newest.seq) return true // what changed it asks for a revision too
    const now = clock()
    const estimates = estimateStops(legs, now, spentAt(next, now))
    const orders = await findOrders(
      db,
      dispensaryId,
      stops.flatMap((stop) => stop.orderIds),
    )
    const events = [
      ...revisions(stops, estimates, orders, now),
      ...noticed(route, next, doors[0] ?? from, track, orders, estimates[0], dispensary.visibility, now),
    ]
    await Promise.all(
      events.map((event) => record({ dispensaryId, source: 'doorstep/eta', eventId: idOf(event, now), event })),
    )
    return true
  }
  return { revise }
}

/** Beyond a stop whose place nobody told, nothing can be estimated. */
function untilUnknown(stops: Stop[], doorOf: DoorOf): Stop[] {
  const unknown = stops.findIndex((stop) => doorOf(stop) === undefined)
  return unknown < 0 ? stops : stops.slice(0, unknown)
}

const spentAt = (next: Stop, now: Instant): number => (next.arrivedAt === undefined ? 0 : now - next.arrivedAt)

function revisions(stops: Stop[], estimates: Estimate[], orders: Order[], now: Instant): DoorstepEvent[] {
  const events: DoorstepEvent[] = []
  for (const [index, stop] of stops.entries()) {
    const estimate = estimates[index]
    if (!estimate || stop.arrivedAt !== undefined) continue
    for (const order of orders.filter((one) => stop.orderIds.includes(one.id) && !stop.doneOrderIds.includes(one.id))) {
      const revision = reviseWindow(order.window, estimate, now)
      if (!revision) continue
      const { window, cause } = revision
      events.push({ type: 'window.revised', time: now, data: { orderId: order.id, ...window, cause } })
    }
  }
  return events
}

const idOf = (event: DoorstepEvent, now: Instant): string => `${event.type}:${JSON.stringify(event.data)}:${now}`
