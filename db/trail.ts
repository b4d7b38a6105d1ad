import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Dispensary } from '../api/domain/dispensary.ts'
import { subjectOf, type DoorstepEvent } from '../api/domain/event.ts'
import type { Instant } from '../api/domain/time.ts'
import { canonical, hashOf } from './chain.ts'
import type { Reader, Tx } from './open.ts'
import { IS_UNKNOWN_STATUS, trail } from './schema.ts'

export type TrailRow = typeof trail.$inferSelect
export type Told = { dispensaryId: string; source: string; eventId: string; event: DoorstepEvent }

/** The source of what Doorstep itself tells. */
export const OURS = 'doorstep'

/** The end of one dispensary's chain, for as long as one piece of work writes there. */
export type Chain = {
  /** Writes an event down at the end. Only `record()` and what follows from it call this. */
  append: (told: Told, recordedAt: Instant) => Promise<number>
  /** Writes down where the chain ends by now, once for all that was appended. */
  close: () => Promise<void>
}
/** @property told where the event was written down before, if it was: senders repeat themselves */
export type Met = { dispensary: Dispensary; chain: Chain; told: number | undefined }

/**
 * What an event meets when it comes in, by one statement. This and what it appends is written out as SQL, as is all that
 * every event costs: to have a statement put together takes longer than to have it run.
 */
export async function meet(tx: Tx, { dispensaryId, source, eventId }: Omit<Told, 'event'>): Promise<Met | undefined> {
  const [row] = await tx.all<{
    profile: string
    link: number
    hash: string
    last: number | null
    told: number | null
  }>(sql`
    SELECT profile, chain_length AS link, chain_hash AS hash, (SELECT max(seq) FROM trail) AS last,
      (SELECT seq FROM trail WHERE dispensary_id = ${dispensaryId} AND source = ${source} AND event_id = ${eventId}) AS told
    FROM dispensaries WHERE id = ${dispensaryId}`)
  if (!row) return undefined
  const { profile, link, hash, last, told } = row
  const chain = chainFrom(tx, dispensaryId, { seq: last ?? 0, link, hash })
  return { dispensary: JSON.parse(profile) as Dispensary, chain, told: told ?? undefined }
}

function chainFrom(tx: Tx, dispensaryId: string, before: { seq: number; link: number; hash: string }): Chain {
  let end = before

  async function append({ source, eventId, event }: Told, recordedAt: Instant): Promise<number> {
    const [seq, link] = [end.seq + 1, end.link + 1]
    const { type, time } = event
    const [subject, data] = [subjectOf(event), canonical(event.data)]
    const row = { seq, dispensaryId, link, source, eventId, type, subject, time, recordedAt, data }
    const hash = hashOf(row, end.hash)
    await tx.run(sql`
      INSERT INTO trail (seq, dispensary_id, link, source, event_id, type, subject, time, recorded_at, data, hash)
      VALUES (${seq}, ${dispensaryId}, ${link}, ${source}, ${eventId}, ${type}, ${subject}, ${time}, ${recordedAt}, ${data}, ${hash})`)
    end = { seq, link, hash }
    return seq
  }

  async function close(): Promise<void> {
    if (end === before) return
    await tx.run(
      sql`UPDATE dispensaries SET chain_length = ${end.link}, chain_hash = ${end.hash} WHERE id = ${dispensaryId}`,
    )
  }

  return { append, close }
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
