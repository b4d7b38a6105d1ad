import { and, asc, count, eq, gt, inArray, lte, or } from 'drizzle-orm'
import type { DoorstepEvent } from '../api/domain/event.ts'
import type { Instant } from '../api/domain/time.ts'
import type { Hashes } from './contacts.ts'
import type { Reader, Tx } from './open.ts'
import { waitingNews } from './personal-schema.ts'
import { trail } from './schema.ts'

export type WaitingRow = typeof waitingNews.$inferSelect
type Reference = Pick<WaitingRow, 'dispensaryId' | 'source' | 'reference'>
type Waiting = { seq: number; reference: string; sealed: Buffer | null; event: DoorstepEvent }

export async function saveWaiting(tx: Tx, row: WaitingRow): Promise<void> {
  await tx.insert(waitingNews).values(row)
}

const fromIt = ({ dispensaryId, source }: Omit<Reference, 'reference'>) =>
  and(eq(waitingNews.dispensaryId, dispensaryId), eq(waitingNews.source, source))

/** How much of a source's news waits for one order. */
export async function countWaitingFor(reader: Reader, reference: Reference): Promise<number> {
  const isFor = and(fromIt(reference), eq(waitingNews.reference, reference.reference))
  const [row] = await reader.select({ n: count() }).from(waitingNews).where(isFor)
  return row?.n ?? 0
}

/** How many orders a source's news waits for. */
export async function countReferences(reader: Reader, reference: Reference): Promise<number> {
  const isFirst = and(fromIt(reference), eq(waitingNews.place, 1))
  const [row] = await reader.select({ n: count() }).from(waitingNews).where(isFirst)
  return row?.n ?? 0
}

/** Takes the news that waits for an order, the earliest first. */
export async function takeWaitingFor(
  tx: Tx,
  dispensaryId: string,
  { orderId, number }: { orderId: string; number: string },
  since: Instant,
): Promise<Waiting[]> {
  const { seq, reference, sealed, byNumber, time } = waitingNews
  const isMeant = or(eq(reference, orderId), and(eq(reference, number), eq(byNumber, true)))
  const rows = await tx
    .select({ seq, reference, sealed, type: trail.type, time, data: trail.data })
    .from(waitingNews)
    .innerJoin(trail, eq(trail.seq, seq))
    .where(and(eq(waitingNews.dispensaryId, dispensaryId), isMeant, gt(time, since)))
    .orderBy(asc(time), asc(seq))
  const taken = rows.map((row) => row.seq)
  if (taken.length > 0) await tx.delete(waitingNews).where(inArray(seq, taken))
  return rows.map(({ type, time: at, data, ...row }) => ({
    ...row,
    event: { type, time: at, data: JSON.parse(data) } as DoorstepEvent,
  }))
}

const isOver = (before: Instant) => lte(waitingNews.time, before)

export async function hasWaitedInVain(reader: Reader, before: Instant): Promise<boolean> {
  const rows = await reader.select({ seq: waitingNews.seq }).from(waitingNews).where(isOver(before)).limit(1)
  return rows.length > 0
}

export async function forgetWaitedInVain(tx: Tx, before: Instant): Promise<void> {
  await tx.delete(waitingNews).where(isOver(before))
}

/** Forgets the contacts that wait with a person's phone or e-mail address; the news itself says nothing of anybody. */
export async function forgetWaitingContacts(
  tx: Tx,
  dispensaryId: string,
  { phoneHash, emailHash }: Hashes,
): Promise<void> {
  const hasIt = or(
    phoneHash === null ? undefined : eq(waitingNews.phoneHash, phoneHash),
    emailHash === null ? undefined : eq(waitingNews.emailHash, emailHash),
  )
  const nothing = { sealed: null, phoneHash: null, emailHash: null }
  if (hasIt)
    await tx
      .update(waitingNews)
      .set(nothing)
      .where(and(eq(waitingNews.dispensaryId, dispensaryId), hasIt))
}
