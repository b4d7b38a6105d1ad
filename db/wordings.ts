import { and, asc, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Locale } from '../api/domain/contact.ts'
import type { NotificationKind } from '../api/domain/notification.ts'
import type { Reader, Tx } from './open.ts'
import type { StoredRow } from './orders.ts'
import { staff } from './schema.ts'
import { wordings } from './sending-schema.ts'

export type WordingKey = { dispensaryId: string; kind: NotificationKind; locale: Locale }
/** One version of a sentence; empty where the dispensary went back to Doorstep's own words. */
export type WordingRow = typeof wordings.$inferSelect

const keyIs = ({ dispensaryId, kind, locale }: WordingKey) =>
  and(eq(wordings.dispensaryId, dispensaryId), eq(wordings.kind, kind), eq(wordings.locale, locale))

export async function saveWording(tx: Tx, row: WordingRow): Promise<void> {
  await tx.insert(wordings).values(row).onConflictDoNothing()
}

/** The sentence that holds now, with its version. */
export async function findWording(reader: Reader, key: WordingKey): Promise<WordingRow | undefined> {
  const [row] = await reader.select().from(wordings).where(keyIs(key)).orderBy(desc(wordings.version)).limit(1)
  return row
}

/** Every version there has been, the first first, and who wrote it. */
export function wordingsOf(reader: Reader, dispensaryId: string): Promise<(WordingRow & { by: string | null })[]> {
  return reader
    .select({ ...getTableColumns(wordings), by: staff.email })
    .from(wordings)
    .leftJoin(staff, eq(staff.id, wordings.staffId))
    .where(eq(wordings.dispensaryId, dispensaryId))
    .orderBy(asc(wordings.version))
}

export async function forgetWordings(tx: Tx, dispensaryId: string): Promise<void> {
  await tx.delete(wordings).where(eq(wordings.dispensaryId, dispensaryId))
}

/** Each as one text, to be compared. */
export function storedWordings(reader: Reader, dispensaryId: string): Promise<StoredRow[]> {
  const quoted = Object.values(getTableColumns(wordings)).map((column) => sql`quote(${column})`)
  const values = sql<string>`${sql.join(quoted, sql` || ',' || `)}`
  const id = sql<string>`${wordings.kind} || ' ' || ${wordings.locale} || ' ' || ${wordings.version}`
  return reader.select({ id, values }).from(wordings).where(eq(wordings.dispensaryId, dispensaryId))
}
