import type { Connection } from '../../db/dispensaries.ts'
import type { Position } from '../domain/position.ts'
import type { Clock } from '../ports.ts'
import type { PositionLane } from '../positions.ts'
import { Problem } from '../problem.ts'
import type { Recorded, RecordEvent } from '../record.ts'
import type { Fix, Meaning, Translated } from './vendor.ts'

type Deps = { record: RecordEvent; positions: PositionLane; clock: Clock }

/** Records all of it; resolves, when durable, with why something of it was refused or waits. Senders learn nothing of that. */
export async function take(meaning: Meaning, connection: Connection, deps: Deps): Promise<string | undefined> {
  const { dispensaryId, kind, id } = connection
  const source = `${kind}/${id}`
  const unknown = meaning.unknown.map(
    ({ orderId, status }): Translated => ({
      eventId: `${orderId}:unknown:${status}`,
      event: { type: 'order.status-unknown', time: deps.clock(), data: { orderId, status: status.slice(0, 60) } },
    }),
  )
  const names = kind === 'onfleet' || kind === 'spoke' ? 'by-number' : 'by-id'
  const told = [...meaning.events, ...unknown]
  const byDriver = driversOf(meaning.fixes, connection)
  const [recorded] = await Promise.all([
    Promise.all(told.map((one) => deps.record({ dispensaryId, source, names, ...one }))),
    ...[...byDriver].map(([driverId, fixes]) => deps.positions.record({ dispensaryId, driverId }, fixes)),
  ])
  return recorded.map(problemOf).find((problem) => problem !== undefined)
}

function problemOf(recorded: Recorded): string | undefined {
  if (recorded.result === 'refused') {
    const { errors, detail, title } = recorded.problem
    return errors?.[0]?.detail ?? detail ?? title
  }
  return recorded.result === 'recorded' && recorded.waits ? 'News of an order that is not known yet waits' : undefined
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
