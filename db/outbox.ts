import { and, asc, eq, inArray, lte } from 'drizzle-orm'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import { outbox } from './schema.ts'

export type OutboxRow = typeof outbox.$inferSelect
type Settled = 'sent' | 'dropped' | 'failed'

export async function planMessage(
  tx: Tx,
  row: Pick<OutboxRow, 'id' | 'dispensaryId' | 'orderId' | 'kind' | 'channel' | 'plannedAt' | 'expiresAt'>,
): Promise<void> {
  await tx.insert(outbox).values({ ...row, status: 'planned', dueAt: row.plannedAt })
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
