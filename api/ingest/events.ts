import { Hono, type Context } from 'hono'
import { readJson } from '../parse.ts'
import type { Clock } from '../ports.ts'
import type { PositionLane } from '../positions.ts'
import { Problem, problemResponse, type ProblemBody } from '../problem.ts'
import { readBody } from '../read-body.ts'
import type { Recorded, RecordEvent } from '../record.ts'
import { understand, type Understood } from './cloud-event.ts'
import type { Gate } from './gate.ts'
import type { Hearing } from './hearing.ts'
import type { KnownConnection, KnownConnections } from './known-connections.ts'
import { rehearsalOf } from './rehearsal.ts'
import { authenticate } from './sender.ts'

type Deps = {
  record: RecordEvent
  positions: PositionLane
  hearing: Hearing
  known: KnownConnections
  gate: Gate
  clock: Clock
}

const MAX_BYTES = 1024 * 1024
const MAX_EVENTS = 1_000

/** POST /v1/events: one CloudEvent or a batch, answered when durable, one result per event. */
export function eventRoutes(deps: Deps): Hono {
  const routes = new Hono()
  routes.post('/', async (c) => {
    const body = await readBody(c.req, MAX_BYTES)
    const connection = await authenticate(deps, c.req, body)
    const { events, batch } = eventsOf(c, body)
    const leave = deps.gate.enter(connection.id, body.length)
    const results = await take(events, connection, deps).finally(leave)
    const refused = results.find((one) => one.result === 'refused')
    deps.hearing.note(
      connection.id,
      deps.clock(),
      refused && (refused.problem.errors?.[0]?.detail ?? refused.problem.title),
    )
    if (batch) return c.json({ results }, results.some((one) => one.result === 'refused') ? 207 : 200)
    const [only] = results
    if (only?.result === 'refused') return problemResponse(only.problem)
    return c.json({ results })
  })
  return routes
}

function eventsOf(c: Context, body: string): { events: unknown[]; batch: boolean } {
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (c.req.header('ce-specversion') !== undefined) return { events: [binaryEvent(c, body)], batch: false }
  if (type === 'application/cloudevents+json') return { events: [readJson(body)], batch: false }
  if (type !== 'application/cloudevents-batch+json') {
    throw new Problem(415, 'Unsupported content type', {
      detail: 'Send application/cloudevents+json, application/cloudevents-batch+json, or ce- headers',
    })
  }
  const events = readJson(body)
  if (!Array.isArray(events)) throw new Problem(400, 'A batch is a JSON array')
  if (events.length > MAX_EVENTS)
    throw new Problem(413, 'Too many events', { detail: `Send at most ${MAX_EVENTS} at once` })
  return { events, batch: true }
}

/** CloudEvents' binary mode: attributes in percent-encoded headers, data in the body. */
function binaryEvent(c: Context, body: string): unknown {
  const attribute = (name: string): string | undefined => {
    const value = c.req.header(`ce-${name}`)
    return value === undefined ? undefined : decoded(name, value)
  }
  const [specversion, id, source, type, time] = ['specversion', 'id', 'source', 'type', 'time'].map(attribute)
  return { specversion, id, source, type, ...(time !== undefined && { time }), data: readJson(body) }
}

function decoded(name: string, value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    throw new Problem(400, 'A header is not percent-encoded UTF-8', {
      errors: [{ pointer: `/${name}`, detail: 'cannot be decoded' }],
    })
  }
}

type Taken = { id: string | null } & (
  | { result: 'recorded' | 'duplicate'; seq?: number }
  | { result: 'refused'; problem: ProblemBody }
)

/** Each event by itself: nothing is lost because a neighbour is bad. */
async function take(events: unknown[], connection: KnownConnection, deps: Deps): Promise<Taken[]> {
  const { record, positions, clock } = deps
  const understood = events.map((event) => tryToUnderstand(event, connection, clock()))
  if (connection.testMode) {
    rehearse(understood, connection, deps)
    return understood.map((one, index) => ({
      id: idOf(events[index]),
      ...(one instanceof Problem ? { result: 'refused', problem: one.body } : { result: 'recorded' }),
    }))
  }
  const told = understood.flatMap((one) => (!(one instanceof Problem) && one.lane === 'positions' ? [one.told] : []))
  const [fresh, recorded] = await Promise.all([
    told.length > 0 ? positions.record(told) : [],
    Promise.all(
      understood.flatMap((one) => (!(one instanceof Problem) && one.lane === 'trail' ? [record(one.incoming)] : [])),
    ),
  ])
  const [ofFixes, ofEvents] = [fresh.values(), recorded.values()]
  return understood.map((one, index): Taken => {
    const id = idOf(events[index])
    if (one instanceof Problem) return { id, result: 'refused', problem: one.body }
    if (one.lane === 'positions') return { id, result: ofFixes.next().value === 1 ? 'recorded' : 'duplicate' }
    return { id, ...(ofEvents.next().value as Recorded) }
  })
}

/** Keeps what would have been recorded, and nothing else. */
function rehearse(understood: (Understood | Problem)[], { id }: KnownConnection, { hearing, clock }: Deps): void {
  const meant = understood.filter((one): one is Understood => !(one instanceof Problem))
  const events = meant.flatMap((one) => (one.lane === 'trail' ? [one.incoming] : []))
  const fixes = meant.filter(({ lane }) => lane === 'positions')
  hearing.rehearsed(id, rehearsalOf({ events, fixes, unknown: [] }, clock()))
}

function tryToUnderstand(event: unknown, { dispensaryId, id }: KnownConnection, now: number): Understood | Problem {
  try {
    return understand(event, { dispensaryId, connectionId: id }, now)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

const idOf = (event: unknown): string | null => {
  const id = (event as { id?: unknown } | null)?.id
  return typeof id === 'string' ? id : null
}
