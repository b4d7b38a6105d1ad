import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { findConnection, type Connection } from '../../db/connections.ts'
import { findDispensary } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { laneOf, tellsByItself, type Lane } from '../domain/connection.ts'
import type { Instant } from '../domain/time.ts'
import type { Clock } from '../ports.ts'
import type { PositionLane } from '../positions.ts'
import { notFound, Problem } from '../problem.ts'
import type { RecordEvent } from '../record.ts'
import { unseal } from '../secrets.ts'
import type { Hearing } from './hearing.ts'
import { take } from './take.ts'
import { tooLarge } from './too-large.ts'
import type { Answer, Meaning, Told, Vendor } from './vendor.ts'
import { VENDORS } from './vendors.ts'

type Deps = {
  db: Database
  record: RecordEvent
  positions: PositionLane
  hearing: Hearing
  clock: Clock
  secretKey: Uint8Array
}

const MAX_BYTES: Record<Lane, number> = { pos: 512 * 1024, driver: 64 * 1024 }

/** /v1/pos/:connection and /v1/driver/:connection: each sender in its own words, and the answer that it expects. */
export function connectionRoutes(lane: Lane, deps: Deps): Hono {
  const { db, hearing, clock } = deps
  const limit = bodyLimit({ maxSize: MAX_BYTES[lane], onError: tooLarge(MAX_BYTES[lane]) })
  const routes = new Hono()
  routes.on(['GET', 'POST'], '/:connection', limit, async (c) => {
    const connection = await findConnection(db, c.req.param('connection'))
    if (!connection || !tellsByItself(connection.kind) || laneOf(connection.kind) !== lane) throw notFound()
    const vendor = VENDORS[connection.kind]
    const told = await toldBy(c)
    const greeting = vendor.greet?.(told)
    if (greeting) return respond(greeting)
    const now = clock()
    if (!secretsOf(connection, deps.secretKey, now).some((secret) => vendor.isFrom(told, secret))) throw unknownSender()
    try {
      const refused = await take(await meaningOf(vendor, told, connection, deps), connection, deps)
      hearing.note(connection.id, now, refused)
    } catch (error) {
      if (error instanceof Problem) hearing.note(connection.id, now, error.title)
      throw error
    }
    return respond(vendor.reply?.(told) ?? vendor.answer)
  })
  return routes
}

const toldBy = async (c: Request): Promise<Told> => ({
  method: c.req.method === 'POST' ? 'POST' : 'GET',
  header: (name) => c.req.header(name),
  query: new URL(c.req.url).searchParams,
  body: c.req.method === 'POST' ? await c.req.text() : '',
})

const respond = ({ status, contentType, body }: Answer): Response =>
  new Response(status === 204 ? null : body, { status, headers: { 'content-type': contentType } })

const unknownSender = (): Problem =>
  new Problem(401, 'Not authorized', {
    detail: 'The signature or the password is not the one of this connection',
    headers: { 'www-authenticate': 'Basic realm="Doorstep"' },
  })

/** While a secret is exchanged, the one before it holds too. */
function secretsOf(connection: Connection, key: Uint8Array, now: Instant): string[] {
  const { secretSealed, formerSealed, formerUntil } = connection
  const former = formerSealed && formerUntil !== null && now < formerUntil ? [formerSealed] : []
  return [...(secretSealed ? [secretSealed] : []), ...former].map((sealed) => unseal(key, sealed))
}

async function meaningOf(vendor: Vendor, told: Told, connection: Connection, { db, clock }: Deps): Promise<Meaning> {
  const dispensary = await findDispensary(db, connection.dispensaryId)
  const timeZone = dispensary?.timeZone ?? 'UTC'
  return vendor.translate(told, { now: clock(), timeZone, statuses: connection.statuses ?? {} })
}
