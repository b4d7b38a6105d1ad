import { and, eq, isNull } from 'drizzle-orm'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import { links, pushSubscriptions } from './schema.ts'

export type Link = typeof links.$inferSelect
export type PushSubscriptionRow = typeof pushSubscriptions.$inferSelect

export async function saveLink(
  tx: Tx,
  link: Pick<Link, 'tokenHash' | 'id' | 'dispensaryId' | 'orderId' | 'issuedAt'>,
): Promise<void> {
  await tx.insert(links).values(link)
}

/** The link that a token opens, unless it was revoked. */
export async function findLink(reader: Reader, tokenHash: string): Promise<Link | undefined> {
  const [link] = await reader
    .select()
    .from(links)
    .where(and(eq(links.tokenHash, tokenHash), isNull(links.revokedAt)))
  return link
}

export async function markLink(
  tx: Tx,
  id: string,
  mark: { openedAt: Instant } | { revokedAt: Instant },
): Promise<void> {
  await tx.update(links).set(mark).where(eq(links.id, id))
}

export async function savePushSubscription(tx: Tx, row: PushSubscriptionRow): Promise<void> {
  const { dispensaryId, orderId, endpoint } = pushSubscriptions
  await tx
    .insert(pushSubscriptions)
    .values(row)
    .onConflictDoUpdate({ target: [dispensaryId, orderId, endpoint], set: row })
}

export function pushSubscriptionsOf(
  reader: Reader,
  dispensaryId: string,
  orderId: string,
): Promise<PushSubscriptionRow[]> {
  return reader
    .select()
    .from(pushSubscriptions)
    .where(and(eq(pushSubscriptions.dispensaryId, dispensaryId), eq(pushSubscriptions.orderId, orderId)))
}

/** Forgets a subscription that its push service has called gone. */
export async function forgetPushSubscription(tx: Tx, endpoint: string): Promise<void> {
  await tx.delete(pushSubscriptions).where(eq(pushSubscriptions.endpoint, endpoint))
}
