import { and, eq } from 'drizzle-orm'
import type { Channel } from '../api/domain/notification.ts'
import type { Instant } from '../api/domain/time.ts'
import type { Tx } from './open.ts'
import { optOuts } from './personal-schema.ts'

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
