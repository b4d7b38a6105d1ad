import { eq, sql } from 'drizzle-orm'
import { beforeEach, afterEach, describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../api/domain/time.ts'
import type { Delivery } from '../../api/ports.ts'
import { rebuildProjections, type Difference } from '../../api/audit/rebuild.ts'
import { verifyChains } from '../../api/audit/verify.ts'
import { orders, outbox, routes, trail } from '../../db/schema.ts'
import { onMessage } from '../../api/evolve-messages.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { at, depart, handOver, plan, receive, type Doorstep } from '../flow/dispatch.ts'

const PROJECTED = ['orders', 'routes', 'outbox', 'learned']
const OTHERS = [
  'contacts',
  'drivers',
  'positions',
  'tracks',
  'links',
  'push_subscriptions',
  'connections',
  'staff',
  'sessions',
]
const PERSONAL = ['contact_keys', 'waiting_news']
const KEPT = [...OTHERS, ...PERSONAL, 'dispensaries', 'trail']

/** Whole tables as they are stored, state as its text. */
async function tables({ db }: Doorstep, names: string[]): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {}
  for (const name of names) {
    const rows = await db.all<Record<string, unknown>>(sql.raw(`SELECT * FROM ${name}`))
    all[name] = rows.map((row) => JSON.stringify(row)).sort()
  }
  return all
}

async function rebuild({ db }: Doorstep, keep = true): Promise<Difference[]> {
  const found: Difference[] = []
  for await (const { differences } of rebuildProjections(db, { keep })) found.push(...differences)
  return found
}

const tell = (doorstep: Doorstep, type: string, data: object): Promise<Response> => doorstep.tell({ type, data })

async function passes(doorstep: Doorstep, ms: number): Promise<void> {
  doorstep.advance(ms)
  doorstep.stages.tick()
  await doorstep.stages.idle()
}

/** Busy for one customer, hopeless for another, and slow to come back to a third. */
function answer({ recipient }: { recipient: object }): Delivery {
  const to = 'address' in recipient ? recipient.address : ''
  if (to === 'customer-2@example.com') return { outcome: 'later', reason: 'busy', retryAfterMs: minutes(7) }
  if (to === 'customer-3@example.com') return { outcome: 'failed', reason: 'no-such-mailbox' }
  return { outcome: 'sent' }
}

/** Two routes, an order handed from one to the other, a new sequence, a refusal and a second try, a cancellation. */
async function evening(doorstep: Doorstep): Promise<void> {
  await receive(doorstep, 6)
  await tell(doorstep, 'order.updated', { orderId: '1', payment: 'paid', totalCents: 8_450, type: 'scheduled' })
  for (const orderId of ['1', '2', '3']) await tell(doorstep, 'order.packed', { orderId })
  await plan(doorstep, [['1', '5'], ['2'], ['3']])
  await plan(doorstep, [['4'], ['6']], 'r2', 'rosa')
  await depart(doorstep)
  await depart(doorstep, 'r2')
  await passes(doorstep, minutes(2))
  await doorstep.drivesTo(at(0.7))
  await plan(doorstep, [['4'], ['6'], ['3']], 'r2', 'rosa')
  await tell(doorstep, 'route.resequenced', { routeId: 'r', stopIds: ['at-2', 'at-1'] })
  await passes(doorstep, minutes(5))
  await doorstep.drivesTo(at(2))
  await handOver(doorstep, '2')
  await passes(doorstep, minutes(8))
  await tell(doorstep, 'handoff.refused', { orderId: '1', reason: 'not-home' })
  await tell(doorstep, 'order.cancelled', { orderId: '5', reason: 'changed-mind' })
  await tell(doorstep, 'route.ended', { routeId: 'r' })
  await plan(doorstep, [['1'], ['2']], 'r3')
  await passes(doorstep, minutes(3))
  await depart(doorstep, 'r3')
  await handOver(doorstep, '1')
  await tell(doorstep, 'driver.duress', { driverId: 'rosa' })
  await handOver(doorstep, '3')
  await doorstep.linkTo('4')
  await passes(doorstep, seconds(30))
  doorstep.advance(minutes(50))
  await doorstep.stages.seal()
  await doorstep.stages.checkpoints.sign(STORE.id)
  for (const asked of [
    { what: 'order', orderId: '1' },
    { what: 'route', routeId: 'r' },
    { what: 'dispensary' },
  ] as const)
    await Array.fromAsync(doorstep.stages.exports.make(STORE.id, asked, 'operator'))
}

