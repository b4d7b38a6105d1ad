import { sql } from 'drizzle-orm'
import type { Reader } from '../../db/open.ts'
import type { TrailRow } from '../../db/trail.ts'

const FIELDS = 'seq dispensaryId link source eventId type subject time recordedAt data hash'.split(' ')
const COLUMNS = sql.raw('seq, dispensary_id, link, source, event_id, type, subject, time, recorded_at, data, hash')
const VALUES = sql.raw(FIELDS.map((field) => `value ->> '${field}'`).join(', '))

/** Puts rows into the trail past the door, in one statement with one value, for there may be a million of them. */
export const insertRows = (db: Reader, rows: readonly TrailRow[]): Promise<unknown> =>
  db.run(sql`INSERT INTO trail (${COLUMNS}) SELECT ${VALUES} FROM json_each(${JSON.stringify(rows)})`)
