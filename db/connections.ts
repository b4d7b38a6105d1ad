import { and, eq } from 'drizzle-orm'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import { connections } from './schema.ts'

export type Connection = typeof connections.$inferSelect

export async function saveConnection(tx: Tx, connection: typeof connections.$inferInsert): Promise<void> {
  await tx.insert(connections).values(connection)
}

export async function findConnection(reader: Reader, id: string): Promise<Connection | undefined> {
  const [row] = await reader.select().from(connections).where(eq(connections.id, id))
  return row
}

export async function findConnectionBySecret(
  reader: Reader,
  kind: Connection['kind'],
  secretHash: string,
): Promise<Connection | undefined> {
  const [row] = await reader
    .select()
    .from(connections)
    .where(and(eq(connections.secretHash, secretHash), eq(connections.kind, kind)))
  return row
}

type Marks = { lastHeardAt: Instant; lastProblem?: string; lastProblemAt?: Instant }

export async function markHeard(tx: Tx, id: string, marks: Marks): Promise<void> {
  await tx.update(connections).set(marks).where(eq(connections.id, id))
}

/** Puts a new secret in place; the one before it holds until then. */
export async function rotateSecret(tx: Tx, id: string, secretSealed: Buffer, formerUntil: Instant): Promise<void> {
  await tx
    .update(connections)
    .set({ formerSealed: connections.secretSealed, formerUntil, secretSealed })
    .where(eq(connections.id, id))
}
