import { and, asc, eq, getTableColumns, inArray, lte, sql } from 'drizzle-orm'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import type { StoredRow } from './orders.ts'
import { outbox } from './schema.ts'

export type OutboxRow = typeof outbox.$inferSelect
type Settled = 'sent' | 'dropped' | 'failed'

export async function planMessage(
  tx: Tx,
  planned: Pick<OutboxRow, 'id' | 'dispensaryId' | 'orderId' | 'kind' | 'channel' | 'plannedAt' | 'expiresAt'>,
): Promise<void> {
  const row: OutboxRow = { ...planned, status: 'planned', dueAt: planned.plannedAt, attempts: 0, settledAt: null }
  await tx.insert(outbox).values(row).onConflictDoUpdate({ target: outbox.id, set: row })
}

export async function hasDue(reader: Reader, now: Instant): Promise<boolean> {
  const due = await reader.select({ id: outbox.id }).from(outbox).where(isDue(now)).limit(1)
  return due.length > 0
}

const isDue = (now: Instant) => and(eq(outbox.status, 'planned'), lte(outbox.dueAt, now))

/** Takes what is due and marks it claimed, so that a crash after sending can never send it again. */
export async function claimDue(tx: Tx, now: Instant, limit: number): Promise<OutboxRow[]> {
  const due = await tx
    .select()
    .from(outbox)
    .where(isDue(now))
    .orderBy(asc(outbox.dueAt), asc(outbox.plannedAt))
    .limit(limit)
  const ids = due.map((row) => row.id)
  if (ids.length > 0) await tx.update(outbox).set({ status: 'claimed' }).where(inArray(outbox.id, ids))
  return due
}

export async function settleMessage(tx: Tx, id: string, status: Settled, settledAt: Instant): Promise<void> {
  await tx.update(outbox).set({ status, settledAt }).where(eq(outbox.id, id))
}

/** Puts a message that may work another time back, due later. */
export async function postponeMessage(tx: Tx, id: string, dueAt: Instant, attempts: number): Promise<void> {
  await tx.update(outbox).set({ status: 'planned', dueAt, attempts }).where(eq(outbox.id, id))
}

/** Messages that were claimed by a process that is gone: nobody knows whether they were sent. */
export function claimedMessages(reader: Reader): Promise<OutboxRow[]> {
  return reader.select().from(outbox).where(eq(outbox.status, 'claimed'))
}

export function messagesOfOrder(reader: Reader, dispensaryId: string, orderId: string): Promise<OutboxRow[]> {
  return reader
    .select()
    .from(outbox)
    .where(and(eq(outbox.dispensaryId, dispensaryId), eq(outbox.orderId, orderId)))
    .orderBy(asc(outbox.plannedAt))
}

export function storedMessages(reader: Reader, dispensaryId: string): Promise<(StoredRow & OutboxRow)[]> {
  const columns = getTableColumns(outbox)
  const quoted = Object.values(columns).map((column) => sql`quote(${column})`)
  const values = sql<string>`${sql.join(quoted, sql` || ',' || `)}`
  return reader
    .select({ ...columns, values })
    .from(outbox)
    .where(eq(outbox.dispensaryId, dispensaryId))
}

export async function forgetMessages(tx: Tx, dispensaryId: string): Promise<void> {
  await tx.delete(outbox).where(eq(outbox.dispensaryId, dispensaryId))
}

/** Leaves a message with whoever was sending it, unless it is settled. */
export async function keepClaimed(tx: Tx, id: string): Promise<void> {
  await tx
    .update(outbox)
    .set({ status: 'claimed' })
    .where(and(eq(outbox.id, id), eq(outbox.status, 'planned')))
}
