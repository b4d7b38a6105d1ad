import { createHash } from 'node:crypto'
import { and, asc, count, eq, gt, gte, lte, max, sql } from 'drizzle-orm'
import type { Position } from '../api/domain/position.ts'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import { fixOf, type Driver } from './positions.ts'
import { positions, tracks } from './schema.ts'
import { decodeTrack } from './track-codec.ts'

export type Chunk = Driver & { fromAt: Instant; toAt: Instant; fixes: number; chunk: Buffer; digest: string }

/** SHA-256 of whose chunk it is, of when, and of its bytes; hex. */
export function digestOf({ dispensaryId, driverId, fromAt, toAt, fixes, chunk }: Omit<Chunk, 'digest'>): string {
  const whose = JSON.stringify([dispensaryId, driverId, fromAt, toAt, fixes])
  return createHash('sha256').update(whose).update(chunk).digest('hex')
}

/** Drivers with fixes not yet in chunks that came in before then: how many, and when the last of all came in. */
export async function driversToSeal(
  reader: Reader,
  before: Instant,
): Promise<(Driver & { ripe: number; lastAt: Instant })[]> {
  const rows = await reader
    .select({
      dispensaryId: positions.dispensaryId,
      driverId: positions.driverId,
      ripe: count(sql`CASE WHEN ${positions.receivedAt} <= ${before} THEN 1 END`),
      lastAt: max(positions.receivedAt),
    })
    .from(positions)
    .groupBy(positions.dispensaryId, positions.driverId)
  return rows.map((row) => ({ ...row, lastAt: row.lastAt ?? 0 })).filter(({ ripe }) => ripe > 0)
}

export type Loose = { seq: number; fix: Position }

/** A driver's first fixes that are not yet in chunks, in arrival order. */
export async function looseFixes(reader: Reader, driver: Driver, limit: number): Promise<Loose[]> {
  const rows = await reader
    .select()
    .from(positions)
    .where(isOf(positions, driver))
    .orderBy(asc(positions.seq))
    .limit(limit)
  return rows.map((row) => ({ seq: row.seq, fix: fixOf(row) }))
}

const isOf = (table: typeof positions | typeof tracks, { dispensaryId, driverId }: Driver) =>
  and(eq(table.dispensaryId, dispensaryId), eq(table.driverId, driverId))

/** Puts a chunk in place of the fixes that it holds. */
export async function replaceByChunk(tx: Tx, chunk: Chunk, upToSeq: number): Promise<void> {
  await tx.insert(tracks).values(chunk)
  await forgetLoose(tx, chunk, upToSeq)
}

export async function forgetLoose(tx: Tx, driver: Driver, upToSeq: number): Promise<void> {
  await tx.delete(positions).where(and(isOf(positions, driver), lte(positions.seq, upToSeq)))
}

/** When the fixes were that a driver's chunks hold of a time. */
export async function sealedTimes(reader: Reader, driver: Driver, from: Instant, to: Instant): Promise<Instant[]> {
  return (await sealedBetween(reader, driver, from, to)).map(({ at }) => at)
}

async function sealedBetween(reader: Reader, driver: Driver, from: Instant, to: Instant): Promise<Position[]> {
  const chunks = await reader
    .select({ chunk: tracks.chunk })
    .from(tracks)
    .where(and(isOf(tracks, driver), gte(tracks.toAt, from), lte(tracks.fromAt, to)))
  return chunks.flatMap(({ chunk }) => decodeTrack(chunk))
}

/** A driver's fixes of a time, exact to a millionth of a degree, oldest first: out of chunks and loose ones. */
export async function trackBetween(reader: Reader, driver: Driver, from: Instant, to: Instant): Promise<Position[]> {
  const sealed = await sealedBetween(reader, driver, from, to)
  const loose = await reader
    .select()
    .from(positions)
    .where(and(isOf(positions, driver), gte(positions.at, from), lte(positions.at, to)))
  const fixes = [...sealed, ...loose.map(fixOf)]
  return fixes.filter((fix) => fix.at >= from && fix.at <= to).sort((a, b) => a.at - b.at)
}

/** Every chunk of a dispensary, a few at a time. */
export async function* chunksOf(reader: Reader, dispensaryId: string, page = 200): AsyncGenerator<Chunk> {
  let after = 0
  while (true) {
    const rows = await reader
      .select()
      .from(tracks)
      .where(and(eq(tracks.dispensaryId, dispensaryId), gt(tracks.seq, after)))
      .orderBy(asc(tracks.seq))
      .limit(page)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < page) return
    after = last.seq
  }
}
