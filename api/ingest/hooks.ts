import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { countTellings, findHook, hooksOf, type Hook } from '../../db/hooks.ts'
import type { Database } from '../../db/open.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { HOOK_EVENTS, REPLAYED_FOR } from '../domain/hook.ts'
import { parseJson } from '../parse.ts'
import type { Clock, HookPort, Random } from '../ports.ts'
import { fieldFault, notFound, problemResponse } from '../problem.ts'
import { readBody } from '../read-body.ts'
import type { Incoming, RecordEvent } from '../record.ts'
import { seal, unseal } from '../secrets.ts'
import type { KnownConnection, KnownConnections } from './known-connections.ts'
import { authenticate } from './sender.ts'

const MAX_BYTES = 8_192
const SOURCE = 'doorstep/hooks'

type Deps = {
  db: Database
  known: KnownConnections
  record: RecordEvent
  secretKey: Uint8Array
  port: HookPort
  clock: Clock
  random: Random
}

const subscription = z.object({
  url: z.string().min(1).max(2_000),
  events: z.array(z.enum(HOOK_EVENTS)).min(1).max(50),
})
const replay = z.object({ since: z.iso.datetime({ offset: true }) })

/** /v1/hooks: a dispensary's own systems say where they want to be told of what, by its API key. */
export function hookRoutes(deps: Deps): Hono {
  const { db, record, secretKey, port, clock, random } = deps
  const routes = new Hono()
  const rfc3339 = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
  const name = (bytes: number): string => Buffer.from(random(bytes)).toString('base64url')

  async function tell(
    { dispensaryId }: KnownConnection,
    event: DoorstepEvent,
    attached: Incoming['attached'] = {},
  ): Promise<Response | undefined> {
    const told = { dispensaryId, source: SOURCE, eventId: `${event.type}:${name(9)}`, event, attached }
    const recorded = await record(told)
    return recorded.result === 'refused' ? problemResponse(recorded.problem) : undefined
  }

  routes.post('/', async (c) => {
    const body = await readBody(c.req, MAX_BYTES)
    const connection = await authenticate(deps, c.req, body)
    const wish = parseJson(subscription, body)
    const why = port.whyNot(wish.url)
    if (why !== undefined) throw fieldFault('/url', `The address ${why}`)
    const [id, secret] = [`hook_${name(9)}`, `whsec_${Buffer.from(random(32)).toString('base64')}`]
    const events = [...new Set(wish.events)]
    const sealed = seal(secretKey, JSON.stringify({ url: wish.url, secret }), random, id)
    const data = { hookId: id, events, by: connection.id }
    const hook = { id, events, host: new URL(wish.url).host, sealed }
    const refused = await tell(connection, { type: 'hook.subscribed', time: clock(), data }, { hook })
    return refused ?? c.json({ id, url: wish.url, events, secret }, 201)
  })

  /** One whose address cannot be opened any more is listed all the same, and can be unsubscribed. */
  function urlOf(id: string, sealed: Buffer): string | null {
    try {
      return (JSON.parse(unseal(secretKey, sealed, id)) as { url: string }).url
    } catch {
      return null
    }
  }

  routes.get('/', async (c) => {
    const { dispensaryId } = await authenticate(deps, c.req, '')
    const own = await hooksOf(db, dispensaryId)
    const counts = await countTellings(
      db,
      own.map(({ id }) => id),
    )
    const countOf = (id: string, status: string): number =>
      counts.find((one) => one.hookId === id && one.status === status)?.count ?? 0
    const shown = own.map(({ id, events, sealed, ...hook }) => ({
      ...{ id, events, url: urlOf(id, sealed) },
      ...{ subscribedAt: rfc3339(hook.subscribedAt), toldAt: rfc3339(hook.toldAt) },
      ...{ failingSince: rfc3339(hook.failingSince), problem: hook.reason },
      ...{ disabledAt: rfc3339(hook.disabledAt), because: hook.because },
      ...{ waiting: countOf(id, 'planned'), givenUp: countOf(id, 'given-up') },
    }))
    return c.json({ hooks: shown }, 200, { 'cache-control': 'no-store' })
  })

  async function own(c: Context, { dispensaryId }: KnownConnection): Promise<Hook> {
    const hook = await findHook(db, dispensaryId, c.req.param('id') ?? '')
    if (!hook) throw notFound()
    return hook
  }

  routes.delete('/:id', async (c) => {
    const connection = await authenticate(deps, c.req, await readBody(c.req, MAX_BYTES))
    const { id: hookId } = await own(c, connection)
    const data = { hookId, because: 'asked' as const, by: connection.id }
    const refused = await tell(connection, { type: 'hook.unsubscribed', time: clock(), data })
    return refused ?? c.body(null, 204)
  })

  /** What happened since then is told again, under the ids of the first time. */
  routes.post('/:id/replay', async (c) => {
    const body = await readBody(c.req, MAX_BYTES)
    const connection = await authenticate(deps, c.req, body)
    const { id: hookId } = await own(c, connection)
    const since = Date.parse(parseJson(replay, body).since)
    if (since < clock() - REPLAYED_FOR) throw fieldFault('/since', 'lies more than seven days back')
    const data = { hookId, since, by: connection.id }
    const refused = await tell(connection, { type: 'hook.replayed', time: clock(), data })
    return refused ?? c.body(null, 202)
  })
  return routes
}
