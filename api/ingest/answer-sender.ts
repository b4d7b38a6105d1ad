import type { Database } from '../../db/open.ts'
import { laneOf, tellsByItself, type Lane } from '../domain/connection.ts'
import type { Instant } from '../domain/time.ts'
import type { Clock } from '../ports.ts'
import type { PositionLane } from '../positions.ts'
import { notFound, Problem } from '../problem.ts'
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

/** A request of a sender whose body nobody has read yet. */
export type Knock = Omit<Told, 'body'> & {
  connectionId: string
  /** The body as text. @throws Problem 413 beyond so many bytes, 400 when the sender breaks off */
  readBody: (maxBytes: number) => Promise<string>
}

/** Takes a request in by one of the two lanes. @throws Problem */
export type AnswerSender = (lane: Lane, knock: Knock) => Promise<Answer>

const MAX_BYTES: Record<Lane, number> = { pos: 512 * 1024, driver: 64 * 1024 }

/** Each sender in its own words, and the answer that it expects, once all of it is durable. */
export function createAnswerSender(deps: Deps): AnswerSender {
  const { hearing, known, gate, clock } = deps
  return async (lane, { connectionId, method, header, query, readBody }) => {
    const connection = await known.byId(connectionId)
    if (!connection || !tellsByItself(connection.kind) || laneOf(connection.kind) !== lane) throw notFound()
    const vendor = VENDORS[connection.kind]
    const body = method === 'POST' ? await readBody(MAX_BYTES[lane]) : ''
    const told: Told = { method, header, query, body }
    const greeting = vendor.greet?.(told)
    if (greeting) return greeting
    const now = clock()
    const sender = await senderOf(told, connection, vendor, known, now)
    if (!sender) throw unknownSender()
    const leave = gate.enter(sender.id, body.length)
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
    return vendor.reply?.(told) ?? vendor.answer
  }
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

const unknownSender = (): Problem =>
  new Problem(401, 'Not authorized', {
    detail: 'The signature or the password is not the one of this connection',
    headers: { 'www-authenticate': 'Basic realm="Doorstep"' },
  })
