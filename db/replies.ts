import { and, asc, count, desc, eq, gte } from 'drizzle-orm'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import { contactKeys, replies } from './personal-schema.ts'

export type Reply = typeof replies.$inferSelect
type Whose = { dispensaryId: string; orderId: string }

export async function saveReply(tx: Tx, row: Reply): Promise<void> {
  await tx.insert(replies).values(row).onConflictDoNothing()
}

/** What an order's customer wrote back, the first first, with the key of the order. */
export function sealedReplies(reader: Reader, { dispensaryId, orderId }: Whose) {
  return reader
    .select({ at: replies.at, channel: replies.channel, sealed: replies.sealed, sealedKey: contactKeys.sealedKey })
    .from(replies)
    .innerJoin(
      contactKeys,
      and(eq(contactKeys.dispensaryId, replies.dispensaryId), eq(contactKeys.orderId, replies.orderId)),
    )
    .where(and(eq(replies.dispensaryId, dispensaryId), eq(replies.orderId, orderId)))
    .orderBy(asc(replies.at))
}

/** Which orders' customers wrote back since then, and when; the last first. */
export function repliesSince(
  reader: Reader,
  dispensaryId: string,
  since: Instant,
  limit: number,
): Promise<Pick<Reply, 'orderId' | 'channel' | 'at'>[]> {
  return reader
    .select({ orderId: replies.orderId, channel: replies.channel, at: replies.at })
    .from(replies)
    .where(and(eq(replies.dispensaryId, dispensaryId), gte(replies.at, since)))
    .orderBy(desc(replies.at))
    .limit(limit)
}

export async function repliesOfOrderSince(
  reader: Reader,
  { dispensaryId, orderId }: Whose,
  since: Instant,
): Promise<number> {
  const isIts = and(eq(replies.dispensaryId, dispensaryId), eq(replies.orderId, orderId))
  const [row] = await reader
    .select({ sum: count() })
    .from(replies)
    .where(and(isIts, gte(replies.at, since)))
  return row?.sum ?? 0
}
