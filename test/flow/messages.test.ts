import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../api/domain/time.ts'
import type { Delivery } from '../../api/ports.ts'
import { messagesOfOrder } from '../../db/outbox.ts'
import { outbox, pushSubscriptions } from '../../db/schema.ts'
import { openDoorstep, STORE, type Sent } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
const ANA = { email: 'ana@example.com', phone: '+17075550141' }
const DEVICE = 'https://fcm.googleapis.com/fcm/send/one'

const receive = (doorstep: Doorstep, customer: object = ANA): Promise<Response> =>
  doorstep.tell({ type: 'order.received', data: { orderId: '1', number: '1042', customer } })
const deliver = (doorstep: Doorstep, orderId = '1'): Promise<Response> => doorstep.tell({ type: 'handoff.completed', data: { orderId } })

async function subscribe(doorstep: Doorstep, endpoint = DEVICE): Promise<Response> {
  const keys = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) }
  return doorstep.post(`/v1/track/${await doorstep.linkTo('1')}/push`, JSON.stringify({ endpoint, keys }), {})
}

async function plannedOnRoute(doorstep: Doorstep): Promise<void> {
  await receive(doorstep)
  const stops = [{ stopId: 'a', orderIds: ['1'] }]
  await doorstep.tell({ type: 'route.planned', data: { routeId: 'r', driver: { id: 'sam' }, stops } })
}

/** What the trail says of messages, one line each. */
const told = async (doorstep: Doorstep): Promise<string[]> =>
  (await trailRows(doorstep))
    .filter(({ type }) => type.startsWith('notification.'))
    .map(({ type, data }) => {
      const { kind, channel, reason, final } = JSON.parse(data) as Record<string, string | boolean>
      return [type.slice(13), kind, channel, reason, final].filter((one) => one !== undefined).join(' ')
    })

async function ticks(doorstep: Doorstep, ms: number): Promise<void> {
  doorstep.advance(ms)
  doorstep.stages.tick()
  await doorstep.stages.idle()
}

const outcomes = (...given: Delivery[]): ((sent: Sent) => Delivery) => {
  const left = [...given]
  return () => left.shift() ?? { outcome: 'sent' }
}

describe('a message goes out', () => {
  test('once, with a link of its own, and the trail says so', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    await deliver(doorstep)
    expect(doorstep.sent).toMatchObject([{ recipient: { channel: 'email', address: ANA.email }, message: { kind: 'delivered', locale: 'en' } }])
    expect(await told(doorstep)).toEqual(['planned delivered email', 'sent delivered email'])
    const url = new URL(doorstep.sent[0]?.message.url ?? '')
    expect((await doorstep.app.request(`/v1/track/${url.pathname.split('/').at(-1)}`)).status).toBe(200)
  })

  test.each<[string, object, boolean, string[]]>([
    ['by push when a device asked for it', ANA, true, ['web-push']],
    ['by mail when none did', ANA, false, ['email']],
    ['by text message when there is no mail', { phone: ANA.phone }, false, ['sms']],
    ['to nobody when nobody can be reached', {}, false, []],
  ])('%s', async (_, customer, device, channels) => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, customer)
    if (device) expect((await subscribe(doorstep)).status).toBe(201)
    await deliver(doorstep)
    expect(doorstep.sent.map(({ recipient }) => recipient.channel)).toEqual(channels)
  })

  test('by text message only where the dispensary has attested that it may', async () => {
    const { smsAttestation: _, ...store } = STORE
    await using doorstep = await openDoorstep({ store })
    await receive(doorstep, { phone: ANA.phone })
    await deliver(doorstep)
    expect(await told(doorstep)).toEqual([])
  })

  test('to every device that asked for it, as one message', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    for (const device of ['one', 'two']) await subscribe(doorstep, `https://fcm.googleapis.com/${device}`)
    await deliver(doorstep)
    expect(doorstep.sent.map(({ recipient }) => 'endpoint' in recipient && recipient.endpoint)).toEqual([
      'https://fcm.googleapis.com/one',
      'https://fcm.googleapis.com/two',
    ])
    expect(await told(doorstep)).toEqual(['planned delivered web-push', 'sent delivered web-push'])
  })
})

