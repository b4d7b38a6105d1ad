import { and, asc, desc, eq, max } from 'drizzle-orm'
import { subjectOf, type DoorstepEvent } from '../api/domain/event.ts'
import type { Instant } from '../api/domain/time.ts'
import { canonical, hashOf } from './chain.ts'
import type { Reader, Tx } from './open.ts'
import { dispensaries, IS_UNKNOWN_STATUS, trail } from './schema.ts'

export type TrailRow = typeof trail.$inferSelect
export type Told = { dispensaryId: string; source: string; eventId: string; event: DoorstepEvent }

/** The source of what Doorstep itself tells. */
export const OURS = 'doorstep'

/** Writes an event down at the end of its dispensary's chain. Only `record()` calls this. */
export async function append(
  tx: Tx,
  { dispensaryId, source, eventId, event }: Told,
  recordedAt: Instant,
): Promise<number> {
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

/** The statuses that nobody had mapped when they were told, newest first. */
export function unknownStatuses(
  reader: Reader,
  dispensaryId: string,
  limit: number,
): Promise<Pick<TrailRow, 'source' | 'recordedAt' | 'data'>[]> {
  const { source, recordedAt, data } = trail
  return reader
    .select({ source, recordedAt, data })
    .from(trail)
    .where(and(eq(trail.dispensaryId, dispensaryId), IS_UNKNOWN_STATUS))
    .orderBy(desc(trail.seq))
    .limit(limit)
}
