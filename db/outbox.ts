import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gte,
  inArray,
  isNotNull,
  isNull,
  lte,
  or,
  sql,
  type SQL,
} from 'drizzle-orm'
import { CHANNELS, type Channel, type MessageStatus } from '../api/domain/notification.ts'
import { statusesBefore } from '../api/domain/sending.ts'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import type { StoredRow } from './orders.ts'
import { outbox } from './schema.ts'

export type OutboxRow = typeof outbox.$inferSelect
/** With the provider that takes it up. */
export type DueMessage = OutboxRow & { provider: string }
type Times = 'plannedAt' | 'dueAt' | 'expiresAt'
type Planned = Pick<OutboxRow, 'id' | 'dispensaryId' | 'orderId' | 'kind' | 'channel' | Times>
type Settled = Exclude<MessageStatus, 'planned' | 'claimed'>
type Outcome = { reference?: string; reason?: string; trouble?: OutboxRow['trouble'] }

export async function planMessage(tx: Tx, planned: Planned): Promise<void> {
  const { id, dispensaryId, orderId, kind, channel, plannedAt, expiresAt, dueAt } = planned
  await tx.run(sql`
    INSERT OR REPLACE INTO outbox (id, dispensary_id, order_id, kind, channel, status, planned_at, expires_at, due_at, attempts)
    VALUES (${id}, ${dispensaryId}, ${orderId}, ${kind}, ${channel}, 'planned', ${plannedAt}, ${expiresAt}, ${dueAt}, 0)`)
}

const isDue = (now: Instant) => and(eq(outbox.status, 'planned'), lte(outbox.dueAt, now))

export async function hasDue(reader: Reader, now: Instant): Promise<boolean> {
  const due = await reader.select({ id: outbox.id }).from(outbox).where(isDue(now)).limit(1)
  return due.length > 0
}

/** The channels with messages that may be sent by now. */
export async function channelsDue(reader: Reader, now: Instant): Promise<Channel[]> {
  // However many there are, one of each is enough.
  const rows = await reader.all<{ channel: Channel }>(sql`
    SELECT value AS channel FROM json_each(${JSON.stringify(CHANNELS)})
    WHERE EXISTS (SELECT 1 FROM outbox WHERE status = 'planned' AND channel = value AND due_at <= ${now})`)
  return rows.map(({ channel }) => channel)
}

/** The providers that a message may go to: the push services of its devices, the aggregator of its store, or the one of its channel. */
const PROVIDERS: Record<Channel, SQL> = {
  email: sql`SELECT 'email' AS provider`,
  sms: sql`SELECT coalesce((SELECT id FROM aggregators WHERE dispensary_id = outbox.dispensary_id), 'sms') AS provider`,
  'web-push': sql`
    SELECT provider FROM push_subscriptions
    WHERE dispensary_id = outbox.dispensary_id AND order_id = outbox.order_id AND skips IS NOT outbox.id`,
}

/** The provider that takes up a message, none of these; null where it has no other. One that leads nowhere is its channel's. */
const providerBeside = (shut: readonly string[], channel: Channel) => sql<string | null>`coalesce(
  (SELECT provider FROM (${PROVIDERS[channel]})
   WHERE provider NOT IN (SELECT value FROM json_each(${JSON.stringify(shut)})) LIMIT 1),
  iif(EXISTS (${PROVIDERS[channel]}), NULL, ${outbox.channel}))`

/** The messages of one channel that may be sent since then and not to these providers alone, the most overdue first. */
export async function dueMessages(
  reader: Reader,
  channel: Channel,
  { shut, since }: { shut: readonly string[]; since: Instant },
  now: Instant,
  limit: number,
): Promise<DueMessage[]> {
  // Where none is shut, as is nearly always so, there is less to ask.
  const isOpen = shut.length === 0
  const provider = isOpen ? sql`coalesce((${PROVIDERS[channel]} LIMIT 1), ${channel})` : providerBeside(shut, channel)
  const mayGo = isOpen ? undefined : and(gte(outbox.dueAt, since), isNotNull(provider))
  const rows = await reader
    .select({ ...getTableColumns(outbox), provider })
    .from(outbox)
    .where(and(isDue(now), eq(outbox.channel, channel), mayGo))
    .orderBy(asc(outbox.dueAt), asc(outbox.plannedAt))
    .limit(limit)
  return rows as DueMessage[]
}

