import { serveStatic } from '@hono/node-server/serve-static'
import { Hono, type Context } from 'hono'
import { compress } from 'hono/compress'
import { cors } from 'hono/cors'
import { csrf } from 'hono/csrf'
import { channelsOf } from './domain/notification.ts'
import { frameRoutes } from './frame.ts'
import { createHandOut } from './hand-out.ts'
import { connectionRoutes } from './ingest/connection.ts'
import { eventRoutes } from './ingest/events.ts'
import { hookRoutes } from './ingest/hooks.ts'
import { orderRoutes } from './ingest/orders.ts'
import { liveRoutes } from './live/routes.ts'
import { aggregatorRoutes } from './notify/aggregator-routes.ts'
import { mailRoutes } from './notify/mail/mail-routes.ts'
import { textRoutes } from './notify/text-routes.ts'
import { createMayRead, fromItsOrigins } from './origins.ts'
import { lookedFrom, networkOf } from './network.ts'
import { pageRoutes } from './pages.ts'
import type { Site } from './ports.ts'
import { notFound } from './problem.ts'
import { healthRoutes } from './health.ts'
import { discreet, failure, oneLinePerRequest } from './request.ts'
import type { Stages } from './stages.ts'
import type { World } from './world.ts'
import { connectionForms } from './support/connection-routes.ts'
import { messageForms } from './support/message-routes.ts'
import { wordingRoutes } from './support/wording-routes.ts'
import { supportForms, supportRoutes } from './support/routes.ts'
import { customerPages } from './tracking/pages.ts'
import { dispensaryNamed, lookUpRoutes, shortBody } from './tracking/look-up-routes.ts'
import { createSampleOf } from './tracking/sample.ts'
import { trackingRoutes } from './tracking/routes.ts'

type Deps = {
  world: World
  stages: Stages
  site: Site
  pushPublicKey?: string
  /** Hosts that take push messages beside the known services. */
  pushHosts?: readonly string[]
  /** Folder of the built site and widget; without it nothing static is served. */
  dist?: string
}

/** Every route of the process on one screen. */
export function createApp({ world, stages, site, pushPublicKey, pushHosts = [], dist }: Deps): Hono {
  const { db, clock, random, publicUrl, mapStyleUrl } = world
  const { record, positions, hearing, known, links, viewOf, hub, sessions, lookUp, forget, connections } = stages
  const { exports, perform, openDetails, messages, metrics, streams, actOnStops } = stages
  const sampleOf = createSampleOf({ db, clock, styleUrl: mapStyleUrl })
  const secure = publicUrl.startsWith('https:')
  const push = pushPublicKey === undefined ? {} : { pushPublicKey }
  const staff = {
    sessions,
    lookUp,
    forget,
    actOnStops,
    connections,
    messages,
    secure,
    handOut: createHandOut({ db, exports }),
  }
  const app = new Hono()

  app.use(oneLinePerRequest(stages.requests))
  app.onError(failure(stages.requests))
  app.notFound((c) =>
    c.req.path.startsWith('/v1/')
      ? notFound().toResponse()
      : site(new Request(new URL('/404', publicUrl)), { publicOrigin: publicUrl }),
  )

  app.route('/v1/events', eventRoutes({ record, positions, hearing, known, gate: stages.gate, clock }))
  app.route('/v1/pos', connectionRoutes('pos', stages.answerSender))
  app.route('/v1/driver', connectionRoutes('driver', stages.answerSender))
  app.route(
    '/v1/orders',
    orderRoutes({ db, known, contacts: stages.contacts, clock, issue: (order) => links.issue(order, 'dispensary') }),
  )

  if (world.hooks) {
    const { secretKey, hooks } = world
    app.route('/v1/hooks', hookRoutes({ db, known, record, secretKey, port: hooks, clock, random }))
  }

  const { takeReceipt, takeText, takeMail, hearAggregator } = stages
  app.route('/v1/aggregators', aggregatorRoutes({ hearAggregator, takeReceipt, takeText }))
  if (world.texts) app.route('/', textRoutes({ texts: world.texts, takeReceipt, takeText, publicUrl }))
  if (world.mailReturns && takeMail)
    app.route('/v1/mail', mailRoutes({ takeMail, secret: world.mailReturns.secret, log: world.log }))

  // The senders above are machines; what follows is for people.
  app.use(discreet)
  const mayRead = createMayRead({ db, publicUrl })
  const itsLink = async (c: Context): Promise<string | undefined> =>
    (await links.open(c.req.param('token') ?? ''))?.dispensaryId
  for (const path of ['/v1/track/:token', '/v1/track/:token/*']) app.use(path, fromItsOrigins(mayRead, itsLink))
  app.route('/v1/track', liveRoutes({ hub, streams, open: (token, c) => links.open(token, lookedFrom(c)) }))
  const tracked = { viewOf, sampleOf, links, record, perform, unsubscribe: stages.unsubscribe, lookedFrom }
  app.route('/v1/track', trackingRoutes({ ...tracked, clock, random, pushHosts, ...push }))

  app.use('/v1/lookup', shortBody, fromItsOrigins(mayRead, dispensaryNamed))
  app.route('/v1/lookup', lookUpRoutes(stages.lookUpOwn, networkOf))

  app.route('/v1/support', supportRoutes(staff))
  app.use('/support/*', csrf())
  app.route('/support', supportForms(staff))
  app.route('/support/connections', connectionForms(staff))
  app.route('/support/messages', messageForms(staff))
  app.route('/support/wording', wordingRoutes({ sessions, wording: stages.wording, site, publicUrl }))

  app.route('/', healthRoutes({ db, metrics }))

  for (const path of ['/widget.js', '/widget/*']) app.use(path, cors({ origin: '*' }))
  app.use(compress())
  const channels = channelsOf(world.senders)
  const { contacts, devices } = stages
  const whose = { db, contacts, devices, links, viewOf, perform, openDetails }
  const customers = { ...whose, site, channels, networkOf, lookedFrom, publicUrl, mapStyleUrl }
  app.route('/t', customerPages({ ...customers, ...push }))
  app.route('/embed/frame', frameRoutes({ db, links, site, publicUrl, mapStyleUrl }))
  app.route('/', pageRoutes({ stages, site, publicUrl, mapStyleUrl }))
  if (dist !== undefined) {
    app.use(serveStatic({ root: `${dist}/site/client`, onFound: cacheFor }))
    app.use(serveStatic({ root: `${dist}/widget`, onFound: cacheFor }))
  }
  return app
}

/** Names that hold a hash of the content never change what they name. */
function cacheFor(path: string, c: Context): void {
  c.header(
    'cache-control',
    /[.-][\w-]{8,}\.\w+$/.test(path) ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
  )
}
