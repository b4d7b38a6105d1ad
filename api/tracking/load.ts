import { findContact, findContacts, findDriverName } from '../../db/contacts.ts'
import { findDispensary } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { findOrder } from '../../db/orders.ts'
import { findRoute } from '../../db/routes.ts'
import type { TrackView } from '../contract.ts'
import type { LatLng, Position } from '../domain/position.ts'
import { nextStop, ordersVisited, type Route } from '../domain/route.ts'
import type { DriverKey, OrderKey } from '../live/bus.ts'
import type { Clock } from '../ports.ts'
import { buildView } from './view.ts'

export type ViewOf = (order: OrderKey) => Promise<TrackView | undefined>
type Deps = { db: Database; recent: (driver: DriverKey) => readonly Position[]; clock: Clock; styleUrl: string }

/** Reads what is known around an order and builds its customer's view. */
export function createViewOf({ db, recent, clock, styleUrl }: Deps): ViewOf {
  /** Only whoever is next may see the driver at all. */
  async function doorsVisitedBefore(
    dispensaryId: string,
    orderId: string,
    route: Route | undefined,
  ): Promise<LatLng[]> {
    if (!route || !nextStop(route)?.orderIds.includes(orderId)) return []
    const contacts = await findContacts(db, dispensaryId, ordersVisited(route, orderId))
    return [...contacts.values()].flatMap(({ door }) => door ?? [])
  }

  return async ({ dispensaryId, orderId }) => {
    const order = await findOrder(db, dispensaryId, orderId)
    const dispensary = await findDispensary(db, dispensaryId)
    if (!order || !dispensary) return undefined
    const contact = await findContact(db, dispensaryId, orderId)
    const { routeId } = order.state
    const route = routeId === undefined ? undefined : (await findRoute(db, dispensaryId, routeId))?.state
    const driverName = route && (await findDriverName(db, dispensaryId, route.driverId))
    const doorsVisited = await doorsVisitedBefore(dispensaryId, orderId, route)
    const known = {
      seq: order.seq,
      order: order.state,
      dispensary,
      contact,
      doorsVisited,
      recent: route ? recent({ dispensaryId, driverId: route.driverId }) : [],
      ...(route && { route }),
      ...(driverName !== undefined && { driverName }),
    }
    return buildView(known, clock(), styleUrl)
  }
}
