import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { pushSubscription } from '../contract.ts'
import { isPushHost } from '../domain/push-host.ts'
import type { OrderKey } from '../live/bus.ts'
import { parseJson } from '../parse.ts'
import type { Clock, Random } from '../ports.ts'
import { fieldFault, notFound, Problem } from '../problem.ts'
import type { RecordEvent } from '../record.ts'
import type { Links } from './links.ts'
import type { ViewOf } from './load.ts'

type Deps = {
  viewOf: ViewOf
  links: Links
  record: RecordEvent
  clock: Clock
  random: Random
  pushPublicKey?: string
  /** Hosts that take push messages beside the known services. */
  pushHosts?: readonly string[]
}

const NO_STORE = { 'cache-control': 'no-store' }

/** What a customer may do with a link: see the view, and ask for messages on this device. */
export function trackingRoutes({ viewOf, links, record, clock, random, pushPublicKey, pushHosts }: Deps): Hono {
  const routes = new Hono()

  async function orderOf(token: string): Promise<OrderKey> {
    const order = await links.open(token)
    if (!order) throw notFound()
    return order
  }

  routes.get('/:token', async (c) => {
    const view = await viewOf(await orderOf(c.req.param('token')))
    if (!view) throw notFound()
    return c.json(view, 200, NO_STORE)
  })

  routes.post('/:token/push', bodyLimit({ maxSize: 4_096 }), async (c) => {
    const { dispensaryId, orderId } = await orderOf(c.req.param('token'))
    if (pushPublicKey === undefined) throw new Problem(409, 'This store sends no push messages')
    const { endpoint, keys } = parseJson(pushSubscription, await c.req.text())
    if (!isPushHost(new URL(endpoint).host, pushHosts))
      throw fieldFault('/endpoint', 'is at no push service that is known here')
    const event = {
      type: 'consent.given' as const,
      time: clock(),
      data: { orderId, channel: 'web-push' as const, wording: 'notify-me-on-this-device' },
    }
    const attached = { push: { orderId, endpoint, ...keys } }
    // Not by the device: not even a hash of it has a place in the trail, for it would tell one order's from another's.
    const eventId = `push:${orderId}:${Buffer.from(random(8)).toString('hex')}`
    await record({ dispensaryId, source: 'doorstep/page', eventId, event, attached })
    return c.body(null, 201)
  })

  return routes
}
