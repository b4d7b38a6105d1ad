import { and, eq, or } from 'drizzle-orm'
import type { OptOut, Said } from '../api/domain/consent.ts'
import type { Channel } from '../api/domain/notification.ts'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import { contacts, optOuts } from './personal-schema.ts'

type Of = { dispensaryId: string; channel: Channel; addressHash: string }

const isOf = ({ dispensaryId, channel, addressHash }: Of) =>
  and(eq(optOuts.dispensaryId, dispensaryId), eq(optOuts.channel, channel), eq(optOuts.addressHash, addressHash))

export async function saveOptOut(tx: Tx, of: Of, { source, number }: Said, since: Instant): Promise<void> {
  await tx
    .insert(optOuts)
    .values({ ...of, source, number: number ?? '', since })
    .onConflictDoNothing()
}

export async function findOptOuts(reader: Reader, of: Of): Promise<Said[]> {
  return (await reader.select().from(optOuts).where(isOf(of))).map(saidOf)
}

/** Lifts those of somebody's opt-outs that are meant. */
export async function liftOptOuts(tx: Tx, of: Of, isMeant: (said: Said) => boolean): Promise<void> {
  for (const row of await tx.select().from(optOuts).where(isOf(of))) {
    if (!isMeant(saidOf(row))) continue
    await tx.delete(optOuts).where(and(isOf(of), eq(optOuts.source, row.source), eq(optOuts.number, row.number)))
  }
}

/** What whoever an order is for wants no messages on, whatever the order, and by what they said so. */
export async function optOutsOf(
  reader: Reader,
  { dispensaryId, orderId }: { dispensaryId: string; orderId: string },
): Promise<OptOut[]> {
  const isTheirs = or(
    and(eq(optOuts.channel, 'sms'), eq(optOuts.addressHash, contacts.phoneHash)),
    and(eq(optOuts.channel, 'email'), eq(optOuts.addressHash, contacts.emailHash)),
  )
  const rows = await reader
    .select({ channel: optOuts.channel, source: optOuts.source, number: optOuts.number })
    .from(contacts)
    .innerJoin(optOuts, and(eq(optOuts.dispensaryId, contacts.dispensaryId), isTheirs))
    .where(and(eq(contacts.dispensaryId, dispensaryId), eq(contacts.orderId, orderId)))
  return rows.map((row) => ({ channel: row.channel, ...saidOf(row) }))
}

const saidOf = ({ source, number }: Pick<typeof optOuts.$inferSelect, 'source' | 'number'>): Said => ({
  source,
  ...(number !== '' && { number }),
})
