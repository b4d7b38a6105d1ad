import fc from 'fast-check'
import { asc } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { DoorstepEvent } from '../../api/domain/event.ts'
import { seconds } from '../../api/domain/time.ts'
import { orders, outbox, routes } from '../../db/schema.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { SEED } from './seed.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
type Told = { id: string; type: string; time: string; data: object }

const START = Date.parse('2026-04-24T17:30:00-07:00')
const PATIENCE = { timeout: 60_000 }
const NOW = new Date(START + seconds(1_800)).toISOString()

/** How the evening of one order may go. */
type Fate = {
  outcome: 'delivered' | 'refused' | 'cancelled' | 'tried-again' | 'on-the-way'
  paid: boolean
  mail: boolean
  door?: boolean
}
const fate: fc.Arbitrary<Fate> = fc.record({
  outcome: fc.constantFrom('delivered', 'refused', 'cancelled', 'tried-again', 'on-the-way'),
  paid: fc.boolean(),
  mail: fc.boolean(),
})

/** What is told of one order on a route of its own, in the order in which it happens, a few seconds apart. */
function story(n: number, { outcome, paid, mail, door: known }: Fate): Told[] {
  let at = START + seconds(n)
  const told: Told[] = []
  const tell = (type: string, data: object): void => {
    at += seconds(60)
    told.push({ id: `${n}-${told.length}`, type, time: new Date(at).toISOString(), data })
  }
  const orderId = `order-${n}`
  const plan = (routeId: string): void => {
    const door = { lat: STORE.position.lat + 0.01 * n, lng: STORE.position.lng }
    tell('route.planned', {
      routeId,
      driver: { id: `driver-${n}` },
      stops: [{ stopId: 's', orderIds: [orderId], ...(known && { door }) }],
    })
    tell('route.departed', { routeId })
    tell('stop.approached', { routeId, stopId: 's' })
    tell('stop.arrived', { routeId, stopId: 's' })
  }
  tell('order.received', { orderId, number: `${n}`, ...(mail && { customer: { email: `customer-${n}@example.com` } }) })
  tell('order.verified', { orderId })
  if (paid) tell('order.updated', { orderId, payment: 'paid' })
  tell('order.preparing', { orderId })
  tell('order.packed', { orderId })
  if (outcome === 'cancelled') tell('order.cancelled', { orderId, reason: 'out-of-stock' })
  plan(`route-${n}`)
  if (outcome === 'delivered') tell('handoff.completed', { orderId, idChecked: true })
  if (outcome === 'refused' || outcome === 'tried-again') tell('handoff.refused', { orderId, reason: 'not-home' })
  if (outcome === 'tried-again') {
    plan(`route-${n}-again`)
    tell('handoff.completed', { orderId })
  }
  return told
}

/** Merges the stories as the numbers say; each keeps its own order. */
function interleaved(stories: Told[][], choices: number[]): Told[] {
  const left = stories.map((one) => [...one])
  const merged: Told[] = []
  for (let turn = 0; left.some((one) => one.length > 0); turn += 1) {
    const waiting = left.filter((one) => one.length > 0)
    const next = waiting[(choices[turn % choices.length] ?? 0) % waiting.length]?.shift()
    if (next) merged.push(next)
  }
  return merged
}

async function outcomeOf(doorstep: Doorstep) {
  const { db } = doorstep
  const known = await db.select({ id: orders.id, state: orders.state }).from(orders).orderBy(asc(orders.id))
  const driven = await db
    .select({ id: routes.id, underWay: routes.underWay, state: routes.state })
    .from(routes)
    .orderBy(asc(routes.id))
  const planned = await db.select({ orderId: outbox.orderId, kind: outbox.kind }).from(outbox)
  return { orders: known, routes: driven, planned: planned.map(({ orderId, kind }) => `${orderId} ${kind}`).sort() }
}

/** Who was written to, and what; what was planned but not sent had stopped being true. */
const sentOf = ({ sent }: Doorstep): string[] =>
  sent.map(({ recipient, message }) =>
    `${'address' in recipient ? recipient.address : ''} ${message.kind}`.replace(/customer-(\d+)@\S+/, 'order-$1'),
  )

