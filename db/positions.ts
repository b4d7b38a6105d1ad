import { asc, gte } from 'drizzle-orm'
import type { Position } from '../api/domain/position.ts'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import { positions } from './schema.ts'

export type Driver = { dispensaryId: string; driverId: string }

/** Appends fixes in the order in which they arrived. */
export async function appendPositions(
  tx: Tx,
  driver: Driver,
  fixes: readonly Position[],
  receivedAt: Instant,
): Promise<void> {
  if (fixes.length === 0) return
  await tx.insert(positions).values(fixes.map((fix) => ({ ...driver, ...fix, receivedAt })))
}

/** Every fix received since then, in arrival order: what a starting process must remember. */
export async function positionsReceivedSince(reader: Reader, since: Instant): Promise<(Driver & { fix: Position })[]> {
  const rows = await reader.select().from(positions).where(gte(positions.receivedAt, since)).orderBy(asc(positions.seq))
  return rows.map(({ dispensaryId, driverId, at, lat, lng, accuracyMeters, speedMetersPerSecond, headingDegrees }) => ({
    dispensaryId,
    driverId,
    fix: {
      at,
      lat,
      lng,
      ...(accuracyMeters !== null && { accuracyMeters }),
      ...(speedMetersPerSecond !== null && { speedMetersPerSecond }),
      ...(headingDegrees !== null && { headingDegrees }),
    },
  }))
}
