import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../api/domain/time.ts'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { ANA, deliver, outcomes, plannedOnRoute, receive, ticks, told, type Doorstep } from './customer.ts'

let revisions = 0
/** The window as somebody sees it now: so many minutes after it was first told. */
async function revised(doorstep: Doorstep, lateMinutes: number): Promise<void> {
  const now = doorstep.now()
  const promised = Date.parse('2026-04-24T19:00:00-07:00')
  const estimateAt = promised + minutes(lateMinutes)
  revisions += 1
  await doorstep.stages.record({
    ...{ dispensaryId: STORE.id, source: 'test', eventId: `revision-${revisions}` },
    event: {
      type: 'window.revised',
      time: now,
      data: {
        ...{ orderId: '1', estimateAt, from: estimateAt - minutes(10), to: estimateAt + minutes(10) },
        ...{ latestBy: estimateAt + minutes(20), source: 'straight-line', cause: 'slower' },
      },
    },
  })
  await doorstep.stages.idle()
}
const depart = (doorstep: Doorstep) => doorstep.tell({ type: 'order.departed', data: { orderId: '1' } })

describe('an order that comes later than was told', () => {
  test('is told of once, and once that it is back on time, however often both come and go', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    await depart(doorstep)
    await revised(doorstep, 0)
    for (const lateMinutes of [15, 19, 5, -5, 18]) {
      doorstep.advance(minutes(1))
      await revised(doorstep, lateMinutes)
    }
    expect(doorstep.messages()).toEqual(['out-for-delivery'])
    for (const lateMinutes of [25, 40, -5, 40, -5]) {
      doorstep.advance(minutes(1))
      await revised(doorstep, lateMinutes)
    }
    expect(doorstep.messages()).toEqual(['out-for-delivery', 'delayed', 'back-on-time'])
    for await (const { differences } of rebuildProjections(doorstep.db, { keep: true })) expect(differences).toEqual([])
  })

  test('and is back on time before anybody could be told of it, is not told of at all', async () => {
    await using doorstep = await openDoorstep({ perSecond: { email: 1 } })
    await receive(doorstep)
    await revised(doorstep, 0)
    await depart(doorstep) // takes the one message of this second
    await revised(doorstep, 30)
    await revised(doorstep, -5)
    await ticks(doorstep, seconds(1))
    expect(doorstep.messages()).toEqual(['out-for-delivery'])
    expect((await told(doorstep)).at(-1)).toBe('dropped delayed email no-longer-true')
    for (let n = 0; n < 5; n += 1) await ticks(doorstep, seconds(1))
    expect(doorstep.messages()).toEqual(['out-for-delivery'])
  })

  test('is not told of once the driver is near', async () => {
    await using doorstep = await openDoorstep()
    await plannedOnRoute(doorstep)
    await revised(doorstep, 0)
    await doorstep.tell({ type: 'stop.approached', data: { routeId: 'r', stopId: 'a' } })
    await revised(doorstep, 30)
    expect(doorstep.messages()).toEqual(['arriving-soon'])
  })
})

describe('“packed”', () => {
  const store = { ...STORE, messages: { channels: { preparing: ['email'] as const } } }
  const pack = (doorstep: Doorstep) => doorstep.tell({ type: 'order.packed', data: { orderId: '1' } })

  test('and “on the way” minutes apart are one message', async () => {
    await using doorstep = await openDoorstep({ store, at: '2026-04-24T12:00:00-07:00' })
    await receive(doorstep)
    await pack(doorstep)
    await ticks(doorstep, minutes(4))
    await depart(doorstep)
    await ticks(doorstep, minutes(10))
    expect(doorstep.messages()).toEqual(['out-for-delivery'])
    expect((await told(doorstep)).at(-1)).toBe('dropped preparing email no-longer-true')
  })

  test('is told by itself when the order stays a while', async () => {
    await using doorstep = await openDoorstep({ store, at: '2026-04-24T12:00:00-07:00' })
    await receive(doorstep)
    await pack(doorstep)
    await ticks(doorstep, minutes(5))
    await depart(doorstep)
    expect(doorstep.messages()).toEqual(['preparing', 'out-for-delivery'])
  })

  test('waits for the morning, while what the customer waits for is told at night', async () => {
    await using doorstep = await openDoorstep({ store, at: '2026-04-24T22:00:00-07:00' })
    await receive(doorstep)
    await pack(doorstep)
    await ticks(doorstep, minutes(9 * 60 + 59))
    expect(doorstep.messages()).toEqual([])
    await ticks(doorstep, minutes(1))
    expect(doorstep.messages()).toEqual(['preparing'])
    await using other = await openDoorstep({ at: '2026-04-24T22:00:00-07:00' })
    await receive(other)
    await depart(other)
    expect(other.messages()).toEqual(['out-for-delivery'])
  })

  test.each<[string, string, string, string[]]>([
    ['before the store’s hours for it, and due within them', '07:00', '08:00', ['preparing']],
    ['within them, and due after them', '19:58', '20:03', []],
  ])('packed %s', async (_, packed, due, expected) => {
    const only = { preparing: { within: { from: '08:00', to: '20:00' } } }
    const asked = { ...store, messages: { ...store.messages, only } }
    await using doorstep = await openDoorstep({ store: asked, at: `2026-04-24T${packed}:00-07:00` })
    await receive(doorstep)
    await pack(doorstep)
    await ticks(doorstep, Date.parse(`2026-04-24T${due}:00-07:00`) - doorstep.now())
    expect(doorstep.messages()).toEqual(expected)
  })

  test('is not sent where the store did not ask for it', async () => {
    await using doorstep = await openDoorstep({ at: '2026-04-24T12:00:00-07:00' })
    await receive(doorstep)
    await pack(doorstep)
    await ticks(doorstep, minutes(10))
    expect(await told(doorstep)).toEqual([])
  })
})

