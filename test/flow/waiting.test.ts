import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../api/domain/time.ts'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import { verifyChains } from '../../api/audit/verify.ts'
import { findConnection } from '../../db/connections.ts'
import { waitingNews } from '../../db/personal-schema.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { storedRows, trailRows } from '../ingest/rows.ts'
import { ticks, type Doorstep } from './customer.ts'
import { onfleetOf, treezOf } from './vendors.ts'

const DOOR = { lat: 38.3317, lng: -123.0461 }
const CUSTOMER = { email: 'ana@example.com' }

const received = (
  doorstep: Doorstep,
  orderId = '7-internal',
  number = '1042',
  customer: object = CUSTOMER,
): Promise<Response> => doorstep.tell({ type: 'order.received', data: { orderId, number, customer } })
const milestone = async (doorstep: Doorstep, orderId = '7-internal'): Promise<string> =>
  (await doorstep.view(orderId)).milestone
const waiting = ({ db }: Doorstep) => db.select().from(waitingNews)
const contactOf = ({ stages }: Doorstep, orderId = '7-internal') =>
  stages.contacts.find({ dispensaryId: STORE.id, orderId })

/** Type, order and source of each row that is of no message and no link. */
const events = async (doorstep: Doorstep): Promise<string[]> =>
  (await trailRows(doorstep))
    .filter(({ type }) => !/^(notification|link)\./.test(type))
    .map(({ type, subject, source }) => `${type} ${subject} by ${/^[a-z]+/.exec(source)?.[0]}`)

async function expectWhole({ db }: Doorstep): Promise<void> {
  for await (const { findings } of verifyChains(db)) expect(findings).toEqual([])
  for await (const { differences } of rebuildProjections(db, { keep: true })) expect(differences).toEqual([])
}

async function problemOf({ db, stages }: Doorstep, connectionId: string): Promise<string | null | undefined> {
  await stages.hearing.flush()
  return (await findConnection(db, connectionId))?.lastProblem
}

