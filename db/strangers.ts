import { and, desc, eq, gte, lt } from 'drizzle-orm'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import { strangersReplies } from './personal-schema.ts'

type Row = typeof strangersReplies.$inferSelect

export async function saveStrangersReply(tx: Tx, row: Row): Promise<void> {
  await tx.insert(strangersReplies).values(row).onConflictDoNothing()
}

/** The last first. */
export function strangersSince(reader: Reader, dispensaryId: string, since: Instant, limit: number): Promise<Row[]> {
  return reader
    .select()
    .from(strangersReplies)
    .where(and(eq(strangersReplies.dispensaryId, dispensaryId), gte(strangersReplies.at, since)))
    .orderBy(desc(strangersReplies.at))
    .limit(limit)
}

/** Of whoever has this phone. */
export async function forgetStranger(tx: Tx, dispensaryId: string, phoneHash: string | null): Promise<void> {
  if (phoneHash === null) return
  const isTheirs = and(eq(strangersReplies.dispensaryId, dispensaryId), eq(strangersReplies.phoneHash, phoneHash))
  await tx.delete(strangersReplies).where(isTheirs)
}

const isOld = (before: Instant) => lt(strangersReplies.at, before)

export async function hasOldStrangers(reader: Reader, before: Instant): Promise<boolean> {
  const rows = await reader.select({ at: strangersReplies.at }).from(strangersReplies).where(isOld(before)).limit(1)
  return rows.length > 0
}

export async function forgetOldStrangers(tx: Tx, before: Instant): Promise<void> {
  await tx.delete(strangersReplies).where(isOld(before))
}
