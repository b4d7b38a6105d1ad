import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { findConnection, findDispensary, type Connection } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { findOrder, findOrdersByNumber } from '../../db/orders.ts'
import { laneOf, type Lane } from '../domain/connection.ts'
import type { Position } from '../domain/position.ts'
import type { Instant } from '../domain/time.ts'
import type { Clock } from '../ports.ts'
import type { PositionLane } from '../positions.ts'
import { notFound, Problem } from '../problem.ts'
import type { Recorded, RecordEvent } from '../record.ts'
import { unseal } from '../secrets.ts'
import type { Hearing } from './hearing.ts'
import { tooLarge } from './too-large.ts'
import type { Answer, Fix, Meaning, Told, Translated, Vendor } from './vendor.ts'
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
    if (!connection || connection.kind === 'api' || laneOf(connection.kind) !== lane) throw notFound()
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

/** Records all of it; resolves with why something of it was refused, when durable. Senders learn nothing of that. */
async function take(meaning: Meaning, connection: Connection, deps: Deps): Promise<string | undefined> {
  const { dispensaryId, kind, id } = connection
  const source = `${kind}/${id}`
  const unknown = meaning.unknown.map(
    ({ orderId, status }): Translated => ({
      eventId: `${orderId}:unknown:${status}`,
      event: { type: 'order.status-unknown', time: deps.clock(), data: { orderId, status: status.slice(0, 60) } },
    }),
  )
  const told = await Promise.all([...meaning.events, ...unknown].map((one) => byItsId(one, connection, deps.db)))
  const byDriver = driversOf(meaning.fixes, connection)
  const recorded = await Promise.all([
    ...told.map((one) => deps.record({ dispensaryId, source, ...one })),
    ...[...byDriver].map(([driverId, fixes]) => deps.positions.record({ dispensaryId, driverId }, fixes)),
  ])
  const refused = recorded.find(
    (one): one is Extract<Recorded, { result: 'refused' }> => typeof one === 'object' && one.result === 'refused',
  )
  return refused?.problem.errors?.[0]?.detail ?? refused?.problem.title
}

/** Dispatchers often know an order by the number that its customer knows. */
async function byItsId(told: Translated, { dispensaryId, kind }: Connection, db: Database): Promise<Translated> {
  const { event } = told
  if ((kind !== 'onfleet' && kind !== 'spoke') || !('orderId' in event.data)) return told
  const { orderId } = event.data
  if (orderId === undefined || (await findOrder(db, dispensaryId, orderId))) return told
  const [numbered] = await findOrdersByNumber(db, dispensaryId, orderId)
  if (!numbered) return told
  const contact = told.attached?.contacts?.[orderId]
  return {
    ...told,
    event: { ...event, data: { ...event.data, orderId: numbered.id } } as Translated['event'],
    ...(contact && { attached: { contacts: { [numbered.id]: contact } } }),
  }
}

/** Whose each fix is: the connection's one driver, else the driver that the dispensary has given the device to. */
function driversOf(fixes: readonly Fix[], { driverId, devices }: Connection): Map<string, Position[]> {
  const byDriver = new Map<string, Position[]>()
  for (const { device = '', position } of fixes) {
    const driver = driverId ?? (devices && Object.hasOwn(devices, device) ? devices[device] : undefined)
    if (driver === undefined) throw new Problem(400, 'Unknown device', { detail: 'No driver has this device' })
    byDriver.set(driver, [...(byDriver.get(driver) ?? []), position])
  }
  return byDriver
}
