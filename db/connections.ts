import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { Rehearsal, Standing } from '../api/domain/connection.ts'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import { connections } from './schema.ts'

export type Connection = typeof connections.$inferSelect

/** How many requests in test mode are remembered of each connection. */
const REHEARSALS = 10

export async function saveConnection(tx: Tx, connection: typeof connections.$inferInsert): Promise<void> {
  await tx.insert(connections).values(connection)
}

export async function findConnection(reader: Reader, id: string): Promise<Connection | undefined> {
  const [row] = await reader.select().from(connections).where(eq(connections.id, id))
  return row
}

/** What some connection's secret is stored as; none where no connection has any yet. */
export async function findSealedSecret(reader: Reader): Promise<Buffer | undefined> {
  const [row] = await reader
    .select({ sealed: connections.secretSealed })
    .from(connections)
    .where(isNotNull(connections.secretSealed))
    .limit(1)
  return row?.sealed ?? undefined
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

export function connectionsOf(reader: Reader, dispensaryId: string): Promise<Connection[]> {
  return reader
    .select()
    .from(connections)
    .where(eq(connections.dispensaryId, dispensaryId))
    .orderBy(asc(connections.kind), asc(connections.id))
}

export type AskedConnection = Pick<Connection, 'id' | 'kind' | 'readUpTo' | 'testMode'> & { keysSealed: Buffer }

/** Every connection whose other side has to be asked, of all dispensaries. */
export function askedConnections(reader: Reader): Promise<AskedConnection[]> {
  const { id, kind, keysSealed, readUpTo, testMode } = connections
  return reader
    .select({ id, kind, keysSealed, readUpTo, testMode })
    .from(connections)
    .where(isNotNull(keysSealed)) as Promise<AskedConnection[]>
}

/** What is known of when a connection was heard and asked; what is left out stays. */
export type Marks = {
  lastHeardAt?: Instant
  lastAskedAt?: Instant
  lastProblem?: string
  lastProblemAt?: Instant
  /** Newest first. */
  rehearsals?: Rehearsal[]
}

export async function markHeard(tx: Tx, id: string, { rehearsals = [], ...marks }: Marks): Promise<void> {
  const before = rehearsals.length > 0 ? ((await findConnection(tx, id))?.rehearsals ?? []) : []
  const kept = rehearsals.length > 0 && { rehearsals: [...rehearsals, ...before].slice(0, REHEARSALS) }
  await tx
    .update(connections)
    .set({ ...marks, ...kept })
    .where(eq(connections.id, id))
}

/** Says up to when everything that changed at the other side is recorded. */
export async function markReadUpTo(tx: Tx, id: string, readUpTo: Instant): Promise<void> {
  await tx.update(connections).set({ readUpTo }).where(eq(connections.id, id))
}

/** Puts a new secret in place; the one before it holds until then. */
export async function rotateSecret(tx: Tx, id: string, secretSealed: Buffer, formerUntil: Instant): Promise<void> {
  await tx
    .update(connections)
    .set({ formerSealed: connections.secretSealed, formerUntil, secretSealed })
    .where(eq(connections.id, id))
}

export async function saveKeys(tx: Tx, id: string, keysSealed: Buffer): Promise<void> {
  await tx.update(connections).set({ keysSealed }).where(eq(connections.id, id))
}

const own = (dispensaryId: string, id: string) =>
  and(eq(connections.id, id), eq(connections.dispensaryId, dispensaryId))

export async function setTestMode(tx: Tx, dispensaryId: string, id: string, testMode: boolean): Promise<void> {
  await tx.update(connections).set({ testMode }).where(own(dispensaryId, id))
}

/** @param status lower-case */
export async function mapStatus(
  tx: Tx,
  dispensaryId: string,
  id: string,
  status: string,
  standing: Standing,
): Promise<void> {
  const statuses = { ...(await findConnection(tx, id))?.statuses, [status]: standing }
  await tx.update(connections).set({ statuses }).where(own(dispensaryId, id))
}