/** The messages of one channel that should have gone by now: over, or half over with none but these providers to go to. */
export function overdueMessages(
  reader: Reader,
  channel: Channel,
  resting: readonly string[],
  now: Instant,
  limit: number,
): Promise<OutboxRow[]> {
  const { plannedAt, expiresAt } = outbox
  const isStuck = and(lte(sql`${plannedAt} + ${expiresAt}`, 2 * now), isNull(providerBeside(resting, channel)))
  return reader
    .select()
    .from(outbox)
    .where(and(isDue(now), eq(outbox.channel, channel), or(lte(expiresAt, now), isStuck)))
    .limit(limit)
}

export async function findMessage(reader: Reader, id: string): Promise<OutboxRow | undefined> {
  const [row] = await reader.select().from(outbox).where(eq(outbox.id, id))
  return row
}

/** Marks a message as being sent, so that a crash after sending can never send it again. */
export async function claimMessage(tx: Tx, id: string, claimedAt: Instant): Promise<void> {
  await tx.run(
    sql`UPDATE outbox SET status = 'claimed', claimed_at = ${claimedAt} WHERE id = ${id} AND status = 'planned'`,
  )
}

/** Brings a message to a status, unless it is already there or further. */
export async function settleMessage(
  tx: Tx,
  id: string,
  status: Settled,
  settledAt: Instant,
  outcome: Outcome = {},
): Promise<void> {
  const { status: stands, trouble } = outbox
  const isBefore = inArray(stands, statusesBefore(status))
  // What nobody knew the end of may be known after all: a mail that may have been taken comes back.
  const isKnownNow =
    status === 'failed' && outcome.trouble !== 'unknown' && and(eq(stands, status), eq(trouble, 'unknown'))
  await tx
    .update(outbox)
    .set({ status, settledAt, ...outcome })
    .where(and(eq(outbox.id, id), isKnownNow ? or(isBefore, isKnownNow) : isBefore))
}

/** Puts a message that may work another time back, due later. */
export async function postponeMessage(
  tx: Tx,
  id: string,
  dueAt: Instant,
  trouble: OutboxRow['trouble'],
): Promise<void> {
  await tx
    .update(outbox)
    .set({
      ...{ status: 'planned', dueAt, attempts: sql`${outbox.attempts} + 1` },
      // That it may have been sent is not forgotten.
      ...(trouble === 'unknown' && { trouble }),
    })
    .where(and(eq(outbox.id, id), eq(outbox.status, 'claimed')))
}

/** Messages claimed so long ago that whoever claimed them is gone: nobody knows whether they were sent. */
export function leftBehind(reader: Reader, before: Instant, limit: number): Promise<OutboxRow[]> {
  return reader
    .select()
    .from(outbox)
    .where(and(eq(outbox.status, 'claimed'), lte(outbox.claimedAt, before)))
    .orderBy(asc(outbox.claimedAt))
    .limit(limit)
}

/** The messages of a dispensary that failed for good since then, or were dropped because of these; the last first. */
export function lostMessages(
  reader: Reader,
  dispensaryId: string,
  since: Instant,
  because: readonly string[],
  limit: number,
): Promise<OutboxRow[]> {
  const { status, reason, settledAt } = outbox
  const isLost = or(eq(status, 'failed'), and(eq(status, 'dropped'), inArray(reason, [...because])))
  return reader
    .select()
    .from(outbox)
    .where(and(eq(outbox.dispensaryId, dispensaryId), isLost, gte(settledAt, since)))
    .orderBy(desc(outbox.settledAt))
    .limit(limit)
}

export function messagesOfOrder(reader: Reader, dispensaryId: string, orderId: string): Promise<OutboxRow[]> {
  return reader
    .select()
    .from(outbox)
    .where(and(eq(outbox.dispensaryId, dispensaryId), eq(outbox.orderId, orderId)))
    .orderBy(asc(outbox.plannedAt))
}

export function storedMessages(reader: Reader, dispensaryId: string): Promise<StoredRow[]> {
  const quoted = Object.values(getTableColumns(outbox)).map((column) => sql`quote(${column})`)
  const values = sql<string>`${sql.join(quoted, sql` || ',' || `)}`
  return reader.select({ id: outbox.id, values }).from(outbox).where(eq(outbox.dispensaryId, dispensaryId))
}

export async function forgetMessages(tx: Tx, dispensaryId: string): Promise<void> {
  await tx.delete(outbox).where(eq(outbox.dispensaryId, dispensaryId))
}
