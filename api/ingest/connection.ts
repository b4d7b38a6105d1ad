import { Hono, type Context as Request } from 'hono'
import type { Database } from '../../db/open.ts'
import { laneOf, tellsByItself, type Lane } from '../domain/connection.ts'
import type { Instant } from '../domain/time.ts'
import type { Clock } from '../ports.ts'
import type { PositionLane } from '../positions.ts'
import { notFound, Problem } from '../problem.ts'
import { readBody } from '../read-body.ts'
import type { RecordEvent } from '../record.ts'
import type { Gate } from './gate.ts'
import type { Hearing } from './hearing.ts'
import { secretsNow, type KnownConnection, type KnownConnections } from './known-connections.ts'
import { take } from './take.ts'
import type { Answer, Told, Vendor } from './vendor.ts'
import { VENDORS } from './vendors.ts'

type Deps = {
  db: Database
  record: RecordEvent
  positions: PositionLane
  hearing: Hearing
  known: KnownConnections
  gate: Gate
  clock: Clock
}

const MAX_BYTES: Record<Lane, number> = { pos: 512 * 1024, driver: 64 * 1024 }

/** /v1/pos/:connection and /v1/driver/:connection: each sender in its own words, and the answer that it expects. */
export function connectionRoutes(lane: Lane, deps: Deps): Hono {
  const { hearing, known, gate, clock } = deps
  const routes = new Hono()
  routes.on(['GET', 'POST'], '/:connection', async (c) => {
    const connection = await known.byId(c.req.param('connection'))
    if (!connection || !tellsByItself(connection.kind) || laneOf(connection.kind) !== lane) throw notFound()
    const vendor = VENDORS[connection.kind]
    const told = await toldBy(c, MAX_BYTES[lane])
    const greeting = vendor.greet?.(told)
    if (greeting) return respond(greeting)
    const now = clock()
    const sender = await senderOf(told, connection, vendor, known, now)
    if (!sender) throw unknownSender()
    const leave = gate.enter(sender.id, told.body.length)
    try {
      const { timeZone, statuses } = sender
      const refused = await take(vendor.translate(told, { now, timeZone, statuses: statuses ?? {} }), sender, deps)
      hearing.note(sender.id, now, refused)
    } catch (error) {
      if (error instanceof Problem) hearing.note(sender.id, now, error.title)
      throw error
    } finally {
      leave()
    }
    return respond(vendor.reply?.(told) ?? vendor.answer)
  })
  return routes
}

/** The connection, if the request is from the holder of its secret: of a new one too, should another process have exchanged it. */
async function senderOf(
  told: Told,
  connection: KnownConnection,
  vendor: Vendor,
  known: KnownConnections,
  now: Instant,
): Promise<KnownConnection | undefined> {
  const holds = (one: KnownConnection): boolean => secretsNow(one, now).some((secret) => vendor.isFrom(told, secret))
  if (holds(connection)) return connection
  const anew = await known.anew(connection.id)
  return anew && holds(anew) ? anew : undefined
}

async function toldBy({ req }: Request, maxBytes: number): Promise<Told> {
  const { method, url } = req
  return {
    method: method === 'POST' ? 'POST' : 'GET',
    header: (name) => req.header(name),
    query: url.includes('?') ? new URL(url).searchParams : NO_QUERY,
    body: method === 'POST' ? await readBody(req, maxBytes) : '',
  }
}

const NO_QUERY = new URLSearchParams()

const respond = ({ status, contentType, body }: Answer): Response =>
  new Response(status === 204 ? null : body, { status, headers: { 'content-type': contentType } })

const unknownSender = (): Problem =>
  new Problem(401, 'Not authorized', {
    detail: 'The signature or the password is not the one of this connection',
    headers: { 'www-authenticate': 'Basic realm="Doorstep"' },
  })
