import type { Value } from '@libsql/client'
import { asc } from 'drizzle-orm'
import type { Database } from '../../db/open.ts'
import { positions, trail } from '../../db/schema.ts'
import type { TrailRow } from '../../db/trail.ts'

/** The whole trail, oldest first. */
export const trailRows = ({ db }: { db: Database }): Promise<TrailRow[]> =>
  db.select().from(trail).orderBy(asc(trail.seq))

/** The whole position lane, in the order in which it was told. */
export const positionRows = ({ db }: { db: Database }): Promise<(typeof positions.$inferSelect)[]> =>
  db.select().from(positions).orderBy(asc(positions.seq))

const textOf = (value: Value | undefined): string =>
  value instanceof ArrayBuffer ? Buffer.from(value).toString('latin1') : `${value}`

/** Every row of every table, as text; bytes are one character each. */
export async function storedRows({ $client: client }: Database): Promise<string[]> {
  const tables = await client.execute(
    "SELECT 'SELECT * FROM ' || name AS whole FROM sqlite_master WHERE type = 'table'",
  )
  const all = await Promise.all(tables.rows.map(({ whole }) => client.execute(whole as string)))
  return all.flatMap(({ rows, columns }) => rows.map((row) => columns.map((_, n) => textOf(row[n])).join('\n')))
}
