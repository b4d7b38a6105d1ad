import { and, asc, eq, gt, max, sql } from 'drizzle-orm'
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

/** A dispensary's chain in the order of its links, in pages, so that years of it need little memory. */
export async function* rowsOfChain(reader: Reader, dispensaryId: string, page = 2_000): AsyncGenerator<TrailRow> {
  let after = Number.MIN_SAFE_INTEGER
  while (true) {
    const rows = await reader
      .select()
      .from(trail)
      .where(and(eq(trail.dispensaryId, dispensaryId), gt(trail.link, after)))
      .orderBy(asc(trail.link))
      .limit(page)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < page) return
    after = last.link
  }
}

/** Every dispensary that the trail speaks of, with the head of its chain where it has one. */
export function chainHeads(reader: Reader): Promise<{ dispensaryId: string; length: number | null; hash: string | null }[]> {
  return reader.all(sql`
    SELECT id AS dispensaryId, chain_length AS length, chain_hash AS hash FROM dispensaries
    UNION ALL
    SELECT DISTINCT dispensary_id, NULL, NULL FROM trail WHERE dispensary_id NOT IN (SELECT id FROM dispensaries)`)
}