describe('late news is no news', () => {
  test('nobody is told that the driver is near when that was three minutes ago', async () => {
    await using doorstep = await openDoorstep()
    await plannedOnRoute(doorstep)
    const time = new Date(doorstep.now() - minutes(3)).toISOString()
    await doorstep.tell({ type: 'stop.approached', time, data: { routeId: 'r', stopId: 'a' } })
    expect([(await doorstep.view('1')).milestone, doorstep.sent]).toEqual(['arriving-soon', []])
  })

  test('a message that waited too long is dropped, and the trail says so', async () => {
    await using doorstep = await openDoorstep()
    await plannedOnRoute(doorstep)
    const event = { type: 'stop.approached' as const, time: doorstep.now(), data: { routeId: 'r', stopId: 'a' } }
    await doorstep.stages.record({ dispensaryId: 'alder-bay', source: 'test', eventId: 'near', event })
    doorstep.advance(minutes(3)) // before anybody could send it
    await doorstep.stages.idle()
    expect(doorstep.sent).toEqual([])
    expect(await told(doorstep)).toEqual(['planned arriving-soon email', 'dropped arriving-soon email too-late'])
  })

  test('a message is not sent when the order has gone on meanwhile', async () => {
    await using doorstep = await openDoorstep()
    await plannedOnRoute(doorstep)
    await doorstep.tellBatch([
      { type: 'route.departed', data: { routeId: 'r' } },
      { type: 'stop.approached', data: { routeId: 'r', stopId: 'a' } },
    ])
    expect(doorstep.messages()).toEqual(['arriving-soon'])
    expect(await told(doorstep)).toContain('dropped out-for-delivery email no-longer-true')
  })

  test('steps told late fill in their times and write to nobody', async () => {
    await using doorstep = await openDoorstep()
    await plannedOnRoute(doorstep)
    await deliver(doorstep)
    const time = new Date(doorstep.now() - seconds(60)).toISOString()
    await doorstep.tell({ type: 'stop.approached', time, data: { routeId: 'r', stopId: 'a' } })
    await doorstep.tell({ type: 'route.departed', time, data: { routeId: 'r' } })
    expect([doorstep.messages(), await told(doorstep)]).toEqual([['delivered'], ['planned delivered email', 'sent delivered email']])
    expect((await doorstep.view('1')).steps.every(({ step, reachedAt }) => reachedAt !== null || step === 'preparing')).toBe(true)
  })

  test('the same news by till, driver and position is one message', async () => {
    await using doorstep = await openDoorstep()
    await plannedOnRoute(doorstep)
    for (const id of ['till', 'driver', 'again']) await doorstep.tell({ id, type: 'route.departed', data: { routeId: 'r' } })
    for (const id of ['x', 'y']) await doorstep.tell({ id, type: 'stop.approached', data: { routeId: 'r', stopId: 'a' } })
    expect(doorstep.messages()).toEqual(['out-for-delivery', 'arriving-soon'])
  })
})

describe('who wants no messages gets none', () => {
  const withdraw = (doorstep: Doorstep, channel: 'email' | 'sms') =>
    doorstep.stages.record({
      dispensaryId: 'alder-bay',
      source: 'test',
      eventId: `no-${channel}`,
      event: { type: 'consent.withdrawn', time: doorstep.now(), data: { orderId: '1', channel } },
    })

  test('on the channel that they turned off; another may still be used', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    await withdraw(doorstep, 'email')
    await deliver(doorstep)
    expect(doorstep.sent.map(({ recipient }) => recipient.channel)).toEqual(['sms'])
  })

  test('on any, when they turned off all', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    await withdraw(doorstep, 'email')
    await withdraw(doorstep, 'sms')
    await deliver(doorstep)
    expect([doorstep.sent, await told(doorstep)]).toEqual([[], []])
  })

  test('not even one that was planned before, and the trail says why', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes({ outcome: 'later', reason: 'busy' }) })
    await receive(doorstep)
    await deliver(doorstep)
    await withdraw(doorstep, 'email')
    await ticks(doorstep, minutes(1))
    expect(await told(doorstep)).toEqual(['planned delivered email', 'failed delivered email busy false', 'dropped delivered email opted-out'])
  })
})

