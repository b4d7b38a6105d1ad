import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { minutes, seconds } from '../../api/domain/time.ts'
import { openDatabase } from '../../db/open.ts'
import { outbox } from '../../db/schema.ts'
import { dice as diceOf } from '../town/dice.ts'
import { Carrier, type Asked } from './carrier.ts'
import { phoneOf } from './crowd.ts'
import { holdAgainst } from './hold-against.ts'
import type { Wish } from './notify-process.ts'
import { SEED } from './seed.ts'

const MESSAGES = Number(process.env['DOORSTEP_TEST_MESSAGES'] ?? 400)
const KILLS = 10
const CHILD = join(import.meta.dirname, 'notify-process.ts')
const NOON = Date.parse('2026-04-24T12:00:00-07:00')

type Said = { done: number } | ({ ask: number } & ({ take: Asked; text: string } | { textsTo: string })) | 'ready'

/** Everything outside of the process that is killed: its providers, its till, its customers and its clock. */
function outside(file: string) {
  const carrier = new Carrier()
  const texts = new Map<string, Map<string, string>>()
  let [now, wishes, takes] = [NOON, 0, 0]
  let child: ChildProcess
  let killAt = Infinity
  const waiting = new Map<number, { done: () => void; died: () => void }>()

  /** The provider has decided, and the process dies before or after it hears of it. */
  function answer(said: Extract<Said, { ask: number }>): void {
    if ('textsTo' in said) {
      const known = [...(texts.get(said.textsTo) ?? [])].filter(([, id]) => carrier.has(id))
      return void child.send({ ask: said.ask, answer: known.map(([text]) => text) })
    }
    takes += 1
    const { take, text } = said
    if (take.channel === 'sms') texts.set(take.to, (texts.get(take.to) ?? new Map<string, string>()).set(text, take.id))
    const fate = carrier.take(take)
    if (takes >= killAt) {
      killAt = Infinity
      return void child.kill('SIGKILL')
    }
    child.send({ ask: said.ask, answer: fate })
  }

  function hear(said: Said): void {
    if (said === 'ready') return
    if ('done' in said) waiting.get(said.done)?.done()
    else answer(said)
  }

  return {
    carrier,
    takes: () => takes,
    killAfter: (count: number) => {
      killAt = takes + count
    },
    begin: async () => {
      child = fork(CHILD, [file, new Date(now).toISOString()])
      child.on('message', hear)
      child.once('exit', () => {
        for (const { died } of waiting.values()) died()
        waiting.clear()
      })
      await once(child, 'message')
    },
    end: async () => {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
    /** Resolves with whether it was done, or the process died first. */
    wish: (of: Wish): Promise<boolean> => {
      wishes += 1
      if ('advance' in of) now += of.advance
      const id = wishes
      return new Promise((resolve) => {
        waiting.set(id, {
          done: () => {
            waiting.delete(id)
            resolve(true)
          },
          died: () => resolve(false),
        })
        if (child.connected) child.send({ wish: id, of })
        else resolve(false)
      })
    },
  }
}

test(`ten times the process is killed while it sends ${MESSAGES} messages: it changes nothing of that`, {
  timeout: 1_800_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-'))
  const file = join(folder, 'doorstep.db')
  const dice = diceOf(SEED)
  const world = outside(file)
  const { carrier } = world
  try {
    const orders = Array.from({ length: MESSAGES }, (_, n) => n)
    let kills = 0
    await world.begin()
    const keepsUp = async (alive: boolean): Promise<void> => {
      if (alive) return
      kills += 1
      await world.end()
      await world.begin()
      if (kills < KILLS) world.killAfter(5 + Math.floor(dice() * (MESSAGES / 20)))
    }
    world.killAfter(20)
    while (orders.length > 0) {
      const some = orders.splice(0, 20)
      const done = await Promise.all(some.map((order) => world.wish({ order })))
      orders.push(...some.filter((_, i) => !done[i])) // a till tells again what was not acknowledged
      await keepsUp(done.every(Boolean))
      const n = Math.floor(dice() * MESSAGES)
      if (dice() < 0.3 && (await world.wish({ stop: n }))) carrier.stopped.add(phoneOf(n))
      await keepsUp(await world.wish({ advance: seconds(1 + Math.floor(dice() * 5)) }))
    }
    for (let round = 0; round < 40; round += 1) {
      for (const receipt of carrier.receipts.filter(() => dice() < 0.2)) await world.wish({ receipt })
      await keepsUp(await world.wish({ advance: round < 25 ? seconds(20) : minutes(4) }))
    }
    for (const receipt of carrier.receipts) await keepsUp(await world.wish({ receipt }))
    await keepsUp(await world.wish({ advance: minutes(60) }))
    await world.end()
    expect(kills).toBeGreaterThanOrEqual(KILLS)
    const { db, close } = await openDatabase(`file:${file}`)
    const open = (await db.select().from(outbox)).filter(({ status }) => status === 'planned' || status === 'claimed')
    expect(open).toEqual([])
    await holdAgainst(db, carrier)
    close()
  } finally {
    await world.end()
    await rm(folder, { recursive: true, force: true })
  }
})
