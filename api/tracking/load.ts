import { findDriverName } from '../../db/contacts.ts'
import { findDispensary } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { findOrder } from '../../db/orders.ts'
import { findRoute } from '../../db/routes.ts'
import type { Contacts } from '../contacts.ts'
import type { TrackView } from '../contract.ts'
import type { LatLng, Position } from '../domain/position.ts'
import { nextStop, ordersVisited, type Route } from '../domain/route.ts'
import type { DriverKey, OrderKey } from '../live/bus.ts'
import type { Clock } from '../ports.ts'
import { buildViews, type Views } from './view.ts'

/** What a link to an order shows, or the order's own staff. */
export type ViewOf = (order: OrderKey & { linkId?: string }) => Promise<TrackView | undefined>
type ViewsOf = (order: OrderKey) => Promise<Views | undefined>
type Deps = {
  db: Database
  contacts: Pick<Contacts, 'find' | 'findMany'>
  recent: (driver: DriverKey) => readonly Position[]
  clock: Clock
  styleUrl: string
}

/** Reads what is known around an order and builds its customer's view; there is none of a customer who was forgotten. */
export function createViews({ db, contacts, recent, clock, styleUrl }: Deps): { viewOf: ViewOf; viewsOf: ViewsOf } {
  /** Only whoever is next may see the driver at all. */
  async function doorsVisitedBefore(
    dispensaryId: string,
    orderId: string,
    route: Route | undefined,
  ): Promise<LatLng[]> {
    if (!route || !nextStop(route)?.orderIds.includes(orderId)) return []
    const visited = await contacts.findMany(dispensaryId, ordersVisited(route, orderId))
    return [...visited.values()].flatMap(({ door }) => door ?? [])
  }

  const viewsOf: ViewsOf = async ({ dispensaryId, orderId }) => {
    const order = await findOrder(db, dispensaryId, orderId)
    const dispensary = await findDispensary(db, dispensaryId)
    if (!order || !dispensary || order.state.forgottenAt !== undefined) return undefined
    const contact = await contacts.find({ dispensaryId, orderId })
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
    return buildViews(known, clock(), styleUrl)
  }

  return {
    viewsOf,
    viewOf: async ({ linkId = '', ...order }) => {
      const views = await viewsOf(order)
      switch (views?.links?.[linkId]) {
        case 'revoked':
          return undefined
        case 'map-closed':
          return views.withoutMap
        default:
          return views?.view
      }
    },
  }
}
