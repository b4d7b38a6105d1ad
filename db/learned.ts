import { eq, sql } from 'drizzle-orm'
import type { Learned } from '../api/domain/learned.ts'
import type { Reader, Tx } from './open.ts'
import type { StoredRow } from './orders.ts'
import { learned } from './schema.ts'

/** What a dispensary's deliveries have taught; nothing before the first. */
export async function findLearned(reader: Reader, dispensaryId: string): Promise<Learned | undefined> {
  const [row] = await reader
    .select({ state: learned.state })
    .from(learned)
    .where(eq(learned.dispensaryId, dispensaryId))
  return row?.state
}

export async function saveLearned(tx: Tx, dispensaryId: string, state: Learned, seq: number): Promise<void> {
  const row = { dispensaryId, seq, state }
  await tx.insert(learned).values(row).onConflictDoUpdate({ target: learned.dispensaryId, set: row })
}

export function storedLearned(reader: Reader, dispensaryId: string): Promise<StoredRow[]> {
  const values = sql<string>`quote(${learned.seq}) || ',' || quote(${learned.state})`
  return reader.select({ id: learned.dispensaryId, values }).from(learned).where(eq(learned.dispensaryId, dispensaryId))
}

export async function forgetLearned(tx: Tx, dispensaryId: string): Promise<void> {
  await tx.delete(learned).where(eq(learned.dispensaryId, dispensaryId))
}
