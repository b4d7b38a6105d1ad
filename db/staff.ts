import { eq } from 'drizzle-orm'
import type { Reader, Tx } from './open.ts'
import { sessions, staff } from './schema.ts'

export type Staff = typeof staff.$inferSelect

export async function saveStaff(tx: Tx, row: Staff): Promise<void> {
  await tx.insert(staff).values(row)
}

export async function findStaffByEmail(reader: Reader, email: string): Promise<Staff | undefined> {
  const [row] = await reader.select().from(staff).where(eq(staff.email, email))
  return row
}

export async function saveSession(tx: Tx, session: typeof sessions.$inferInsert): Promise<void> {
  await tx.insert(sessions).values(session)
}

/** Who holds a session, and until when. */
export async function findSession(
  reader: Reader,
  tokenHash: string,
): Promise<{ staff: Staff; expiresAt: number } | undefined> {
  const [row] = await reader
    .select({ staff, expiresAt: sessions.expiresAt })
    .from(sessions)
    .innerJoin(staff, eq(staff.id, sessions.staffId))
    .where(eq(sessions.tokenHash, tokenHash))
  return row
}

export async function endSession(tx: Tx, tokenHash: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.tokenHash, tokenHash))
}
