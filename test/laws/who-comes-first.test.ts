import { asc } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import { verifyChains } from '../../api/audit/verify.ts'
import { seconds } from '../../api/domain/time.ts'
import { waitingNews } from '../../db/personal-schema.ts'
import { orders, outbox } from '../../db/schema.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { onfleetOf, type ONFLEET } from '../flow/vendors.ts'
import { SEED } from './seed.ts'

const START = Date.parse('2026-04-24T18:00:00-07:00')
const NOW = new Date(START + seconds(300)).toISOString()

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
type Fate = 'delivered' | 'failed' | 'on-the-way' | 'never-sent'
type Telling = (doorstep: Doorstep, dispatch: Awaited<ReturnType<typeof onfleetOf>>) => Promise<Response>

const STEPS: Record<Fate, (keyof typeof ONFLEET)[]> = {
  delivered: ['started', 'near', 'completed'],
  failed: ['started', 'near', 'failed'],
  'on-the-way': ['started'],
  'never-sent': [],
}

const MESSAGES: Record<keyof typeof ONFLEET, string> = {
  started: 'out-for-delivery',
  near: 'arriving-soon',
  completed: 'delivered',
  failed: 'not-delivered',
}

/** What each of the two tells of one order, in its own sequence; the till knows an id, the dispatcher only the number. */
function stories(n: number, fate: Fate): Telling[][] {
  const [number, createdAt] = [`10${n}`, START + seconds(n)]
  const door = { lat: STORE.position.lat + 0.01 * n, lng: STORE.position.lng }
  const gmt = (at: number): string => new Date(at).toISOString().replace('Z', '')
  const billing = { first_name: `Customer ${n}`, email: `customer-${n}@example.com` }
  const tell = (status: string, at: number, topic: string): Telling => {
    const order = { id: n, number, status, billing, date_created_gmt: gmt(createdAt), date_modified_gmt: gmt(at) }
    return (doorstep) => doorstep.wooSends(order, topic)
  }
  const dispatched = STEPS[fate].map((trigger, step): Telling => {
    const at = createdAt + seconds(120 + 60 * step)
    return (_, dispatch) => dispatch.says({ order: number, trigger, at, door })
  })
  const told = fate === 'failed' ? [] : [tell('processing', createdAt + seconds(60), 'order.updated')]
  return [[tell('pending', createdAt, 'order.created'), ...told], dispatched]
}

/** Merges the stories as the numbers say; each keeps its own sequence, and now and then something is told twice. */
function interleaved(all: Telling[][], choices: number[]): Telling[] {
  const left = all.map((one) => [...one])
  const merged: Telling[] = []
  for (let turn = 0; left.some((one) => one.length > 0); turn += 1) {
    const choice = choices[turn % choices.length] ?? 0
    const waiting = left.filter((one) => one.length > 0)
    const next = waiting[choice % waiting.length]?.shift()
    if (next) merged.push(next, ...(choice % 3 === 0 ? [next] : []))
    if (choice % 5 === 0 && merged[choice]) merged.push(merged[choice])
  }
  return merged
}

const messagesOf = (fates: Fate[]): string[] =>
  fates.flatMap((fate, n) => STEPS[fate].map((trigger) => `${n + 1} ${MESSAGES[trigger]}`)).sort()

async function outcomeOf({ db, stages }: Doorstep) {
  const known = await db.select({ id: orders.id, state: orders.state }).from(orders).orderBy(asc(orders.id))
  const planned = await db.select({ orderId: outbox.orderId, kind: outbox.kind }).from(outbox)
  const contacts = await stages.contacts.findMany(
    STORE.id,
    known.map(({ id }) => id),
  )
  return {
    orders: known,
    contacts: known.map(({ id }) => contacts.get(id)),
    planned: planned.map(({ orderId, kind }) => `${orderId} ${kind}`).sort(),
    waiting: await db.select().from(waitingNews),
  }
}

async function played(tellings: Telling[], atOnce: boolean) {
  await using doorstep = await openDoorstep({ at: NOW })
  const dispatch = await onfleetOf(doorstep)
  if (atOnce) await Promise.all(tellings.map((tell) => tell(doorstep, dispatch)))
  else for (const tell of tellings) await tell(doorstep, dispatch)
  await doorstep.stages.idle()
  const outcome = await outcomeOf(doorstep)
  expect(doorstep.sent.length).toBeLessThanOrEqual(outcome.planned.length)
  for await (const { findings } of verifyChains(doorstep.db)) expect(findings).toEqual([])
  for await (const { differences } of rebuildProjections(doorstep.db, { keep: true })) expect(differences).toEqual([])
  return outcome
}

test('whoever tells of a delivery first, the till or the dispatcher, it is the same delivery, and each message is planned once', {
  timeout: 60_000,
}, async () => {
  const evening = fc.record({
    fates: fc.array(fc.constantFrom<Fate>('delivered', 'failed', 'on-the-way', 'never-sent'), {
      minLength: 1,
      maxLength: 3,
    }),
    choices: fc.array(fc.nat(30), { minLength: 4, maxLength: 20 }),
    atOnce: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(evening, async ({ fates, choices, atOnce }) => {
      const all = fates.flatMap((fate, index) => stories(index + 1, fate))
      const plain = await played(all.flat(), false)
      expect(plain.waiting).toEqual([])
      expect(plain.planned).toEqual(messagesOf(fates))
      expect(await played(interleaved(all, choices), atOnce)).toEqual(plain)
    }),
    { seed: SEED, numRuns: 12 },
  )
})
