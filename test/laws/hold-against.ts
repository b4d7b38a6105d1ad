import { expect } from 'vitest'
import { verifyChains } from '../../api/audit/verify.ts'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import type { Database } from '../../db/open.ts'
import { outbox } from '../../db/schema.ts'
import type { Carrier } from './carrier.ts'

/** Holds the outbox against what the providers have seen. Gives how often each end was met. */
export async function holdAgainst(db: Database, carrier: Carrier): Promise<Record<string, number>> {
  const rows = await db.select().from(outbox)
  expect(carrier.violations).toEqual([])
  const wrong = rows.filter(({ id, channel, status }) => !carrier.endsOf(id, channel).includes(status))
  expect(wrong.map(({ id, status, reason }) => `${id} ends as ${status} (${reason})`)).toEqual([])
  expect([...carrier.kept.keys()].filter((id) => !rows.some((row) => row.id === id))).toEqual([])
  expectOneEach(rows, carrier)
  for await (const { findings } of verifyChains(db)) expect(findings).toEqual([])
  for await (const { differences } of rebuildProjections(db, { keep: false })) expect(differences).toEqual([])
  const ends: Record<string, number> = {}
  for (const { channel, status } of rows) ends[`${channel} ${status}`] = (ends[`${channel} ${status}`] ?? 0) + 1
  return ends
}

/** Who has a message on one channel gets the same on no other; one that was taken and then came back was not had. */
function expectOneEach(rows: (typeof outbox.$inferSelect)[], carrier: Carrier): void {
  const had = new Map<string, Set<string>>()
  for (const { id, orderId, channel, kind } of rows) {
    const cameBack = carrier.receipts.some(({ messageId, became }) => messageId === id && became === 'failed')
    if (!carrier.has(id) || cameBack) continue
    had.set(`${orderId} ${kind}`, (had.get(`${orderId} ${kind}`) ?? new Set()).add(channel))
  }
  expect([...had].filter(([, channels]) => channels.size > 1)).toEqual([])
}