describe('a dispatcher who is faster than the till', () => {
  test('is heard, and believed once the till has told of the order', async () => {
    await using doorstep = await openDoorstep()
    const { says, connectionId } = await onfleetOf(doorstep)
    expect((await says({ order: '1042', trigger: 'started', at: doorstep.now(), door: DOOR })).status).toBe(200)
    expect(await events(doorstep)).toEqual(['order.departed order/1042 by onfleet'])
    expect(await problemOf(doorstep, connectionId)).toBe('Order "1042" is not known yet: news of it waits')
    doorstep.advance(minutes(4))
    await received(doorstep)
    expect(await events(doorstep)).toEqual([
      'order.departed order/1042 by onfleet',
      'order.received order/7-internal by api',
      'milestone.reached order/7-internal by doorstep',
      'consent.given order/7-internal by doorstep',
      'order.departed order/7-internal by doorstep',
      'milestone.reached order/7-internal by doorstep',
    ])
    expect(await milestone(doorstep)).toBe('out-for-delivery')
    expect(doorstep.messages()).toEqual(['out-for-delivery'])
    expect(await contactOf(doorstep)).toEqual({ ...CUSTOMER, door: DOOR })
    expect(await waiting(doorstep)).toEqual([])
    await expectWhole(doorstep)
  })

  test('may tell the whole delivery: each step has its own time, and the customer hears of the last', async () => {
    await using doorstep = await openDoorstep()
    const { says } = await onfleetOf(doorstep)
    const times: string[] = []
    for (const trigger of ['started', 'near', 'completed'] as const) {
      times.push(new Date(doorstep.now()).toISOString())
      await says({ order: '1042', trigger, at: doorstep.now() })
      doorstep.advance(minutes(1))
    }
    await received(doorstep)
    const { steps, milestone: reached } = await doorstep.view('7-internal')
    expect(reached).toBe('delivered')
    expect(steps.slice(2).map(({ reachedAt }) => reachedAt)).toEqual(times)
    expect(doorstep.messages()).toEqual(['delivered'])
    await expectWhole(doorstep)
  })

  test('may tell it in any sequence, and each step twice', async () => {
    await using doorstep = await openDoorstep()
    const { says } = await onfleetOf(doorstep)
    const at = { started: doorstep.now(), near: doorstep.now() + seconds(60), completed: doorstep.now() + seconds(90) }
    doorstep.advance(minutes(2))
    for (const trigger of ['near', 'completed', 'near', 'started', 'started', 'completed'] as const)
      await says({ order: '1042', trigger, at: at[trigger] })
    expect(await waiting(doorstep)).toHaveLength(3)
    for (let n = 0; n < 2; n += 1) await received(doorstep)
    const told = (await events(doorstep)).filter((line) => line.startsWith('order.') && line.endsWith('doorstep'))
    expect(told).toEqual([
      'order.departed order/7-internal by doorstep',
      'order.approached order/7-internal by doorstep',
    ])
    expect((await doorstep.view('7-internal')).steps.every(({ reachedAt }, n) => n === 1 || reachedAt !== null)).toBe(
      true,
    )
    expect(doorstep.messages()).toEqual(['delivered'])
    await expectWhole(doorstep)
  })

  test('writes to nobody of what stopped being true meanwhile', async () => {
    await using doorstep = await openDoorstep()
    const { says } = await onfleetOf(doorstep)
    await says({ order: '1042', trigger: 'near', at: doorstep.now() })
    doorstep.advance(minutes(3))
    await received(doorstep)
    expect([await milestone(doorstep), doorstep.messages()]).toEqual(['arriving-soon', []])
  })

  test('and the till may be heard in the very same moment', async () => {
    await using doorstep = await openDoorstep()
    const [{ says }, till] = [await onfleetOf(doorstep), await treezOf(doorstep)]
    const at = doorstep.now()
    const ticket = {
      id: 'ticket-1',
      number: '1042',
      status: 'PACKED_READY',
      createdAt: at - minutes(9),
      at: at - minutes(2),
    }
    await Promise.all([says({ order: '1042', trigger: 'started', at }), till.says(ticket)])
    expect(await milestone(doorstep, 'ticket-1')).toBe('out-for-delivery')
    await Promise.all([
      till.says({ ...ticket, id: 'ticket-2', number: '1043' }),
      says({ order: '1043', trigger: 'started', at }),
    ])
    expect(await milestone(doorstep, 'ticket-2')).toBe('out-for-delivery')
    expect(await waiting(doorstep)).toEqual([])
  })

  test('staff read in the order’s timeline that it was told before', async () => {
    await using doorstep = await openDoorstep()
    const { says } = await onfleetOf(doorstep)
    await says({ order: '1042', trigger: 'started', at: doorstep.now() })
    await received(doorstep)
    const staff = { id: 'staff_1', dispensaryId: STORE.id, email: '', passwordHash: '' }
    const words = (await doorstep.stages.lookUp.order(staff, '1042'))?.timeline.map((line) => line.words)
    expect(words).toContain('The order left the store, as entry 1 had told before this order was known')
  })
})

describe('a till whose webhooks overtake one another', () => {
  test('is understood all the same', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.wooSends({ id: 77 }, 'order.deleted')
    expect(await waiting(doorstep)).toHaveLength(1)
    await doorstep.wooSends({ id: 77, number: '1042', status: 'processing' }, 'order.created')
    expect(await milestone(doorstep, '77')).toBe('cancelled')
    await expectWhole(doorstep)
  })

  test('speaks of orders by their ids, never by a number that happens to be the same', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.wooSends({ id: 1042 }, 'order.deleted')
    await received(doorstep)
    expect(await milestone(doorstep)).toBe('received')
    await received(doorstep, '1042', '1')
    expect(await milestone(doorstep, '1042')).toBe('cancelled')
  })

  test('what came with it waits too, and later news is still the later', async () => {
    await using doorstep = await openDoorstep()
    const event = { type: 'order.updated' as const, time: doorstep.now(), data: { orderId: '9', totalCents: 900 } }
    const attached = { contacts: { 9: { email: 'new@example.com' } } }
    await doorstep.stages.record({
      dispensaryId: STORE.id,
      source: 'till/1',
      eventId: 'u',
      event,
      attached,
      names: 'by-id',
    })
    const rows = await storedRows(doorstep.db)
    expect(rows.filter((row) => row.includes('new@example'))).toEqual([])
    await received(doorstep, '9', '9', { email: 'old@example.com', phone: '+17075550141' })
    expect(await contactOf(doorstep, '9')).toEqual({ email: 'new@example.com', phone: '+17075550141' })
  })
})

