import { and, count, eq, gte, lt, max, min, sql } from 'drizzle-orm'
import type { Instant } from '../api/domain/time.ts'
import type { Reader } from './open.ts'
import { trail } from './schema.ts'

const countable = sql`typeof(${trail.link}) = 'integer' AND ${trail.link} BETWEEN 1 AND 9007199254740991`

/** The first and the last link that were written down in a time, and the last one before it; 0 where there is none. */
export async function linksRecorded(
  reader: Reader,
  dispensaryId: string,
  from: Instant,
  to: Instant,
): Promise<{ first: number | null; last: number | null; before: number }> {
  const own = and(eq(trail.dispensaryId, dispensaryId), countable)
  const [within] = await reader
    .select({ first: min(trail.link), last: max(trail.link) })
    .from(trail)
    .where(and(own, gte(trail.recordedAt, from), lt(trail.recordedAt, to)))
  const [earlier] = await reader
    .select({ last: max(trail.link) })
    .from(trail)
    .where(and(own, lt(trail.recordedAt, from)))
  return { first: within?.first ?? null, last: within?.last ?? null, before: earlier?.last ?? 0 }
}

/** The number in the whole trail of the row at a link. */
export async function seqAtLink(reader: Reader, dispensaryId: string, link: number): Promise<number | undefined> {
  const [row] = await reader
    .select({ seq: trail.seq })
    .from(trail)
    .where(and(eq(trail.dispensaryId, dispensaryId), eq(trail.link, link)))
  return row?.seq
}

/** The link of an event by its name, if it was written down. */
export async function linkOfEvent(
  reader: Reader,
  dispensaryId: string,
  source: string,
  eventId: string,
): Promise<number | undefined> {
  const [row] = await reader
    .select({ link: trail.link })
    .from(trail)
    .where(and(eq(trail.dispensaryId, dispensaryId), eq(trail.source, source), eq(trail.eventId, eventId)))
  return row?.link
}

export async function countFiledUnder(reader: Reader, dispensaryId: string, subject: string): Promise<number> {
  const [row] = await reader
    .select({ rows: count() })
    .from(trail)
    .where(and(eq(trail.dispensaryId, dispensaryId), eq(trail.subject, subject)))
  return row?.rows ?? 0
}
