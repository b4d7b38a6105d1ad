import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { verifyChains } from '../../api/audit/verify.ts'
import { openDatabase, type Database } from '../../db/open.ts'
import { outbox } from '../../db/schema.ts'
import { positionRows, trailRows } from '../ingest/rows.ts'

const CHILD = fileURLToPath(new URL('doorstep-process.ts', import.meta.url))
const ROUNDS = 20
const SENDERS = 16
const NOON = Date.parse('2026-04-24T12:00:00-07:00') / 1_000

type Where = { port: number; key: string; phone: string; password: string }
type Acknowledged = { events: Set<string>; fixes: Set<number> }

let number = 0

/** An order that comes in and leaves the store at once, so that its customer is written to. */
function delivery(): { id: string; type: string; data: object }[] {
  number += 1
  const orderId = `order-${number}`
  const customer = { email: `${orderId}@example.com` }
  return [
    { id: `${orderId}:in`, type: 'order.received', data: { orderId, number: orderId, customer } },
    { id: `${orderId}:out`, type: 'order.departed', data: { orderId } },
  ]
}

/** Sends batches of events and fixes in turn until nobody answers any more; keeps what was acknowledged. */
async function sendUntilDead({ port, key, phone, password }: Where, kept: Acknowledged, heard: () => void) {
  const base = `http://127.0.0.1:${port}/v1`
  const told = { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' }
  const basic = { authorization: `Basic ${Buffer.from(`sam:${password}`).toString('base64')}` }
  try {
    for (;;) {
      const events = delivery().map((event) => ({ specversion: '1.0', source: '/till', ...event }))
      const answer = await fetch(`${base}/events`, { method: 'POST', body: JSON.stringify(events), headers: told })
      const { results } = (await answer.json()) as { results: { id: string; result: string }[] }
      for (const { id, result } of results) if (result === 'recorded') kept.events.add(id)
      number += 1
      const fix = { _type: 'location', lat: 38.31, lon: -123.04, tst: NOON - 20_000_000 + number }
      const positioned = await fetch(`${base}/driver/${phone}`, {
        ...{ method: 'POST', body: JSON.stringify(fix), headers: basic },
      })
      if (positioned.ok) kept.fixes.add(fix.tst * 1_000)
      heard()
    }
  } catch {
    return
  }
}

async function begin(file: string, sent: string): Promise<{ child: ChildProcess; where: Where }> {
  const child = fork(CHILD, [file, sent])
  const [where] = (await once(child, 'message')) as [Where]
  return { child, where }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function expectNothingLost(db: Database, kept: Acknowledged): Promise<void> {
  const told = new Set((await trailRows({ db })).map(({ eventId }) => eventId))
  const positioned = new Set((await positionRows({ db })).map(({ at }) => at))
  expect([...kept.events].filter((id) => !told.has(id))).toEqual([])
  expect([...kept.fixes].filter((at) => !positioned.has(at))).toEqual([])
  for await (const chain of verifyChains(db)) expect(chain.findings).toEqual([])
}

/** A message that a dead process had claimed is given up, so that none is ever sent twice; every other one goes out. */
async function expectEachMessageOnce(db: Database, sent: string): Promise<void> {
  const went = (await readFile(sent, 'utf8')).trim().split('\n')
  expect(went.length).toBe(new Set(went).size)
  const planned = await db.select().from(outbox)
  expect(planned.filter(({ status }) => status === 'planned' || status === 'claimed')).toEqual([])
  const recorded = planned.filter(({ status }) => status === 'sent').length
  expect(recorded).toBeGreaterThan(ROUNDS)
  expect(went.length).toBeGreaterThanOrEqual(recorded)
}

test('twenty times a process is killed under full load: nothing acknowledged is lost, nobody is written to twice', {
  timeout: 240_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-'))
  const [file, sent] = [join(folder, 'doorstep.db'), join(folder, 'sent')]
  const kept: Acknowledged = { events: new Set(), fixes: new Set() }
  let running: ChildProcess | undefined
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { child, where } = await begin(file, sent)
      running = child
      const before = kept.events.size
      const enough = Promise.withResolvers<void>()
      const heard = (): void => (kept.events.size >= before + 40 + 7 * round ? enough.resolve() : undefined)
      const sending = Array.from({ length: SENDERS }, () => sendUntilDead(where, kept, heard))
      await enough.promise
      await kill(child)
      await Promise.all(sending)
      const { db, close } = await openDatabase(`file:${file}`)
      await expectNothingLost(db, kept)
      close()
    }
    expect(kept.events.size).toBeGreaterThan(ROUNDS * 40)
    const { child } = await begin(file, sent)
    running = child
    child.send('finish')
    await once(child, 'message')
    await kill(child)
    const { db, close } = await openDatabase(`file:${file}`)
    await expectEachMessageOnce(db, sent)
    close()
  } finally {
    running?.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
})