describe('news of an order that never comes', () => {
  test('waits for a day, and then tells nothing any more', async () => {
    await using doorstep = await openDoorstep()
    const { says } = await onfleetOf(doorstep)
    await says({ order: '1042', trigger: 'started', at: doorstep.now(), door: DOOR })
    doorstep.advance(hours(24) - seconds(60))
    for (let second = 0; second < 60; second += 1) await ticks(doorstep, 0)
    expect(await waiting(doorstep)).toHaveLength(1)
    doorstep.advance(seconds(60))
    await received(doorstep)
    expect(await milestone(doorstep)).toBe('received')
    for (let second = 0; second < 60; second += 1) await ticks(doorstep, 0)
    expect(await waiting(doorstep)).toEqual([])
    expect(await contactOf(doorstep)).toEqual(CUSTOMER)
  })

  test('that is a day old already is refused', async () => {
    await using doorstep = await openDoorstep()
    const { says, connectionId } = await onfleetOf(doorstep)
    expect((await says({ order: '1042', trigger: 'started', at: doorstep.now() - hours(24) })).status).toBe(200)
    expect([await events(doorstep), await waiting(doorstep)]).toEqual([[], []])
    expect(await problemOf(doorstep, connectionId)).toContain('"1042" is not known')
  })

  test('fills neither the trail nor the table: twenty of one order', async () => {
    await using doorstep = await openDoorstep()
    const { says, connectionId } = await onfleetOf(doorstep)
    for (let n = 0; n < 22; n += 1)
      await says({ order: '1042', trigger: 'started', at: doorstep.now(), task: `task-${n}` })
    expect([(await trailRows(doorstep)).length, (await waiting(doorstep)).length]).toEqual([20, 20])
    expect(await problemOf(doorstep, connectionId)).toContain('"1042" is not known')
    await says({ order: '1043', trigger: 'started', at: doorstep.now() })
    expect(await waiting(doorstep)).toHaveLength(21)
  })

  test('ten thousand orders of one connection, and another’s news still waits', { timeout: 20_000 }, async () => {
    await using doorstep = await openDoorstep()
    const [{ says, source }, other] = [await onfleetOf(doorstep), await onfleetOf(doorstep)]
    const row = { dispensaryId: STORE.id, source, byNumber: true, place: 1, time: doorstep.now() }
    const nothing = { sealed: null, phoneHash: null, emailHash: null }
    for (let from = 0; from < 9_999; from += 1_111) {
      const rows = Array.from({ length: 1_111 }, (_, n) => ({
        ...row,
        ...nothing,
        seq: 1e6 + from + n,
        reference: `${from + n}`,
      }))
      await doorstep.db.insert(waitingNews).values(rows)
    }
    for (const order of ['last', 'one-too-many']) await says({ order, trigger: 'started', at: doorstep.now() })
    await says({ order: 'last', trigger: 'near', at: doorstep.now() })
    await other.says({ order: 'one-too-many', trigger: 'started', at: doorstep.now() })
    expect(await events(doorstep)).toEqual([
      'order.departed order/last by onfleet',
      'order.approached order/last by onfleet',
      'order.departed order/one-too-many by onfleet',
    ])
  })

  test('a sender who hears of refusals is told what to send first, and nothing waits', async () => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.tell({ type: 'order.departed', data: { orderId: '1042' } })
    expect([response.status, await events(doorstep), await waiting(doorstep)]).toEqual([422, [], []])
  })
})

