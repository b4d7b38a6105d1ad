import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { verifyChains } from '../../api/audit/verify.ts'
import { openDatabase } from '../../db/open.ts'
import { orders } from '../../db/schema.ts'
import { positionRows, trailRows } from '../ingest/rows.ts'

const CHILD = fileURLToPath(new URL('doorstep-process.ts', import.meta.url))
const ROUNDS = 3
const SENDERS = 6
const NOON = Date.parse('2026-04-24T12:00:00-07:00') / 1_000

type Where = { port: number; key: string; phone: string; password: string }
type Acknowledged = { events: string[]; fixes: number[] }

/** Sends one thing after the other until nobody answers any more; keeps what was acknowledged. */
async function sendUntilDead(
  { port, key, phone, password }: Where,
  sender: number,
  kept: Acknowledged,
  heard: () => void,
): Promise<void> {
  const base = `http://127.0.0.1:${port}/v1`
  const basic = `Basic ${Buffer.from(`sam:${password}`).toString('base64')}`
  for (let n = 0; ; n += 1) {
    const id = `${port}-${sender}-${n}`
    const tst = NOON + (port % 1_000) * 10_000 + sender * 1_000 + n - 20_000_000
    const event = { specversion: '1.0', id, source: '/till', type: 'order.received', data: { orderId: id, number: id } }
    const fix = { _type: 'location', lat: 38.31, lon: -123.04, tst }
    try {
      const told = await fetch(`${base}/events`, {
        method: 'POST',
        body: JSON.stringify(event),
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents+json' },
      })
      if (told.ok) kept.events.push(id)
      const positioned = await fetch(`${base}/driver/${phone}`, {
        method: 'POST',
        body: JSON.stringify(fix),
        headers: { authorization: basic },
      })
      if (positioned.ok) kept.fixes.push(tst * 1_000)
      heard()
    } catch {
      return
    }
  }
}

test('what was acknowledged is there after a process was killed in the middle of its work, again and again', {
  timeout: 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-'))
  const file = join(folder, 'doorstep.db')
  const kept: Acknowledged = { events: [], fixes: [] }
  let child: ChildProcessByStdio<null, Readable, null> | undefined
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const env = { ...process.env, TMPDIR: folder }
      child = spawn(process.execPath, [CHILD, file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
      const [line] = (await once(child.stdout, 'data')) as [Buffer]
      const where = JSON.parse(line.toString()) as Where
      const before = kept.events.length
      const enough = Promise.withResolvers<void>()
      const heard = (): void => (kept.events.length >= before + 60 + 17 * round ? enough.resolve() : undefined)
      const sending = Array.from({ length: SENDERS }, (_, sender) => sendUntilDead(where, sender, kept, heard))
      await enough.promise
      child.kill('SIGKILL')
      await Promise.all([...sending, once(child, 'exit')])

      const { db, close } = await openDatabase(`file:${file}`)
      const trail = await trailRows({ db })
      const told = new Set(trail.map(({ eventId }) => eventId))
      const positioned = new Set((await positionRows({ db })).map(({ at }) => at))
      expect(kept.events.filter((id) => !told.has(id))).toEqual([])
      expect(kept.fixes.filter((at) => !positioned.has(at))).toEqual([])
      for await (const chain of verifyChains(db)) expect(chain.findings).toEqual([])
      const received = trail.filter(({ type }) => type === 'order.received').map(({ eventId }) => eventId)
      const known = (await db.select().from(orders)).filter(({ state }) => state.reachedAt.received !== undefined)
      expect(known.map(({ id }) => id).sort()).toEqual(received.sort())
      close()
    }
    expect(kept.events.length).toBeGreaterThan(ROUNDS * 60)
  } finally {
    child?.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
})
