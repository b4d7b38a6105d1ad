import type { Connection } from '../../db/connections.ts'
import type { Database } from '../../db/open.ts'
import { findOrder, findOrdersByNumber } from '../../db/orders.ts'
import type { Position } from '../domain/position.ts'
import type { Clock } from '../ports.ts'
import type { PositionLane, ToldFixes } from '../positions.ts'
import { Problem } from '../problem.ts'
import type { Recorded, RecordEvent } from '../record.ts'
import type { Hearing } from './hearing.ts'
import { rehearsalOf } from './rehearsal.ts'
import type { Fix, Meaning, Translated } from './vendor.ts'

type Deps = { db: Database; record: RecordEvent; positions: PositionLane; hearing: Hearing; clock: Clock }

/**
 * Records all of it; resolves with why something of it was refused, when durable. Senders learn nothing of that. Of a
 * test only what it would have been is kept, with the connection.
 */
export async function take(meaning: Meaning, connection: Connection, deps: Deps): Promise<string | undefined> {
  const { dispensaryId, kind, id } = connection
  const source = `${kind}/${id}`
  const told = await Promise.all(meaning.events.map((one) => byItsId(one, connection, deps.db)))
  const unknown = await Promise.all(meaning.unknown.map((one) => byItsId(kept(one, deps.clock), connection, deps.db)))
  const fixes = fixesOf(meaning.fixes, connection)
  if (connection.testMode || meaning.isTest) {
    deps.hearing.rehearsed(id, rehearsalOf({ ...meaning, events: told }, deps.clock()))
    return undefined
  }
  const [recorded] = await Promise.all([
    Promise.all([...told, ...unknown].map((one) => deps.record({ dispensaryId, source, ...one }))),
    fixes.length > 0 && deps.positions.record(fixes),
  ])
  const refused = recorded.find((one): one is Extract<Recorded, { result: 'refused' }> => one.result === 'refused')
  if (!refused && meaning.fixes.some(isTimeless))
    return 'A position from before 2010 was left out: that clock is not set'
  return refused?.problem.errors?.[0]?.detail ?? refused?.problem.title
}

const kept = ({ orderId, status }: Meaning['unknown'][number], clock: Clock): Translated => ({
  eventId: `${orderId}:unknown:${status}`,
  event: { type: 'order.status-unknown', time: clock(), data: { orderId, status: status.slice(0, 60) } },
})

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

/** Older than every phone that sends one: the clock of this one has not been set. */
const isTimeless = ({ position }: Fix): boolean => position.at < EARLIEST
const EARLIEST = Date.UTC(2010)

/** Whose each fix is: the connection's one driver, else the driver that the dispensary has given the device to. */
function fixesOf(fixes: readonly Fix[], { dispensaryId, driverId: only, devices }: Connection): ToldFixes[] {
  const byDriver = new Map<string, Position[]>()
  for (const fix of fixes) {
    if (isTimeless(fix)) continue
    const { device = '', position } = fix
    const driverId = only ?? (devices && Object.hasOwn(devices, device) ? devices[device] : undefined)
    if (driverId === undefined) throw new Problem(400, 'Unknown device', { detail: 'No driver has this device' })
    const its = byDriver.get(driverId)
    if (its) its.push(position)
    else byDriver.set(driverId, [position])
  }
  return [...byDriver].map(([driverId, its]) => ({ driver: { dispensaryId, driverId }, fixes: its }))
}
