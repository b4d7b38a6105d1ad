import { and, count, eq, ne } from 'drizzle-orm'
import type { Reader, Tx } from './open.ts'
import { contactKeys, pushSubscriptions } from './personal-schema.ts'

type Whose = { dispensaryId: string; orderId: string }

export async function savePushSubscription(
  tx: Tx,
  row: Whose & { endpointHash: string; sealed: Buffer },
): Promise<void> {
  const { dispensaryId, orderId, endpointHash } = pushSubscriptions
  await tx
    .insert(pushSubscriptions)
    .values(row)
    .onConflictDoUpdate({ target: [dispensaryId, orderId, endpointHash], set: row })
}

const isOf = ({ dispensaryId, orderId }: Whose) =>
  and(eq(pushSubscriptions.dispensaryId, dispensaryId), eq(pushSubscriptions.orderId, orderId))

/** An order's subscriptions, with its key. */
export function sealedPushSubscriptions(
  reader: Reader,
  whose: Whose,
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
    .where(isOf(whose))
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
