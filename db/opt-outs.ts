import { and, eq, or } from 'drizzle-orm'
import type { Channel } from '../api/domain/notification.ts'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import { contacts, optOuts } from './personal-schema.ts'

type Whose = { dispensaryId: string; orderId: string }
type Of = { dispensaryId: string; channel: Channel; addressHash: string }

export async function saveOptOut(tx: Tx, of: Of, since: Instant): Promise<void> {
  await tx
    .insert(optOuts)
    .values({ ...of, since })
    .onConflictDoNothing()
}

export async function liftOptOut(tx: Tx, { dispensaryId, channel, addressHash }: Of): Promise<void> {
  const isIt = [eq(optOuts.dispensaryId, dispensaryId), eq(optOuts.channel, channel)]
  await tx.delete(optOuts).where(and(...isIt, eq(optOuts.addressHash, addressHash)))
}

/** The channels on which whoever an order is for wants nothing of the dispensary, whatever the order. */
export async function stoppedChannels(reader: Reader, { dispensaryId, orderId }: Whose): Promise<Channel[]> {
  const byPhone = and(eq(optOuts.channel, 'sms'), eq(optOuts.addressHash, contacts.phoneHash))
  const byEmail = and(eq(optOuts.channel, 'email'), eq(optOuts.addressHash, contacts.emailHash))
  const rows = await reader
    .select({ channel: optOuts.channel })
    .from(contacts)
    .innerJoin(optOuts, and(eq(optOuts.dispensaryId, contacts.dispensaryId), or(byPhone, byEmail)))
    .where(and(eq(contacts.dispensaryId, dispensaryId), eq(contacts.orderId, orderId)))
  return rows.map(({ channel }) => channel)
}