describe('a store may say', () => {
  test('which message goes out on which channel', async () => {
    const messages = { channels: { delivered: ['sms'], 'out-for-delivery': [] } } as const
    await using doorstep = await openDoorstep({ store: { ...STORE, messages } })
    await receive(doorstep)
    await depart(doorstep)
    await deliver(doorstep)
    expect(doorstep.sent.map(({ recipient, message }) => `${message.kind} ${recipient.channel}`)).toEqual([
      'delivered sms',
    ])
  })

  test('of which orders, and at which hours', async () => {
    const messages = {
      only: { delivered: { payment: 'due' }, 'out-for-delivery': { within: { from: '08:00', to: '12:00' } } },
    } as const
    await using doorstep = await openDoorstep({ store: { ...STORE, messages } })
    await receive(doorstep)
    await depart(doorstep)
    await deliver(doorstep)
    expect(doorstep.sent).toEqual([])
  })
})

describe('a store that tells only of scheduled orders that they are being packed', () => {
  const messages = {
    channels: { preparing: ['email'] },
    only: { preparing: { type: 'scheduled' } },
  } as const
  const store = { ...STORE, messages }
  const order = (doorstep: Doorstep, facts: object) =>
    doorstep.tell({ type: 'order.received', data: { orderId: '1', number: '1042', customer: ANA, ...facts } })
  async function packed(doorstep: Doorstep): Promise<string[]> {
    await doorstep.tell({ type: 'order.packed', data: { orderId: '1' } })
    await ticks(doorstep, minutes(5))
    return doorstep.messages()
  }

  test.each<[string, object, string[]]>([
    ['tells of one that was booked for later', { type: 'scheduled' }, ['preparing']],
    ['does not tell of one for as soon as possible', { type: 'asap' }, []],
    ['does not tell of one whose type nobody told', {}, []],
  ])('%s', async (_, facts, expected) => {
    await using doorstep = await openDoorstep({ store, at: '2026-04-24T12:00:00-07:00' })
    await order(doorstep, facts)
    expect(await packed(doorstep)).toEqual(expected)
    await depart(doorstep)
    expect(doorstep.messages()).toEqual([...expected, 'out-for-delivery'])
  })

  test('tells of one of which it was told later that it is scheduled, and knows it by the trail alone', async () => {
    await using doorstep = await openDoorstep({ store, at: '2026-04-24T12:00:00-07:00' })
    await order(doorstep, {})
    await doorstep.tell({ type: 'order.updated', data: { orderId: '1', type: 'scheduled' } })
    expect(await packed(doorstep)).toEqual(['preparing'])
    for await (const { differences } of rebuildProjections(doorstep.db, { keep: true })) expect(differences).toEqual([])
  })

  test('takes the word of its till for it', async () => {
    await using doorstep = await openDoorstep({ store, at: '2026-04-24T12:00:00-07:00' })
    const sold = {
      ...{ id: 1, number: '1', status: 'on-hold', date_created_gmt: '2026-04-24T18:50:00' },
      billing: { email: 'ana@example.com' },
      shipping: { address_1: '12 Alder St' },
      shipping_lines: [{ method_id: 'flat_rate' }],
      meta_data: [{ key: 'jckwds_date_ymd', value: '20260425' }],
    }
    const answer = await doorstep.wooSends(sold, 'order.created')
    expect(answer.status).toBe(200)
    expect(await packed(doorstep)).toEqual(['preparing'])
  })
})

test('who stops texts while one waits is told by mail', async () => {
  const messages = { channels: { delivered: ['sms', 'email'] } } as const
  const answer = outcomes({ outcome: 'later', reason: 'twilio-20500' })
  await using doorstep = await openDoorstep({ store: { ...STORE, messages }, answer })
  await receive(doorstep)
  await deliver(doorstep)
  await doorstep.stages.takeText({ what: 'text', id: 't1', from: ANA.phone, words: 'STOP', wish: 'stop' })
  await ticks(doorstep, minutes(1))
  expect(doorstep.sent.map(({ recipient }) => recipient.channel)).toEqual(['sms', 'email'])
  expect((await told(doorstep)).slice(-3)).toEqual([
    'dropped delivered sms opted-out',
    'planned delivered email',
    'sent delivered email',
  ])
})

test('what came too late is written down as dropped, once', async () => {
  await using doorstep = await openDoorstep()
  await plannedOnRoute(doorstep)
  const time = new Date(doorstep.now() - minutes(3)).toISOString()
  await doorstep.tell({ type: 'stop.approached', time, data: { routeId: 'r', stopId: 'a' } })
  await doorstep.tell({ type: 'order.updated', data: { orderId: '1', customer: ANA } })
  expect(doorstep.sent).toEqual([])
  expect(await told(doorstep)).toEqual(['dropped arriving-soon email too-late'])
  for await (const { differences } of rebuildProjections(doorstep.db, { keep: true })) expect(differences).toEqual([])
})