describe('a sender that could not', () => {
  test('is asked again later, a little later each time, and once more is enough', async () => {
    const later: Delivery = { outcome: 'later', reason: 'busy' }
    await using doorstep = await openDoorstep({ answer: outcomes(later, later) })
    await receive(doorstep)
    await deliver(doorstep)
    const tries = [doorstep.sent.length]
    for (const wait of [9, 1, 19, 1, 60]) {
      await ticks(doorstep, seconds(wait))
      tries.push(doorstep.sent.length)
    }
    expect(tries).toEqual([1, 1, 2, 2, 3, 3])
    expect((await told(doorstep)).at(-1)).toBe('sent delivered email')
  })

  test('and says when to come back is asked then', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes({ outcome: 'later', reason: 'busy', retryAfterMs: minutes(5) }) })
    await receive(doorstep)
    await deliver(doorstep)
    await ticks(doorstep, minutes(4))
    expect(doorstep.sent).toHaveLength(1)
    await ticks(doorstep, minutes(1))
    expect(doorstep.sent).toHaveLength(2)
  })

  test('five times is not asked a sixth', async () => {
    await using doorstep = await openDoorstep({ answer: () => ({ outcome: 'later', reason: 'busy' }) })
    await receive(doorstep)
    await deliver(doorstep)
    for (let n = 0; n < 8; n += 1) await ticks(doorstep, minutes(4))
    expect(doorstep.sent).toHaveLength(5)
    expect((await told(doorstep)).at(-1)).toBe('failed delivered email busy true')
  })

  test('and would come back only when the news is old is not asked again', async () => {
    await using doorstep = await openDoorstep({ answer: () => ({ outcome: 'later', reason: 'busy', retryAfterMs: minutes(60) }) })
    await receive(doorstep)
    await deliver(doorstep)
    expect((await told(doorstep)).at(-1)).toBe('failed delivered email busy true')
  })

  test('at all has failed, and that is that', async () => {
    await using doorstep = await openDoorstep({ answer: () => ({ outcome: 'failed', reason: 'blocked' }) })
    await receive(doorstep)
    await deliver(doorstep)
    await ticks(doorstep, minutes(30))
    expect([doorstep.sent.length, (await told(doorstep)).at(-1)]).toEqual([1, 'failed delivered email blocked true'])
  })

  test('and breaks off instead of saying so takes no other message with it', async () => {
    let [broken, calls] = [true, 0]
    const answer = (): Delivery => {
      calls += 1
      if (!broken) return { outcome: 'sent' }
      broken = false
      throw new TypeError('no such host')
    }
    await using doorstep = await openDoorstep({ answer })
    for (const n of ['1', '2', '3']) await doorstep.tell({ type: 'order.received', data: { orderId: n, number: n, customer: { email: `c${n}@example.com` } } })
    await doorstep.tellBatch(['1', '2', '3'].map((orderId) => ({ type: 'handoff.completed', data: { orderId } })))
    await ticks(doorstep, minutes(30))
    expect(calls).toBe(3)
    expect((await told(doorstep)).filter((line) => !line.startsWith('planned')).sort()).toEqual([
      'failed delivered email broke-off-while-sending true',
      'sent delivered email',
      'sent delivered email',
    ])
    expect(doorstep.lines).toContainEqual(expect.objectContaining({ event: 'background.failed', name: 'outbox' }))
    expect((await deliver(doorstep, '1')).status).toBe(200)
  })
})

