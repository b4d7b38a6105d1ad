import { eq } from 'drizzle-orm'
import type { Dispensary } from '../api/domain/dispensary.ts'
import type { Reader, Tx } from './open.ts'
import { dispensaries } from './schema.ts'

export async function findDispensary(reader: Reader, id: string): Promise<Dispensary | undefined> {
  const [row] = await reader.select({ profile: dispensaries.profile }).from(dispensaries).where(eq(dispensaries.id, id))
  return row?.profile
}

export async function allDispensaries(reader: Reader): Promise<Dispensary[]> {
  return (await reader.select({ profile: dispensaries.profile }).from(dispensaries)).map(({ profile }) => profile)
}

export async function saveDispensary(tx: Tx, profile: Dispensary): Promise<void> {
  await tx
    .insert(dispensaries)
    .values({ id: profile.id, profile })
    .onConflictDoUpdate({ target: dispensaries.id, set: { profile } })
}
