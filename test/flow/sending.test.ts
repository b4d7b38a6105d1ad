import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../api/domain/time.ts'
import type { Delivery } from '../../api/ports.ts'
import { messagesOfOrder } from '../../db/outbox.ts'
import { openDoorstep, type Sent } from '../doorstep.ts'
import {
  ANA,
  deliver,
  DEVICE,
  outcomes,
  plannedOnRoute,
  receive,
  subscribe,
  ticks,
  told,
  type Doorstep,
} from './customer.ts'

const MAIL_ONLY = { email: ANA.email }

describe('a sender that could not', () => {
  test('is asked again later, a little later each time, and once more is enough', async () => {
    const later: Delivery = { outcome: 'later', reason: 'busy' }
    await using doorstep = await openDoorstep({ answer: outcomes(later, later) })
    await receive(doorstep)
    await deliver(doorstep)
    const tries = [doorstep.sent.length]
    // Ten seconds and up to half as long again, then twice that.
    for (const wait of [9, 6, 19, 11, 60]) {
      await ticks(doorstep, seconds(wait))
      tries.push(doorstep.sent.length)
    }
    expect(tries).toEqual([1, 1, 2, 2, 3, 3])
    expect((await told(doorstep)).at(-1)).toBe('sent delivered email')
  })

  test('for good is asked last from then on, and all the same where nobody else can tell it', async () => {
    const answer = ({ recipient }: Sent): Delivery =>
      recipient.channel === 'email' ? { outcome: 'gone', reason: 'smtp-550-5.1.1' } : { outcome: 'sent' }
    const tries = async (customer: object): Promise<string[]> => {
      await using doorstep = await openDoorstep({ answer })
      await receive(doorstep, customer)
      await doorstep.tell({ type: 'order.departed', data: { orderId: '1' } })
      await deliver(doorstep)
      return doorstep.sent.map(({ recipient, message }) => `${message.kind} ${recipient.channel}`)
    }
    expect(await tries(ANA)).toEqual(['out-for-delivery email', 'out-for-delivery sms', 'delivered sms'])
    expect(await tries(MAIL_ONLY)).toEqual(['out-for-delivery email', 'delivered email'])
  })

  test('and says when to come back is asked then', async () => {
    await using doorstep = await openDoorstep({
      answer: outcomes({ outcome: 'later', reason: 'busy', retryAfterMs: minutes(5) }),
    })
    await receive(doorstep)
    await deliver(doorstep)
    await ticks(doorstep, minutes(4))
    expect(doorstep.sent).toHaveLength(1)
    await ticks(doorstep, minutes(1))
    expect(doorstep.sent).toHaveLength(2)
  })

  test('five times is not asked a sixth', async () => {
    await using doorstep = await openDoorstep({ answer: () => ({ outcome: 'later', reason: 'busy' }) })
    await receive(doorstep, MAIL_ONLY)
    await deliver(doorstep)
    for (let n = 0; n < 8; n += 1) await ticks(doorstep, minutes(4))
    expect(doorstep.sent).toHaveLength(5)
    expect((await told(doorstep)).at(-1)).toBe('failed delivered email busy transient')
  })

  test('and would come back only when half the life of the news is over is not asked again', async () => {
    await using doorstep = await openDoorstep({
      answer: () => ({ outcome: 'later', reason: 'busy', retryAfterMs: minutes(30) }),
    })
    await receive(doorstep, MAIL_ONLY)
    await deliver(doorstep)
    expect((await told(doorstep)).at(-1)).toBe('failed delivered email busy transient')
  })

  test.each<[Delivery['outcome'], string]>([
    ['failed', 'permanent'],
    ['gone', 'permanent'],
    ['filtered', 'filtered'],
    ['opted-out', 'opted-out'],
  ])('at all (%s) has failed, and the next channel tells it', async (outcome, trouble) => {
    await using doorstep = await openDoorstep({ answer: outcomes({ outcome, reason: 'blocked' } as Delivery) })
    await receive(doorstep)
    await deliver(doorstep)
    await ticks(doorstep, minutes(30))
    expect(await told(doorstep)).toEqual([
      'planned delivered email',
      `failed delivered email blocked ${trouble}`,
      'planned delivered sms',
      'sent delivered sms',
    ])
  })

  test('and may have sent it all the same tells it on no other channel', async () => {
    await using doorstep = await openDoorstep({ answer: () => ({ outcome: 'unknown', reason: 'network' }) })
    await receive(doorstep)
    await deliver(doorstep)
    await ticks(doorstep, minutes(30))
    expect(await told(doorstep)).toEqual(['planned delivered email', 'failed delivered email network unknown'])
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
    for (const n of ['1', '2', '3'])
      await doorstep.tell({
        type: 'order.received',
        data: { orderId: n, number: n, customer: { email: `c${n}@example.com` } },
      })
    await doorstep.tellBatch(['1', '2', '3'].map((orderId) => ({ type: 'handoff.completed', data: { orderId } })))
    await ticks(doorstep, minutes(30))
    expect(calls).toBe(3)
    expect((await told(doorstep)).filter((line) => !line.startsWith('planned')).sort()).toEqual([
      'failed delivered email broke-off-while-sending unknown',
      'sent delivered email',
      'sent delivered email',
    ])
    expect(doorstep.lines).toContainEqual(expect.objectContaining({ event: 'sender.broke-off', channel: 'email' }))
    expect((await deliver(doorstep, '1')).status).toBe(200)
  })
})