describe('a device that is gone', () => {
  const subscriptions = async ({ db }: Doorstep): Promise<string[]> => (await db.select().from(pushSubscriptions)).map(({ endpoint }) => endpoint)

  test('is forgotten, and the next message goes another way', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes({ outcome: 'gone', reason: 'http-410' }) })
    await plannedOnRoute(doorstep)
    await subscribe(doorstep)
    await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
    expect([await subscriptions(doorstep), (await told(doorstep)).at(-1)]).toEqual([[], 'failed out-for-delivery web-push http-410 true'])
    await deliver(doorstep)
    expect(doorstep.sent.at(-1)?.recipient.channel).toBe('email')
  })

  test('does not keep another device from being tried again', async () => {
    const busy = outcomes({ outcome: 'later', reason: 'http-503' })
    const answer = (sent: Sent): Delivery =>
      'endpoint' in sent.recipient && sent.recipient.endpoint.endsWith('gone') ? { outcome: 'gone', reason: 'http-410' } : busy(sent)
    await using doorstep = await openDoorstep({ answer })
    await receive(doorstep)
    for (const device of ['gone', 'busy']) await subscribe(doorstep, `https://fcm.googleapis.com/${device}`)
    await deliver(doorstep)
    await ticks(doorstep, seconds(10))
    expect(await subscriptions(doorstep)).toEqual(['https://fcm.googleapis.com/busy'])
    expect((await told(doorstep)).at(-1)).toBe('sent delivered web-push')
  })

  test('may come back: asking again counts again', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes({ outcome: 'gone', reason: 'http-410' }) })
    await plannedOnRoute(doorstep)
    await subscribe(doorstep)
    await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
    doorstep.advance(seconds(1))
    expect((await subscribe(doorstep)).status).toBe(201)
    expect(await subscriptions(doorstep)).toEqual([DEVICE])
  })

  test.each<[string, object, number]>([
    ['without its keys', { endpoint: DEVICE }, 422],
    ['over plain http', { endpoint: 'http://fcm.googleapis.com/x' }, 422],
    ['at a stranger’s', { endpoint: 'https://internal.example/x' }, 422],
    ['at a name that only begins like a push service', { endpoint: 'https://fcm.googleapis.com.example/x' }, 422],
    ['at a push service’s name before another’s', { endpoint: 'https://fcm.googleapis.com@internal.example/x' }, 422],
  ])('cannot be told of %s', async (_, body, status) => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    const keys = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) }
    const given = 'endpoint' in body && body.endpoint === DEVICE ? body : { ...body, keys }
    const response = await doorstep.post(`/v1/track/${await doorstep.linkTo('1')}/push`, JSON.stringify(given), {})
    expect([response.status, await subscriptions(doorstep)]).toEqual([status, []])
  })
})

describe('a process that died while it was sending', () => {
  const statuses = async ({ db }: Doorstep): Promise<string[]> => (await messagesOfOrder(db, 'alder-bay', '1')).map(({ status }) => status)

  test('may have sent it, nobody knows: so the next one does not send it again', async () => {
    await using shelf = await openDoorstep() // lends its file
    const never = (): Delivery => new Promise(() => {}) as unknown as Delivery
    const dead = await openDoorstep({ file: shelf.file, answer: never })
    await receive(dead)
    const event = { type: 'handoff.completed' as const, time: dead.now(), data: { orderId: '1' } }
    await dead.stages.record({ dispensaryId: 'alder-bay', source: 'test', eventId: 'done', event })
    while (dead.sent.length === 0) await new Promise(setImmediate)
    expect(await statuses(dead)).toEqual(['claimed'])
    dead.db.$client.close()

    await using alive = await openDoorstep({ file: shelf.file })
    await ticks(alive, minutes(5))
    expect([alive.sent, await statuses(alive)]).toEqual([[], ['failed']])
    expect((await told(alive)).at(-1)).toBe('failed delivered email stopped-while-sending true')
  })

  test('right after it wrote down that it would try again later: the next one settles it too', async () => {
    await using doorstep = await openDoorstep({ answer: () => ({ outcome: 'later', reason: 'busy' }) })
    await receive(doorstep)
    await deliver(doorstep)
    await doorstep.stages.write((tx) => tx.update(outbox).set({ status: 'claimed', attempts: 0 }))
    await using alive = await openDoorstep({ file: doorstep.file })
    await ticks(alive, minutes(5))
    expect([alive.sent, await statuses(alive)]).toEqual([[], ['failed']])
  })

  test('before it sent what it had planned: the next one sends it, while it is true', async () => {
    await using shelf = await openDoorstep()
    const planning = await openDoorstep({ file: shelf.file })
    await receive(planning)
    const event = { type: 'handoff.completed' as const, time: planning.now(), data: { orderId: '1' } }
    const recorded = planning.stages.record({ dispensaryId: 'alder-bay', source: 'test', eventId: 'done', event })
    await recorded
    planning.db.$client.close()
    await using alive = await openDoorstep({ file: shelf.file })
    await ticks(alive, minutes(5))
    expect(alive.messages()).toEqual(['delivered'])
  })
})
