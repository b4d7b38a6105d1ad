import { findDriverName } from '../../db/contacts.ts'
import { findDispensary } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { findLatestOrders } from '../../db/orders.ts'
import { findRoute } from '../../db/routes.ts'
import type { Facts } from '../../templates/template.ts'
import type { Dispensary } from '../domain/dispensary.ts'
import type { NotificationKind } from '../domain/notification.ts'
import type { Order } from '../domain/order.ts'
import { stopsBefore } from '../domain/route.ts'
import { doorRulesOf } from '../domain/rules.ts'
import { minutes, type Instant } from '../domain/time.ts'
import { notFound } from '../problem.ts'

/** What the previews of one dispensary are made of. */
export type Told = {
  dispensary: Dispensary
  orders: Order[]
  /** None where the facts are made up. */
  order: Order | undefined
  factsOf: (kind: NotificationKind) => Facts
}

const LATEST = 12
/** As long as a real link, and leading nowhere. */
const NO_LINK = 'the-customers-own-link'

/** @param wanted the order to tell of; without it the latest that has a window */
export async function toldOf(
  db: Database,
  dispensaryId: string,
  { publicUrl, wanted, now }: { publicUrl: string; wanted: string | undefined; now: Instant },
): Promise<Told> {
  const dispensary = await findDispensary(db, dispensaryId)
  if (!dispensary) throw notFound()
  const orders = (await findLatestOrders(db, dispensaryId, LATEST)).filter((one) => one.forgottenAt === undefined)
  const order = orders.find(({ id }) => id === wanted) ?? orders.find(({ window }) => window) ?? orders[0]
  const common = {
    dispensary,
    url: `${publicUrl}/t/${NO_LINK}`,
    minimumAge: doorRulesOf(dispensary.state).minimumAge,
  }
  if (!order) return { dispensary, orders, order, factsOf: () => ({ ...common, ...madeUp(now) }) }
  const route = order.routeId === undefined ? undefined : (await findRoute(db, dispensaryId, order.routeId))?.state
  const driverFirstName = route && (await findDriverName(db, dispensaryId, route.driverId))
  const factsOf = (kind: NotificationKind): Facts => ({
    ...common,
    orderNumber: order.number,
    window: order.window,
    driverFirstName,
    stopsBefore: route && stopsBefore(route, order.id),
    reason: order.reason,
    reachedAt: (order.reachedAt as Partial<Record<string, Instant>>)[kind],
  })
  return { dispensary, orders, order, factsOf }
}

const madeUp = (now: Instant): Omit<Facts, 'dispensary' | 'url' | 'minimumAge'> => ({
  orderNumber: '1042',
  window: { from: now + minutes(25), to: now + minutes(45) },
  driverFirstName: 'Sam',
  stopsBefore: 1,
  reason: 'not-home',
  reachedAt: now,
})
