import { Hono } from 'hono'
import type { Database } from '../../db/open.ts'
import { findOrder } from '../../db/orders.ts'
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
  clock: Clock
  issue: (order: OrderKey) => Promise<{ token: string; url: string }>
}

/** POST /v1/orders/:orderId/links: a tracking link for the dispensary's own pages. The token is told this once. */
export function linkRoutes(deps: Deps): Hono {
  const routes = new Hono()
  routes.post('/:orderId/links', async (c) => {
    const { dispensaryId } = await authenticate(deps, c.req, await readBody(c.req, MAX_BYTES))
    const orderId = c.req.param('orderId')
    const order = (await findOrder(deps.db, dispensaryId, orderId))?.state
    if (!order || order.forgottenAt !== undefined) throw notFound()
    return c.json(await deps.issue({ dispensaryId, orderId }), 201)
  })
  return routes
}
