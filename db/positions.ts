import type { InStatement } from '@libsql/client'
import { asc, gte } from 'drizzle-orm'
import type { Position } from '../api/domain/position.ts'
import type { Instant } from '../api/domain/time.ts'
import type { Reader } from './open.ts'
import { toWhole } from './fix-units.ts'
import { positions } from './schema.ts'

export type Driver = { dispensaryId: string; driverId: string }

const APPEND = `
  INSERT INTO positions (dispensary_id, driver_id, at, received_at, lat, lng,
    speed_meters_per_second, heading_degrees, accuracy_meters)
  SELECT value->>0, value->>1, value->>2, ?, value->>3, value->>4, value->>5, value->>6, value->>7
  FROM json_each(?)`

/**
 * Appends fixes in the order in which they arrived, in one statement: a text of whole numbers costs less than to bind
 * each of them. None where there are none.
 */
export function appendingPositions(
  told: readonly { driver: Driver; fixes: readonly Position[] }[],
  receivedAt: Instant,
): InStatement | undefined {
  const rows: unknown[] = []
  for (const { driver, fixes } of told)
    for (const fix of fixes) rows.push([driver.dispensaryId, driver.driverId, ...toWhole(fix)])
  return rows.length === 0 ? undefined : { sql: APPEND, args: [receivedAt, JSON.stringify(rows)] }
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