let doorstep: Doorstep
beforeEach(async () => {
  doorstep = await openDoorstep({ answer })
  await evening(doorstep)
  await doorstep.enroll.dispensary({ ...doorstep.store, id: 'bay-two' })
  const event = { type: 'order.received', time: doorstep.now(), data: { orderId: '1', number: '1' } } as const
  await doorstep.stages.record({ dispensaryId: 'bay-two', source: 'till', eventId: '1', event })
})
afterEach(() => doorstep[Symbol.asyncDispose]())

async function unbroken(): Promise<void> {
  for await (const { findings } of verifyChains(doorstep.db)) expect(findings).toEqual([])
}

describe('orders, routes and messages made anew from the trail', () => {
  test('are row for row what they were, nobody is written to, and nothing else is touched', async () => {
    const rows = await doorstep.db.select().from(outbox)
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['planned', 'sent', 'dropped', 'failed']))
    expect(rows.filter(({ attempts }) => attempts > 0).length).toBeGreaterThan(1)
    const types = new Set((await doorstep.db.select({ type: trail.type }).from(trail)).map(({ type }) => type))
    for (const type of ['checkpoint.signed', 'trail.exported', 'track.sealed']) expect(types).toContain(type)
    const [projected, kept, sent] = [
      await tables(doorstep, PROJECTED),
      await tables(doorstep, KEPT),
      doorstep.sent.length,
    ]
    expect(await rebuild(doorstep)).toEqual([])
    expect(await tables(doorstep, PROJECTED)).toEqual(projected)
    expect(await tables(doorstep, KEPT)).toEqual(kept)
    expect(doorstep.sent).toHaveLength(sent)
    await unbroken()
  })

  test('put right what was altered, deleted and invented, and say what it was', async () => {
    const { db } = doorstep
    const [projected, kept] = [await tables(doorstep, PROJECTED), await tables(doorstep, KEPT)]
    await db.run(
      sql`UPDATE orders SET state = '{"id":"2", broken', seq = 1 WHERE dispensary_id = 'alder-bay' AND id = '2'`,
    )
    await db.delete(orders).where(eq(orders.id, '3'))
    const seq = 1
    const state = { id: '99', number: '99', milestone: 'delivered', reachedAt: {} } as const
    await db.insert(orders).values({ dispensaryId: 'alder-bay', id: '99', number: '99', seq, state })
    await db.insert(orders).values({ dispensaryId: 'nowhere', id: '99', number: '99', seq, state })
    await db.update(routes).set({ underWay: true, driverId: 'nobody' }).where(eq(routes.id, 'r'))
    const [first] = await db.select().from(outbox).where(eq(outbox.status, 'sent')).limit(1)
    await db
      .update(outbox)
      .set({ status: 'planned', settledAt: null })
      .where(eq(outbox.id, first?.id ?? ''))
    const damaged = await tables(doorstep, PROJECTED)

    const said = (await rebuild(doorstep, false)).map(({ row, what }) => `${row} ${what}`)
    expect(said.sort()).toEqual([
      `message ${first?.id} stood otherwise than the trail tells`,
      'order 2 stood otherwise than the trail tells',
      'order 3 was missing',
      'order 99 is in no row of the trail',
      'order 99 is in no row of the trail',
      'route r stood otherwise than the trail tells',
    ])
    expect(await tables(doorstep, PROJECTED)).toEqual(damaged)

    expect(await rebuild(doorstep)).toHaveLength(6)
    expect(await tables(doorstep, PROJECTED)).toEqual(projected)
    expect(await tables(doorstep, KEPT)).toEqual(kept)
    await unbroken()
  })

  test('are whole again where all were lost, each message with its tries', async () => {
    const { db } = doorstep
    const told = () => db.select().from(outbox).orderBy(outbox.id)
    const [projected, messages] = [await tables(doorstep, ['orders', 'routes']), await told()]
    for (const table of [orders, routes, outbox]) await db.delete(table)
    await rebuild(doorstep)
    expect(await tables(doorstep, ['orders', 'routes'])).toEqual(projected)
    expect(await told()).toEqual(messages)
  })

  test('leave a message that was being sent with whoever was sending it', async () => {
    const { db } = doorstep
    const [message] = await db.select().from(outbox).where(eq(outbox.status, 'planned'))
    if (!message) throw new Error('No message is planned')
    const data = { ...onMessage(message), attempt: message.attempts }
    const event = { type: 'notification.claimed' as const, time: doorstep.now(), data }
    await doorstep.stages.record({ dispensaryId: STORE.id, source: 'test', eventId: 'claimed', event })
    expect(await db.select().from(outbox).where(eq(outbox.status, 'claimed'))).toHaveLength(1)
    const projected = await tables(doorstep, PROJECTED)
    expect(await rebuild(doorstep)).toEqual([])
    expect(await tables(doorstep, PROJECTED)).toEqual(projected)
  })
})
