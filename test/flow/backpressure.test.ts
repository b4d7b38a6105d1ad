import { describe, expect, test } from 'vitest'
import { createGate } from '../../api/ingest/gate.ts'
import type { Problem } from '../../api/problem.ts'
import { openDoorstep } from '../doorstep.ts'
import { positionRows } from '../ingest/rows.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>

const PADDING = 'x'.repeat(500)
let told = 0

/** A thousand fixes in a batch of more than half a megabyte. */
function batch(): string {
  const events = Array.from({ length: 900 }, () => {
    told += 1
    const time = new Date(Date.parse('2026-04-10T12:00:00Z') + told * 1_000).toISOString()
    const data = { driverId: 'sam', lat: 38.31, lng: -123.04, filler: PADDING }
    return { specversion: '1.0', id: `${told}`, source: '/app', type: 'driver.positioned', time, data }
  })
  return JSON.stringify(events)
}

function sender({ app, authorization }: Doorstep, key = authorization) {
  const headers = { authorization: key, 'content-type': 'application/cloudevents-batch+json' }
  return async (body: string): Promise<Response> => app.request('/v1/events', { method: 'POST', body, headers })
}

test('while nothing can be committed the door fills, turns away what is too much, and loses nothing of what it let in', {
  timeout: 30_000,
}, async () => {
  await using doorstep = await openDoorstep()
  await doorstep.enroll.dispensary({ ...doorstep.store, id: 'bay-two' })
  const others = await Promise.all(
    Array.from({ length: 8 }, async () => `Bearer ${(await doorstep.enroll.api('bay-two')).secret}`),
  )
  const busy = Promise.withResolvers<void>()
  const held = doorstep.stages.write(() => busy.promise)
  const answers: Promise<Response>[] = []
  const settled: Response[] = []
  const send = async (key?: string): Promise<void> => {
    const answer = sender(doorstep, key)(batch())
    answers.push(answer)
    void answer.then((response) => settled.push(response))
    await new Promise(setImmediate)
  }
  for (let n = 0; n < 18; n += 1) await send()
  await expect.poll(() => settled.length).toBeGreaterThan(0)
  const [turnedAway] = settled
  expect([turnedAway?.status, turnedAway?.headers.get('retry-after')]).toEqual([429, '1'])
  expect(await turnedAway?.json()).toMatchObject({ status: 429, title: 'Too much at once' })
  for (const key of others) for (let n = 0; n < 12; n += 1) await send(key)
  await expect.poll(() => settled.some(({ status }) => status === 503)).toBe(true)
  const full = settled.find(({ status }) => status === 503)
  expect([full?.headers.get('retry-after'), await full?.json()]).toMatchObject([
    '1',
    { status: 503, title: 'Too busy' },
  ])
  const letIn = answers.length - settled.length
  const bytes = letIn * batch().length
  expect([bytes < 32 * 1024 * 1024, bytes > 24 * 1024 * 1024]).toEqual([true, true])
  busy.resolve()
  await held
  const all = await Promise.all(answers)
  const taken = all.filter(({ status }) => status === 200)
  expect(taken.length).toBe(letIn)
  expect((await positionRows(doorstep)).length).toBe(letIn * 900)
  expect((await sender(doorstep)(batch())).status).toBe(200)
})

describe('the gate', () => {
  const statusOf = (enter: () => void): number | undefined => {
    try {
      enter()
      return undefined
    } catch (error) {
      return (error as Problem).status
    }
  }

  test('is open again for whoever waited, as soon as others have left', () => {
    const gate = createGate(10_000, 6_000)
    const leave = gate.enter('a', 3_000)
    expect(statusOf(() => gate.enter('a', 3_000))).toBe(429)
    gate.enter('b', 2_000)
    expect(statusOf(() => gate.enter('c', 3_000))).toBe(503)
    leave()
    expect(statusOf(() => gate.enter('a', 3_000))).toBeUndefined()
  })

  test('weighs small requests too, so that their number is bounded', () => {
    const gate = createGate(100_000, 50_000)
    let entered = 0
    while (statusOf(() => gate.enter(`s${entered}`, 0)) === undefined) entered += 1
    expect(entered).toBeLessThan(60)
  })
})