/** Tells everything in batches, so that many events share a commit. */
async function played(told: Told[], batch: number) {
  await using doorstep = await openDoorstep({ at: NOW })
  for (let from = 0; from < told.length; from += batch) await doorstep.tellBatch(told.slice(from, from + batch))
  const outcome = await outcomeOf(doorstep)
  const [planned, sent] = [outcome.planned.map(String), sentOf(doorstep)]
  expect(
    sent.filter((one) => sent.filter((same) => same === one).length > planned.filter((same) => same === one).length),
  ).toEqual([])
  return outcome
}

test(
  'the same evening told in another sequence, twice, and in other parcels, is the same evening, and nobody is written to twice',
  PATIENCE,
  async () => {
    const evening = fc.record({
      fates: fc.array(fate, { minLength: 2, maxLength: 4 }),
      choices: fc.array(fc.nat(10), { minLength: 5, maxLength: 20 }),
      repeats: fc.array(fc.nat(1_000), { maxLength: 20 }),
      batch: fc.integer({ min: 1, max: 30 }),
    })
    await fc.assert(
      fc.asyncProperty(evening, async ({ fates, choices, repeats, batch }) => {
        const stories = fates.map((one, index) => story(index + 1, one))
        const plain = await played(stories.flat(), 100)
        const shuffled = interleaved(stories, choices)
        for (const repeat of repeats) {
          const from = repeat % shuffled.length
          const told = shuffled[from]
          if (told) shuffled.splice(from + (repeat % 7) + 1, 0, told)
        }
        expect(await played(shuffled, batch)).toEqual(plain)
      }),
      { seed: SEED, numRuns: 12 },
    )
  },
)

test(
  'what happened while a phone was offline may be told in any sequence: the order ends the same',
  PATIENCE,
  async () => {
    const offline = story(1, { outcome: 'delivered', paid: true, mail: false })
    const tail = offline.slice(-4) // departed, approached, arrived, handed over
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(tail, { minLength: 4 }), async (shuffled) => {
        const { orders: known } = await played([...offline.slice(0, -4), ...shuffled], 1)
        const { orders: plain } = await played(offline, 1)
        const [order, expected] = [known[0]?.state, plain[0]?.state]
        expect([order?.milestone, order?.reachedAt]).toEqual([expected?.milestone, expected?.reachedAt])
      }),
      { seed: SEED, numRuns: 6 },
    )
  },
)

test(
  'the trail played again from its first row gives the same orders and routes, and writes to nobody',
  PATIENCE,
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { minLength: 2, maxLength: 4 }),
        fc.array(fc.nat(10), { minLength: 5 }),
        async (fates, choices) => {
          await using first = await openDoorstep({ at: NOW })
          const stories = fates.map((one, index) => story(index + 1, { ...one, door: true }))
          for (const told of interleaved(stories, choices)) await first.tell(told)
          await using again = await openDoorstep({ at: NOW })
          for (const { dispensaryId, source, eventId, type, time, data } of await trailRows(first)) {
            if (type === 'milestone.reached' || type.startsWith('notification.')) continue // these follow from the others
            const event = { type, time, data: JSON.parse(data) } as DoorstepEvent
            await again.stages.record({ dispensaryId, source, eventId, event })
          }
          await again.stages.idle()
          const [before, after] = [await outcomeOf(first), await outcomeOf(again)]
          expect(after.orders).toEqual(before.orders)
          expect(after.routes).toEqual(before.routes)
          expect(again.sent).toEqual([])
          const told = (await trailRows(first))
            .filter(({ type }) => type === 'milestone.reached')
            .map(({ subject, time }) => [subject, time])
          const anew = (await trailRows(again))
            .filter(({ type }) => type === 'milestone.reached')
            .map(({ subject, time }) => [subject, time])
          expect(anew).toEqual(told)
        },
      ),
      { seed: SEED, numRuns: 6 },
    )
  },
)
