import { eq } from 'drizzle-orm'
import type { Reader, Tx } from './open.ts'
import { aggregators } from './sending-schema.ts'

export type Aggregator = typeof aggregators.$inferSelect

export async function saveAggregator(tx: Tx, row: Aggregator): Promise<void> {
  await tx.insert(aggregators).values(row).onConflictDoUpdate({ target: aggregators.dispensaryId, set: row })
}

export async function findAggregator(
  reader: Reader,
  by: { dispensaryId: string } | { id: string },
): Promise<Aggregator | undefined> {
  const isIt = 'id' in by ? eq(aggregators.id, by.id) : eq(aggregators.dispensaryId, by.dispensaryId)
  const [row] = await reader.select().from(aggregators).where(isIt)
  return row
}

export const hasAggregator = async (reader: Reader, dispensaryId: string): Promise<boolean> =>
  (await findAggregator(reader, { dispensaryId })) !== undefined
