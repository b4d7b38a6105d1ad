import { createHash } from 'node:crypto'
import { and, asc, count, eq, gte, lte, max, sql } from 'drizzle-orm'
import type { Position } from '../api/domain/position.ts'
import type { Instant } from '../api/domain/time.ts'
import { bytesOf, exactly, exactNumber, exactSeq, exactText, parseExactOrBroken } from './exact.ts'
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
  const chunks = await chunksBetween(reader, driver, from, to)
  return chunks.flatMap(({ chunk }) => decodeTrack(chunk)).map(({ at }) => at)
}

/** A driver's chunks that hold anything of a time, in the order in which they were put away. */
export function chunksBetween(
  reader: Reader,
  driver: Driver,
  from: Instant,
  to: Instant,
): Promise<(typeof tracks.$inferSelect)[]> {
  return reader
    .select()
    .from(tracks)
    .where(and(isOf(tracks, driver), gte(tracks.toAt, from), lte(tracks.fromAt, to)))
    .orderBy(asc(tracks.seq))
}

/** A driver's fixes of a time that are not yet in chunks. */
export async function looseBetween(reader: Reader, driver: Driver, from: Instant, to: Instant): Promise<Position[]> {
  const loose = await reader
    .select()
    .from(positions)
    .where(and(isOf(positions, driver), gte(positions.at, from), lte(positions.at, to)))
  return loose.map(fixOf)
}

/** A driver's fixes of a time, exact to a millionth of a degree, oldest first: out of chunks and loose ones. */
export async function trackBetween(reader: Reader, driver: Driver, from: Instant, to: Instant): Promise<Position[]> {
  const chunks = await chunksBetween(reader, driver, from, to)
  const fixes = chunks.flatMap(({ chunk }) => decodeTrack(chunk))
  const all = [...fixes, ...(await looseBetween(reader, driver, from, to))]
  return all.filter((fix) => fix.at >= from && fix.at <= to).sort((a, b) => a.at - b.at)
}

/** Drivers of whom anything is kept from a time, in chunks or loose. */
export async function driversBetween(
  reader: Reader,
  dispensaryId: string,
  from: Instant,
  to: Instant,
): Promise<string[]> {
  const chunked = await reader
    .selectDistinct({ driverId: tracks.driverId })
    .from(tracks)
    .where(and(eq(tracks.dispensaryId, dispensaryId), gte(tracks.toAt, from), lte(tracks.fromAt, to)))
  const loose = await reader
    .selectDistinct({ driverId: positions.driverId })
    .from(positions)
    .where(and(eq(positions.dispensaryId, dispensaryId), gte(positions.at, from), lte(positions.at, to)))
  return [...new Set([...chunked, ...loose].map(({ driverId }) => driverId))].sort()
}

const CHUNK = exactly(
  exactSeq(tracks.seq),
  exactText(tracks.driverId),
  exactNumber(tracks.fromAt),
  exactNumber(tracks.toAt),
  exactNumber(tracks.fixes),
  exactText(tracks.digest),
)

/** Every chunk of a dispensary exactly as it is stored, a few at a time; what is no chunk at all has no bytes. */
export async function* chunksOf(reader: Reader, dispensaryId: string, page = 100): AsyncGenerator<Chunk> {
  let last: string | undefined
  do {
    const rows = await reader
      .select({
        bytes: bytesOf(CHUNK),
        chunk: sql<ArrayBuffer>`iif(typeof(${tracks.chunk}) = 'blob', ${tracks.chunk}, x'')`,
      })
      .from(tracks)
      .where(and(eq(tracks.dispensaryId, dispensaryId), last === undefined ? undefined : sql`${tracks.seq} > ${last}`))
      .orderBy(asc(tracks.seq))
      .limit(page)
    let seq: string | undefined
    for (const { bytes, chunk } of rows) {
      const cells = parseExactOrBroken(bytes) as [string, string, number, number, number, string]
      const [, driverId, fromAt, toAt, fixes, digest] = cells
      seq = cells[0]
      yield { dispensaryId, driverId, fromAt, toAt, fixes, digest, chunk: Buffer.from(chunk) }
    }
    last = rows.length < page ? undefined : seq
    await new Promise(setImmediate)
  } while (last !== undefined)
}
