import { sql } from 'drizzle-orm'
import type { Dispensary } from '../api/domain/dispensary.ts'
import type { Reader, Tx } from './open.ts'
import { dispensaries } from './schema.ts'

export async function findDispensary(reader: Reader, id: string): Promise<Dispensary | undefined> {
  const [row] = await reader.all<{ profile: string }>(sql`SELECT profile FROM dispensaries WHERE id = ${id}`)
  return row && (JSON.parse(row.profile) as Dispensary)
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
