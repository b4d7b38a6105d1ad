import { and, asc, eq, getTableColumns, gt, max, sql, type AnyColumn } from 'drizzle-orm'
import { subjectOf, type DoorstepEvent } from '../api/domain/event.ts'
import type { Instant } from '../api/domain/time.ts'
import { canonical, hashOf } from './chain.ts'
import type { Reader, Tx } from './open.ts'
import { dispensaries, trail } from './schema.ts'

export type TrailRow = typeof trail.$inferSelect
export type Told = { dispensaryId: string; source: string; eventId: string; event: DoorstepEvent }

/** Writes an event down at the end of its dispensary's chain. Only `record()` calls this. */
export async function append(tx: Tx, { dispensaryId, source, eventId, event }: Told, recordedAt: Instant): Promise<number> {
  const [head] = await tx
    .select({ length: dispensaries.chainLength, hash: dispensaries.chainHash })
    .from(dispensaries)
    .where(eq(dispensaries.id, dispensaryId))
  if (!head) throw new Error('An event of no dispensary')
  const [last] = await tx.select({ seq: max(trail.seq) }).from(trail)
  const row = {
    seq: (last?.seq ?? 0) + 1,
    dispensaryId,
    link: head.length + 1,
    source,
    eventId,
    type: event.type,
    subject: subjectOf(event),
    time: event.time,
    recordedAt,
    data: canonical(event.data),
  }
  const hash = hashOf(row, head.hash)
  await tx.insert(trail).values({ ...row, hash })
  await tx.update(dispensaries).set({ chainLength: row.link, chainHash: hash }).where(eq(dispensaries.id, dispensaryId))
  return row.seq
}

/** Where an event was written down before, if it was: senders repeat themselves. */
export async function findTold(reader: Reader, told: Omit<Told, 'event'>): Promise<number | undefined> {
  const [row] = await reader
    .select({ seq: trail.seq })
    .from(trail)
    .where(
      and(eq(trail.dispensaryId, told.dispensaryId), eq(trail.source, told.source), eq(trail.eventId, told.eventId)),
    )
  return row?.seq
}

/** The rows of one subject (`order/727`), oldest first. */
export function rowsOfSubject(reader: Reader, dispensaryId: string, subject: string): Promise<TrailRow[]> {
  return reader
    .select()
    .from(trail)
    .where(and(eq(trail.dispensaryId, dispensaryId), eq(trail.subject, subject)))
    .orderBy(asc(trail.seq))
}

/**
 * A row of a chain as a verifier reads it. A number that is none of ours comes as text; `cutShort` when a reader sees
 * less of its texts than is stored, for a NUL ends them.
 */
export type ChainRow = TrailRow & { cutShort: number }

const numberOr = (column: AnyColumn) =>
  sql<number>`iif(${column} BETWEEN -9007199254740991 AND 9007199254740991, ${column}, CAST(${column} AS TEXT))`
const holdsNul = (column: AnyColumn) => sql`instr(CAST(${column} AS BLOB), x'00')`
const { source, eventId, type, subject, data, hash } = trail
const CHAIN_ROW = {
  ...getTableColumns(trail),
  seq: numberOr(trail.seq),
  link: numberOr(trail.link),
  time: numberOr(trail.time),
  recordedAt: numberOr(trail.recordedAt),
  cutShort: sql<number>`${sql.join([source, eventId, type, subject, data, hash].map(holdsNul), sql` + `)}`,
}

/** A dispensary's chain in the order of its links, in pages, so that years of it need little memory. */
export async function* rowsOfChain(reader: Reader, dispensaryId: string, page = 2_000): AsyncGenerator<ChainRow> {
  let last: ChainRow | undefined
  do {
    const rows: ChainRow[] = await reader
      .select(CHAIN_ROW)
      .from(trail)
      .where(and(eq(trail.dispensaryId, dispensaryId), last && gt(trail.link, last.link)))
      .orderBy(asc(trail.link))
      .limit(page)
    yield* rows
    last = rows.length < page ? undefined : rows.at(-1)
  } while (last)
}

export type ChainHead = { dispensaryId: string; chainLength: number | null; hash: string | null }

/** Every dispensary that the trail speaks of, with the head of its chain where it has one. (A libSQL row has a `length` of its own.) */
export function chainHeads(reader: Reader): Promise<ChainHead[]> {
  return reader.all(sql`
    SELECT id AS dispensaryId, ${numberOr(dispensaries.chainLength)} AS chainLength, chain_hash AS hash FROM dispensaries
    UNION ALL
    SELECT DISTINCT dispensary_id, NULL, NULL FROM trail WHERE dispensary_id NOT IN (SELECT id FROM dispensaries)`)
}
