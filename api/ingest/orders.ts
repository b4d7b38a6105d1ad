import { Hono } from 'hono'
import type { Database } from '../../db/open.ts'
import { findOrder } from '../../db/orders.ts'
import type { Contacts } from '../contacts.ts'
import type { DoorView } from '../contract.ts'
import type { Order } from '../domain/order.ts'
import type { OrderKey } from '../live/bus.ts'
import type { Clock } from '../ports.ts'
import { notFound } from '../problem.ts'
import { readBody } from '../read-body.ts'
import type { KnownConnections } from './known-connections.ts'
import { authenticate } from './sender.ts'

const MAX_BYTES = 4_096

type Deps = {
  db: Database
  known: KnownConnections
  contacts: Pick<Contacts, 'find'>
  clock: Clock
  issue: (order: OrderKey) => Promise<{ token: string; url: string }>
}

/** /v1/orders/:orderId: what a dispensary's own systems are told of its orders, by its API key. */
export function orderRoutes(deps: Deps): Hono {
  const { db, contacts, issue } = deps
  const routes = new Hono()

  async function known(dispensaryId: string, orderId: string): Promise<Order> {
    const order = (await findOrder(db, dispensaryId, orderId))?.state
    if (!order || order.forgottenAt !== undefined) throw notFound()
    return order
  }

  /** A tracking link for the dispensary's own pages. The token is told this once. */
  routes.post('/:orderId/links', async (c) => {
    const { dispensaryId } = await authenticate(deps, c.req, await readBody(c.req, MAX_BYTES))
    const { id: orderId } = await known(dispensaryId, c.req.param('orderId'))
    return c.json(await issue({ dispensaryId, orderId }), 201)
  })

  /** What the driver's app shows at the door: whether the customer is ready, and what they wrote for the driver. */
  routes.get('/:orderId/door', async (c) => {
    const { dispensaryId } = await authenticate(deps, c.req, '')
    const order = await known(dispensaryId, c.req.param('orderId'))
    const contact = await contacts.find({ dispensaryId, orderId: order.id })
    const door: DoorView = {
      orderId: order.id,
      number: order.number,
      milestone: order.milestone,
      idReady: order.idReadyAt !== undefined,
      note: contact?.note || null,
      payment: order.payment ?? null,
    }
    return c.json(door, 200, { 'cache-control': 'no-store' })
  })
  return routes
}
