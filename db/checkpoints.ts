import { and, asc, desc, eq, gte, ne } from 'drizzle-orm'
import { CHECKPOINTS } from '../api/domain/event.ts'
import type { Reader } from './open.ts'
import { dispensaries, trail } from './schema.ts'
import type { TrailRow } from './trail.ts'

const isOf = (dispensaryId: string) => and(eq(trail.dispensaryId, dispensaryId), eq(trail.subject, CHECKPOINTS))

export async function lastCheckpoint(reader: Reader, dispensaryId: string): Promise<TrailRow | undefined> {
  const [row] = await reader.select().from(trail).where(isOf(dispensaryId)).orderBy(desc(trail.seq)).limit(1)
  return row
}

/** The first row from a link on that is no checkpoint itself. */
export async function firstUnsigned(
  reader: Reader,
  dispensaryId: string,
  from: number,
): Promise<{ link: number; recordedAt: number } | undefined> {
  const [row] = await reader
    .select({ link: trail.link, recordedAt: trail.recordedAt })
    .from(trail)
    .where(and(eq(trail.dispensaryId, dispensaryId), gte(trail.link, from), ne(trail.type, 'checkpoint.signed')))
    .orderBy(asc(trail.link))
    .limit(1)
  return row
}

export async function dispensaryIds(reader: Reader): Promise<string[]> {
  return (await reader.select({ id: dispensaries.id }).from(dispensaries)).map(({ id }) => id)
}
