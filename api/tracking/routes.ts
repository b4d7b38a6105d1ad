import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { pushSubscription } from '../contract.ts'
import { customerActs, type CustomerAct } from '../contract-page.ts'
import { isPushHost } from '../domain/push-host.ts'
import { parseJson, readJson } from '../parse.ts'
import type { Clock, Random } from '../ports.ts'
import { fieldFault, notFound, Problem, problemResponse } from '../problem.ts'
import type { RecordEvent } from '../record.ts'
import type { Links, OpenedLink } from './links.ts'
import type { ViewOf } from './load.ts'
import type { Perform, Unsubscribe } from './perform.ts'
import { isSample, type SampleOf } from './sample.ts'
import type { LookedFrom } from './suspicions.ts'

type Deps = {
  viewOf: ViewOf
  sampleOf: SampleOf
  links: Links
  record: RecordEvent
  perform: Perform
  unsubscribe: Unsubscribe
  lookedFrom: (c: Context) => LookedFrom
  clock: Clock
  random: Random
  pushPublicKey?: string
  /** Hosts that take push messages beside the known services. */
  pushHosts?: readonly string[]
}

const NO_STORE = { 'cache-control': 'no-store' }
const MAX_BYTES = 4_096

export const isAct = (name: string): name is CustomerAct => Object.hasOwn(customerActs, name)

/** What a customer may do with a link: see the view, do what the page offers, and ask for messages on this device. */
export function trackingRoutes({
  viewOf,
  sampleOf,
  links,
  record,
  perform,
  unsubscribe,
  lookedFrom,
  clock,
  random,
  pushPublicKey,
  pushHosts,
}: Deps): Hono {
  const routes = new Hono()

  async function linkOf(c: Context): Promise<OpenedLink> {
    const link = await links.open(c.req.param('token') ?? '', lookedFrom(c))
    if (!link) throw notFound()
    return link
  }

  routes.get('/:token', async (c) => {
    const token = c.req.param('token')
    const view = isSample(token) ? await sampleOf(token) : await viewOf(await linkOf(c))
    if (!view) throw notFound()
    return c.json(view, 200, NO_STORE)
  })

  routes.post('/:token/push', bodyLimit({ maxSize: MAX_BYTES }), async (c) => {
    const { dispensaryId, orderId } = await linkOf(c)
    if (pushPublicKey === undefined) throw new Problem(409, 'This store sends no push messages')
    const { endpoint, keys } = parseJson(pushSubscription, await c.req.text())
    if (!isPushHost(new URL(endpoint).host, pushHosts))
      throw fieldFault('/endpoint', 'is at no push service that is known here')
    const event = {
      type: 'consent.given' as const,
      time: clock(),
      data: { orderId, channel: 'web-push' as const, wording: 'notify-me-on-this-device', source: 'device' as const },
    }
    const attached = { push: { orderId, endpoint, ...keys } }
    // Not by the device: not even a hash of it has a place in the trail, for it would tell one order's from another's.
    const eventId = `push:${orderId}:${Buffer.from(random(8)).toString('hex')}`
    const recorded = await record({ dispensaryId, source: 'doorstep/page', eventId, event, attached })
    return recorded.result === 'refused' ? problemResponse(recorded.problem) : c.body(null, 201)
  })

  /** By a mailbox provider, for whoever pressed its button: also when the link itself opens nothing any more. */
  routes.post('/:token/unsubscribe', bodyLimit({ maxSize: MAX_BYTES }), async (c) => {
    const order = await links.whose(c.req.param('token'))
    if (!order) throw notFound()
    await unsubscribe(order)
    return c.body(null, 204)
  })

  /** The same address in a browser: nothing is stopped by looking. */
  routes.get('/:token/unsubscribe', (c) => c.redirect(`/t/${c.req.param('token')}/messages`, 303))

  /** The answer is the view as it is afterwards. */
  routes.post('/:token/:act', bodyLimit({ maxSize: MAX_BYTES }), async (c) => {
    const act = c.req.param('act')
    const link = await linkOf(c)
    if (!isAct(act)) throw notFound()
    await perform(link, act, readJson(await c.req.text()))
    return c.json(await viewOf(link), 200, NO_STORE)
  })

  return routes
}
