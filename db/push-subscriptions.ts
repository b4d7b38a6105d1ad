import { and, count, eq, isNull, ne, notInArray, or } from 'drizzle-orm'
import type { Reader, Tx } from './open.ts'
import { contactKeys, pushSubscriptions } from './personal-schema.ts'

type Whose = { dispensaryId: string; orderId: string }

export async function savePushSubscription(
  tx: Tx,
  row: Whose & { endpointHash: string; provider: string; sealed: Buffer },
): Promise<void> {
  const { dispensaryId, orderId, endpointHash } = pushSubscriptions
  await tx
    .insert(pushSubscriptions)
    .values(row)
    .onConflictDoUpdate({ target: [dispensaryId, orderId, endpointHash], set: row })
}

const isOf = ({ dispensaryId, orderId }: Whose) =>
  and(eq(pushSubscriptions.dispensaryId, dispensaryId), eq(pushSubscriptions.orderId, orderId))

/** An order's subscriptions, with its key: all, or those that a message is for. */
export function sealedPushSubscriptions(
  reader: Reader,
  whose: Whose,
  messageId?: string,
): Promise<{ sealedKey: Buffer; sealed: Buffer }[]> {
  return reader
    .select({ sealedKey: contactKeys.sealedKey, sealed: pushSubscriptions.sealed })
    .from(pushSubscriptions)
    .innerJoin(
      contactKeys,
      and(
        eq(contactKeys.dispensaryId, pushSubscriptions.dispensaryId),
        eq(contactKeys.orderId, pushSubscriptions.orderId),
      ),
    )
    .where(and(isOf(whose), messageId === undefined ? undefined : isFor(messageId)))
}

const isFor = (messageId: string) => or(isNull(pushSubscriptions.skips), ne(pushSubscriptions.skips, messageId))

/** From now on a message is for no device of the order but these. */
export async function leavePushSubscriptions(
  tx: Tx,
  whose: Whose,
  messageId: string,
  endpointHashes: string[],
): Promise<void> {
  await tx
    .update(pushSubscriptions)
    .set({ skips: messageId })
    .where(and(isOf(whose), notInArray(pushSubscriptions.endpointHash, endpointHashes)))
}

/** How many devices an order has beside this one. */
export async function otherPushSubscriptions(reader: Reader, whose: Whose, endpointHash: string): Promise<number> {
  const other = ne(pushSubscriptions.endpointHash, endpointHash)
  const [row] = await reader
    .select({ n: count() })
    .from(pushSubscriptions)
    .where(and(isOf(whose), other))
  return row?.n ?? 0
}

/** Forgets a device that its push service has called gone, with every order that it was of. */
export async function forgetPushSubscription(tx: Tx, dispensaryId: string, endpointHash: string): Promise<void> {
  await tx
    .delete(pushSubscriptions)
    .where(and(eq(pushSubscriptions.dispensaryId, dispensaryId), eq(pushSubscriptions.endpointHash, endpointHash)))
}