describe('a number that two orders have', () => {
  const started = (at: number) => ({ order: '1042', trigger: 'started' as const, at })

  test('is of the first that comes, where somebody waited for it', async () => {
    await using doorstep = await openDoorstep()
    const { says } = await onfleetOf(doorstep)
    await says(started(doorstep.now()))
    await received(doorstep, 'first')
    await received(doorstep, 'second')
    expect([await milestone(doorstep, 'first'), await milestone(doorstep, 'second')]).toEqual([
      'out-for-delivery',
      'received',
    ])
  })

  test('is of the later order, though nobody ever closed the one of another day', async () => {
    await using doorstep = await openDoorstep()
    const { says } = await onfleetOf(doorstep)
    await received(doorstep, 'yesterdays')
    doorstep.advance(hours(20))
    await received(doorstep, 'todays')
    await doorstep.tell({ type: 'order.packed', data: { orderId: 'yesterdays' } })
    await says(started(doorstep.now()))
    expect([await milestone(doorstep, 'yesterdays'), await milestone(doorstep, 'todays')]).toEqual([
      'preparing',
      'out-for-delivery',
    ])
  })

  test('at the same time is of neither, and staff can see why', async () => {
    await using doorstep = await openDoorstep()
    const { says, connectionId } = await onfleetOf(doorstep)
    for (const orderId of ['first', 'second']) await received(doorstep, orderId)
    await says(started(doorstep.now()))
    expect([await milestone(doorstep, 'first'), await milestone(doorstep, 'second')]).toEqual(['received', 'received'])
    expect(await problemOf(doorstep, connectionId)).toBe('Two open orders have the number "1042"')
    await doorstep.tell({ type: 'handoff.completed', data: { orderId: 'first' } })
    await says({ ...started(doorstep.now()), task: 'again' })
    expect(await milestone(doorstep, 'second')).toBe('out-for-delivery')
  })

  test('is of the order that was just closed, for three hours; after that it is of one that is yet to come', async () => {
    await using doorstep = await openDoorstep()
    const { says } = await onfleetOf(doorstep)
    await received(doorstep, 'yesterdays')
    await doorstep.tell({ type: 'handoff.completed', data: { orderId: 'yesterdays' } })
    doorstep.advance(hours(3))
    await says({ order: '1042', trigger: 'completed', at: doorstep.now() })
    expect(await waiting(doorstep)).toEqual([])
    doorstep.advance(hours(12))
    await says({ ...started(doorstep.now()), task: 'todays' })
    expect(await waiting(doorstep)).toHaveLength(1)
    const again = {
      type: 'order.received' as const,
      time: doorstep.now(),
      data: { orderId: 'yesterdays', number: '1042' },
    }
    await doorstep.stages.record({ dispensaryId: STORE.id, source: 'another', eventId: 'again', event: again })
    await received(doorstep, 'todays')
    expect([await milestone(doorstep, 'yesterdays'), await milestone(doorstep, 'todays')]).toEqual([
      'delivered',
      'out-for-delivery',
    ])
  })

  test('in two dispensaries is of the one whose dispatcher speaks', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.enroll.dispensary({ ...STORE, id: 'bay-two' })
    const [ours, theirs] = [await onfleetOf(doorstep), await onfleetOf(doorstep, 'bay-two')]
    await theirs.says(started(doorstep.now()))
    await received(doorstep)
    expect(await milestone(doorstep)).toBe('received')
    await ours.says(started(doorstep.now()))
    expect(await milestone(doorstep)).toBe('out-for-delivery')
    expect((await waiting(doorstep)).map(({ dispensaryId }) => dispensaryId)).toEqual(['bay-two'])
  })
})

test('one delivery that till and dispatcher both tell of is one delivery, and each message goes out once', async () => {
  await using doorstep = await openDoorstep()
  const [dispatch, till] = [await onfleetOf(doorstep), await treezOf(doorstep)]
  const createdAt = doorstep.now()
  const tells = (status: string) => till.says({ id: 'ticket', number: '1042', status, createdAt, at: doorstep.now() })
  const says = (trigger: 'started' | 'near' | 'completed') =>
    dispatch.says({ order: '1042', trigger, at: doorstep.now() })
  await tells('IN_PROCESS')
  await doorstep.tell({ type: 'order.updated', data: { orderId: 'ticket', customer: CUSTOMER } })
  for (const step of [
    () => says('started'),
    () => tells('OUT_FOR_DELIVERY'),
    () => says('near'),
    () => tells('OUT_FOR_DELIVERY'),
    () => says('completed'),
    () => tells('COMPLETED'),
  ]) {
    doorstep.advance(minutes(2))
    for (let n = 0; n < 2; n += 1) await step()
  }
  const passed = (await trailRows(doorstep))
    .filter(({ type }) => type === 'milestone.reached')
    .map(({ data }) => (JSON.parse(data) as { milestone: string }).milestone)
  expect(passed).toEqual(['received', 'preparing', 'out-for-delivery', 'arriving-soon', 'delivered'])
  expect(doorstep.messages()).toEqual(['out-for-delivery', 'arriving-soon', 'delivered'])
})