describe('a device that is gone', () => {
  const subscriptions = async ({ stages }: Doorstep): Promise<string[]> =>
    (await stages.devices.of({ dispensaryId: 'alder-bay', orderId: '1' })).map(({ endpoint }) => endpoint)

  test('is forgotten, and what it was to be told goes another way, as does the next message', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes({ outcome: 'gone', reason: 'http-410' }) })
    await plannedOnRoute(doorstep)
    await subscribe(doorstep)
    await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
    expect(await subscriptions(doorstep)).toEqual([])
    expect(await told(doorstep)).toEqual([
      'planned out-for-delivery web-push',
      'failed out-for-delivery web-push http-410 permanent',
      'planned out-for-delivery email',
      'sent out-for-delivery email',
    ])
    await deliver(doorstep)
    expect(doorstep.sent.at(-1)?.recipient.channel).toBe('email')
  })

  test('does not keep another device from being tried again', async () => {
    const busy = outcomes({ outcome: 'later', reason: 'http-503' })
    const answer = (sent: Sent): Delivery =>
      'endpoint' in sent.recipient && sent.recipient.endpoint.endsWith('gone')
        ? { outcome: 'gone', reason: 'http-410' }
        : busy(sent)
    await using doorstep = await openDoorstep({ answer })
    await receive(doorstep)
    for (const device of ['gone', 'busy']) await subscribe(doorstep, `https://fcm.googleapis.com/${device}`)
    await deliver(doorstep)
    await ticks(doorstep, seconds(15))
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
  const statuses = async ({ db }: Doorstep): Promise<string[]> =>
    (await messagesOfOrder(db, 'alder-bay', '1')).map(({ status }) => status)

  test('may have sent it, nobody knows: so the next one does not send it again', async () => {
    await using shelf = await openDoorstep() // lends its file
    const answer = Promise.withResolvers<Delivery>()
    await using dead = await openDoorstep({ file: shelf.file, answer: () => answer.promise as unknown as Delivery })
    await receive(dead)
    const event = { type: 'handoff.completed' as const, time: dead.now(), data: { orderId: '1' } }
    await dead.stages.record({ dispensaryId: 'alder-bay', source: 'test', eventId: 'done', event })
    while (dead.sent.length === 0) await new Promise(setImmediate)
    expect(await statuses(dead)).toEqual(['claimed'])
    dead.db.$client.close()

    await using alive = await openDoorstep({ file: shelf.file })
    await ticks(alive, minutes(5))
    expect([alive.sent, await statuses(alive)]).toEqual([[], ['failed']])
    expect((await told(alive)).at(-1)).toBe('failed delivered email stopped-while-sending unknown')
    answer.resolve({ outcome: 'sent' }) // nobody hears it any more
  })

  test('is not taken for dead before every send of its must have ended', async () => {
    await using shelf = await openDoorstep()
    const answer = Promise.withResolvers<Delivery>()
    await using slow = await openDoorstep({ file: shelf.file, answer: () => answer.promise as unknown as Delivery })
    await receive(slow)
    const event = { type: 'handoff.completed' as const, time: slow.now(), data: { orderId: '1' } }
    await slow.stages.record({ dispensaryId: 'alder-bay', source: 'test', eventId: 'done', event })
    while (slow.sent.length === 0) await new Promise(setImmediate)
    await using other = await openDoorstep({ file: shelf.file })
    await ticks(other, seconds(59))
    const early = await statuses(other)
    answer.resolve({ outcome: 'sent' })
    await slow.stages.idle()
    await ticks(other, seconds(60))
    expect([early, await statuses(other), other.sent]).toEqual([['claimed'], ['sent'], []])
  })

  test('before it sent what it had planned: the next one sends it, while it is true', async () => {
    await using shelf = await openDoorstep()
    await using planning = await openDoorstep({ file: shelf.file })
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
