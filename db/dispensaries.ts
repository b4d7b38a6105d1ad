import { and, eq } from 'drizzle-orm'
import type { Dispensary } from '../api/domain/dispensary.ts'
import type { Reader, Tx } from './open.ts'
import { connections, dispensaries } from './schema.ts'

export type Connection = typeof connections.$inferSelect

export async function findDispensary(reader: Reader, id: string): Promise<Dispensary | undefined> {
  const [row] = await reader.select({ profile: dispensaries.profile }).from(dispensaries).where(eq(dispensaries.id, id))
  return row?.profile
}

export async function saveDispensary(tx: Tx, profile: Dispensary): Promise<void> {
  await tx
    .insert(dispensaries)
    .values({ id: profile.id, profile })
    .onConflictDoUpdate({ target: dispensaries.id, set: { profile } })
}

export async function saveConnection(tx: Tx, connection: Connection): Promise<void> {
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
