import { asc, gte, sql } from 'drizzle-orm'
import type { Position } from '../api/domain/position.ts'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import { toWhole } from './fix-units.ts'
import { positions } from './schema.ts'

export type Driver = { dispensaryId: string; driverId: string }

/**
 * Appends fixes in the order in which they arrived, in one statement: a text of whole numbers costs less than to bind
 * each of them.
 */
export async function appendPositions(
  tx: Tx,
  told: readonly { driver: Driver; fixes: readonly Position[] }[],
  receivedAt: Instant,
): Promise<void> {
  const rows = told.flatMap(({ driver, fixes }) =>
    fixes.map((fix) => [driver.dispensaryId, driver.driverId, ...toWhole(fix)]),
  )
  if (rows.length === 0) return
  await tx.run(sql`
    INSERT INTO ${positions} (dispensary_id, driver_id, at, received_at, lat, lng,
      speed_meters_per_second, heading_degrees, accuracy_meters)
    SELECT value->>0, value->>1, value->>2, ${receivedAt}, value->>3, value->>4, value->>5, value->>6, value->>7
    FROM json_each(${JSON.stringify(rows)})`)
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
