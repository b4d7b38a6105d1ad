import { asc, gte } from 'drizzle-orm'
import type { Position } from '../api/domain/position.ts'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import { positions } from './schema.ts'

export type Driver = { dispensaryId: string; driverId: string }

/** SQLite binds 32,766 values to a statement; a row has nine. */
const ROWS_A_STATEMENT = 1_000

/** Appends fixes in the order in which they arrived, in as few statements as may be. */
export async function appendPositions(
  tx: Tx,
  told: readonly { driver: Driver; fixes: readonly Position[] }[],
  receivedAt: Instant,
): Promise<void> {
  const rows = told.flatMap(({ driver, fixes }) => fixes.map((fix) => ({ ...driver, ...fix, receivedAt })))
  for (let i = 0; i < rows.length; i += ROWS_A_STATEMENT) {
    await tx.insert(positions).values(rows.slice(i, i + ROWS_A_STATEMENT))
  }
}

/** Every fix received since then, in arrival order: what a starting process must remember. */
export async function positionsReceivedSince(reader: Reader, since: Instant): Promise<(Driver & { fix: Position })[]> {
  const rows = await reader.select().from(positions).where(gte(positions.receivedAt, since)).orderBy(asc(positions.seq))
  return rows.map((row) => ({ dispensaryId: row.dispensaryId, driverId: row.driverId, fix: fixOf(row) }))
}

/** A row as the fix that it was. */
export function fixOf(row: typeof positions.$inferSelect): Position {
  const { at, lat, lng, accuracyMeters, speedMetersPerSecond, headingDegrees } = row
  return {
    at,
    lat,
    lng,
    ...(accuracyMeters !== null && { accuracyMeters }),
    ...(speedMetersPerSecond !== null && { speedMetersPerSecond }),
    ...(headingDegrees !== null && { headingDegrees }),
  }
}
