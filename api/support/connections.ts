import { connectionsOf, type Connection } from '../../db/connections.ts'
import { countTellings, hooksOf } from '../../db/hooks.ts'
import type { Database } from '../../db/open.ts'
import type { Staff } from '../../db/staff.ts'
import { unknownStatuses } from '../../db/trail.ts'
import type { SupportConnection, SupportConnections } from '../contract-connections.ts'
import type { ConnectionKind, Standing } from '../domain/connection.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { hours, type Instant } from '../domain/time.ts'
import type { Clock, Random } from '../ports.ts'
import { fieldFault, notFound } from '../problem.ts'
import type { RecordEvent } from '../record.ts'
import { viewConnection, viewHook, type Unmapped } from './connection-view.ts'

export type Connections = {
  /** Every connection of the staff's own dispensary, what is broken first. Every look leaves a trace. */
  view: (staff: Staff) => Promise<SupportConnections>
  /** @throws Problem where the dispensary has no such connection */
  switchTestMode: (staff: Staff, connectionId: string, on: boolean) => Promise<void>
  /** Says what a status means that the connection has told. @throws Problem where it has not */
  mapStatus: (staff: Staff, connectionId: string, status: string, standing: Standing) => Promise<void>
}

type Deps = {
  db: Database
  record: RecordEvent
  /** Writes down what is only noted of when connections were heard. */
  flush: () => Promise<void>
  everyMs: (kind: ConnectionKind) => number | undefined
  clock: Clock
  random: Random
}

const LATELY = hours(24 * 30)
const MOST_STATUSES = 500
const WORST_FIRST: SupportConnection['state'][] = ['problem', 'late', 'testing', 'new', 'well']

export function createConnections({ db, record, flush, everyMs, clock, random }: Deps): Connections {
  async function tell({ dispensaryId }: Staff, event: DoorstepEvent): Promise<void> {
    const eventId = `${event.type}:${Buffer.from(random(8)).toString('hex')}`
    await record({ dispensaryId, source: 'doorstep/support', eventId, event })
  }

  async function statusesHeard(dispensaryId: string, now: Instant): Promise<Unmapped[]> {
    const rows = await unknownStatuses(db, dispensaryId, MOST_STATUSES)
    return rows
      .filter(({ recordedAt }) => recordedAt > now - LATELY)
      .map(({ source, recordedAt, data }) => {
        const { status } = JSON.parse(data) as { status: string }
        return { source, status, at: recordedAt }
      })
  }

  async function ownConnection({ dispensaryId }: Staff, connectionId: string): Promise<Connection> {
    const own = (await connectionsOf(db, dispensaryId)).find(({ id }) => id === connectionId)
    if (!own) throw notFound()
    return own
  }

  return {
    view: async (staff) => {
      const now = clock()
      await tell(staff, { type: 'staff.viewed-connections', time: now, data: { staffId: staff.id } })
      await flush()
      const heard = await statusesHeard(staff.dispensaryId, now)
      const rows = await connectionsOf(db, staff.dispensaryId)
      const connections = rows.map((row) => viewConnection(row, heard, everyMs, now))
      const rank = ({ state }: SupportConnection): number => WORST_FIRST.indexOf(state)
      const own = await hooksOf(db, staff.dispensaryId)
      const counts = await countTellings(
        db,
        own.map(({ id }) => id),
      )
      const hooks = own.map((hook) => viewHook(hook, counts))
      return { asOf: new Date(now).toISOString(), connections: connections.sort((a, b) => rank(a) - rank(b)), hooks }
    },

    switchTestMode: async (staff, connectionId, on) => {
      if ((await ownConnection(staff, connectionId)).testMode === on) return
      const data = { connectionId, on, staffId: staff.id }
      await tell(staff, { type: 'connection.test-mode-switched', time: clock(), data })
    },

    mapStatus: async (staff, connectionId, told, standing) => {
      const connection = await ownConnection(staff, connectionId)
      const status = told.toLowerCase()
      const heard = await statusesHeard(staff.dispensaryId, clock())
      const { unmapped, mapped } = viewConnection(connection, heard, everyMs, clock())
      if (![...unmapped, ...mapped].some((one) => one.status.toLowerCase() === status))
        throw fieldFault('/status', 'has not been told by this connection')
      const data = { connectionId, status, standing, staffId: staff.id }
      await tell(staff, { type: 'connection.status-mapped', time: clock(), data })
    },
  }
}
