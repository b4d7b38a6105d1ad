import { findDriverName } from '../../db/contacts.ts'
import { findDispensary } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { findOrder } from '../../db/orders.ts'
import { findRoute } from '../../db/routes.ts'
import type { Contacts } from '../contacts.ts'
import { isOver } from '../domain/link.ts'
import type { LatLng } from '../domain/position.ts'
import { nextStop, ordersVisited, type Route } from '../domain/route.ts'
import { minutes, type Instant } from '../domain/time.ts'
import { driverKey, orderKey, type Change, type OrderKey } from '../live/bus.ts'
import type { Clock } from '../ports.ts'
import type { Known } from './view.ts'

/** All that a view is built of, but for where the driver is. */
export type Standing = Omit<Known, 'recent'>

export type Standings = {
  /** As the database has it now; none of an order whose page is shown no more. */
  read: (order: OrderKey) => Promise<Standing | undefined>
  /** The same, read again only when something of it has changed: for who watches while the driver comes nearer. */
  remembered: (order: OrderKey) => Promise<Standing | undefined>
  /** After the commit: what is remembered of these is no longer so. */
  changed: (change: Pick<Change, 'orders' | 'contacts' | 'drivers'>) => void
}

type Deps = { db: Database; contacts: Pick<Contacts, 'find' | 'findMany'>; clock: Clock }

const MOST_REMEMBERED = 5_000
/** No longer, for another process may have changed something: `npm run admin`. */
const REMEMBERED = minutes(1)

export function createStandings({ db, contacts, clock }: Deps): Standings {
  const memory = new Map<string, { standing: Standing; until: Instant }>()
  /** Of what is being read; whatever changes meanwhile is taken out, and not remembered as it was. */
  const reading = new Set<string>()

  /** Only whoever is next may see the driver at all. */
  async function doorsVisitedBefore(
    dispensaryId: string,
    orderId: string,
    route: Route | undefined,
  ): Promise<LatLng[]> {
    if (!isNext(orderId, route)) return []
    const visited = await contacts.findMany(dispensaryId, ordersVisited(route, orderId))
    return [...visited.values()].flatMap(({ door }) => door ?? [])
  }

  async function read({ dispensaryId, orderId }: OrderKey): Promise<Standing | undefined> {
    const order = await findOrder(db, dispensaryId, orderId)
    const dispensary = await findDispensary(db, dispensaryId)
    if (!order || !dispensary || isOver(order.state, dispensary, clock())) return undefined
    const contact = await contacts.find({ dispensaryId, orderId })
    const { routeId } = order.state
    const route = routeId === undefined ? undefined : (await findRoute(db, dispensaryId, routeId))?.state
    const driverName = route && (await findDriverName(db, dispensaryId, route.driverId))
    const doorsVisited = await doorsVisitedBefore(dispensaryId, orderId, route)
    return {
      ...{ seq: order.seq, order: order.state, dispensary, contact, doorsVisited },
      ...(route && { route }),
      ...(driverName !== undefined && { driverName }),
    }
  }

  async function remembered(order: OrderKey): Promise<Standing | undefined> {
    const key = orderKey(order)
    const known = memory.get(key)
    if (known && known.until > clock()) return known.standing
    reading.add(key)
    const standing = await read(order)
    // Of the others nothing changes but by events of their own.
    if (reading.delete(key) && standing && isNext(order.orderId, standing.route)) remember(key, standing)
    return standing
  }

  /** The oldest go first, since each stands where it was put in. */
  function remember(key: string, standing: Standing): void {
    memory.delete(key)
    for (const [oldest, { until }] of memory) {
      if (until > clock() && memory.size < MOST_REMEMBERED) break
      memory.delete(oldest)
    }
    memory.set(key, { standing, until: clock() + REMEMBERED })
  }

  function changed({ orders, contacts: customers, drivers }: Pick<Change, 'orders' | 'contacts' | 'drivers'>): void {
    for (const order of [...orders, ...customers]) {
      memory.delete(orderKey(order))
      reading.delete(orderKey(order))
    }
    if (drivers.length === 0) return
    const routes = new Set(drivers.map(driverKey))
    reading.clear()
    for (const [key, { standing }] of memory) {
      const { route, dispensary } = standing
      if (route && routes.has(driverKey({ dispensaryId: dispensary.id, driverId: route.driverId }))) memory.delete(key)
    }
  }

  return { read, remembered, changed }
}

const isNext = (orderId: string, route: Route | undefined): route is Route =>
  route !== undefined && nextStop(route)?.orderIds.includes(orderId) === true
