import type { Connection } from '../../db/connections.ts'
import type { Database } from '../../db/open.ts'
import type { Position } from '../domain/position.ts'
import type { Clock } from '../ports.ts'
import type { PositionLane, ToldFixes } from '../positions.ts'
import { Problem } from '../problem.ts'
import type { Incoming, Recorded, RecordEvent } from '../record.ts'
import { byItsId } from '../waiting.ts'
import type { Hearing } from './hearing.ts'
import { rehearsalOf } from './rehearsal.ts'
import type { Fix, Meaning, Translated } from './vendor.ts'

type Deps = { db: Database; record: RecordEvent; positions: PositionLane; hearing: Hearing; clock: Clock }

/**
 * Records all of it; resolves with why something of it was refused or waits, when durable. Senders learn nothing of
 * that. Of a test only what it would have been is kept, with the connection.
 */
export async function take(meaning: Meaning, connection: Connection, deps: Deps): Promise<string | undefined> {
  const { dispensaryId, kind, id } = connection
  // Dispatchers often know an order by the number that its customer knows.
  const names = kind === 'onfleet' || kind === 'spoke' ? 'by-number' : 'by-id'
  const named = (one: Translated): Incoming => ({ dispensaryId, source: `${kind}/${id}`, names, ...one })
  const fixes = fixesOf(meaning.fixes, connection)
  if (connection.testMode || meaning.isTest) {
    const events = await Promise.all(meaning.events.map((one) => asMeant(named(one), deps.db)))
    deps.hearing.rehearsed(id, rehearsalOf({ ...meaning, events }, deps.clock()))
    return undefined
  }
  const told = [...meaning.events, ...meaning.unknown.map((one) => kept(one, deps.clock))]
  const [recorded] = await Promise.all([
    Promise.all(told.map((one) => deps.record(named(one)))),
    fixes.length > 0 && deps.positions.record(fixes),
  ])
  const problem = recorded.map((one, index) => problemOf(one, told[index])).find((one) => one !== undefined)
  if (problem === undefined && meaning.fixes.some(isTimeless))
    return 'A position from before 2000 was left out: that clock is not set'
  return problem
}

const kept = ({ orderId, status }: Meaning['unknown'][number], clock: Clock): Translated => ({
  eventId: `${orderId}:unknown:${status}`,
  event: { type: 'order.status-unknown', time: clock(), data: { orderId, status: status.slice(0, 60) } },
})

/** What it would be if it were recorded now; as it was told where that is not certain. */
async function asMeant(news: Incoming, db: Database): Promise<Incoming> {
  const meant = news.names === 'by-number' ? await byItsId(db, news) : news
  return meant instanceof Problem ? news : meant
}

function problemOf(recorded: Recorded, told: Translated | undefined): string | undefined {
  if (recorded.result === 'refused') {
    const { errors, detail, title } = recorded.problem
    return errors?.[0]?.detail ?? detail ?? title
  }
  if (recorded.result !== 'recorded' || !recorded.waits || !told || !('orderId' in told.event.data)) return undefined
  return `Order "${told.event.data.orderId}" is not known yet: news of it waits`
}

/** Older than every phone that sends one: the clock of this one has not been set (they begin anew in 1970 or 1980). */
const isTimeless = ({ position }: Fix): boolean => position.at < EARLIEST
const EARLIEST = Date.UTC(2000)

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
