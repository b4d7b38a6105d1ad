import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import { minutes, seconds } from '../../api/domain/time.ts'
import type { Delivery, FindSent } from '../../api/ports.ts'
import { messagesOfOrder } from '../../db/outbox.ts'
import { openDoorstep } from '../doorstep.ts'
import { ANA, deliver, outcomes, receive, ticks, told, type Doorstep } from './customer.ts'

const PHONE_ONLY = { phone: ANA.phone }

async function textSent(doorstep: Doorstep): Promise<string> {
  await receive(doorstep, PHONE_ONLY)
  await deliver(doorstep)
  return `/v1/texts/receipts?${new URLSearchParams({ message: doorstep.sent[0]?.message.id ?? '' }).toString()}`
}
const statuses = async ({ db }: Doorstep): Promise<string[]> =>
  (await messagesOfOrder(db, 'alder-bay', '1')).map(({ channel, status }) => `${channel} ${status}`)

const CALLBACKS = {
  queued: { MessageStatus: 'queued' },
  sent: { MessageStatus: 'sent' },
  delivered: { MessageStatus: 'delivered', RawDlrDoneDate: '2604241105' },
  undelivered: { MessageStatus: 'undelivered', ErrorCode: '30007' },
}

describe('what becomes of a text message', () => {
  test('is told by its provider, and stands in the timeline', async () => {
    await using doorstep = await openDoorstep()
    const path = await textSent(doorstep)
    for (const form of [CALLBACKS.queued, CALLBACKS.sent, CALLBACKS.delivered])
      expect((await doorstep.providerTells(path, form)).status).toBe(204)
    expect(await told(doorstep)).toEqual([
      'planned delivered sms',
      'sent delivered sms',
      'accepted delivered sms',
      'delivered delivered sms',
    ])
    expect(await statuses(doorstep)).toEqual(['sms delivered'])
  })

  test('is the same in whatever order, and however often, it is told', async () => {
    const ends: [(keyof typeof CALLBACKS)[], string][] = [
      [['queued', 'sent', 'delivered'], 'sms delivered'],
      [['queued', 'sent', 'undelivered'], 'sms failed'],
      [['queued', 'sent'], 'sms accepted'],
    ]
    for (const [names, end] of ends) {
      const anyOrder = fc.shuffledSubarray([...names, ...names], { minLength: names.length * 2 })
      await fc.assert(
        fc.asyncProperty(anyOrder, async (order) => {
          await using doorstep = await openDoorstep()
          const path = await textSent(doorstep)
          for (const name of order) await doorstep.providerTells(path, CALLBACKS[name])
          expect(await statuses(doorstep)).toEqual([end])
        }),
        { numRuns: 6 },
      )
    }
  })

  test('may be told before the answer to the sending itself is there', async () => {
    const answer = Promise.withResolvers<Delivery>()
    await using doorstep = await openDoorstep({ answer: () => answer.promise as unknown as Delivery })
    await receive(doorstep, PHONE_ONLY)
    const event = { type: 'handoff.completed' as const, time: doorstep.now(), data: { orderId: '1' } }
    await doorstep.stages.record({ dispensaryId: 'alder-bay', source: 'test', eventId: 'done', event })
    while (doorstep.sent.length === 0) await new Promise(setImmediate)
    await doorstep.stages.takeReceipt({
      what: 'receipt',
      messageId: doorstep.sent[0]?.message.id ?? '',
      became: 'delivered',
    })
    answer.resolve({ outcome: 'sent', reference: 'SM1' })
    await doorstep.stages.idle()
    expect(await statuses(doorstep)).toEqual(['sms delivered'])
  })

  test.each([
    [
      'signed with another key',
      (doorstep: Doorstep, path: string) => doorstep.providerTells(path, CALLBACKS.delivered, 'wrong'),
    ],
    [
      'of another message than was signed for',
      (doorstep: Doorstep, path: string) =>
        doorstep.post(path, 'MessageStatus=delivered', { 'x-twilio-signature': 'DR5Ptnqd01kTYMqKzb+sCQQcfCk=' }),
    ],
  ])('is not believed when it is %s', async (_, tells) => {
    await using doorstep = await openDoorstep()
    const path = await textSent(doorstep)
    expect((await tells(doorstep, path)).status).toBe(403)
    expect(await statuses(doorstep)).toEqual(['sms sent'])
  })

  test('of a message that nobody sent changes nothing', async () => {
    await using doorstep = await openDoorstep()
    expect(
      (await doorstep.providerTells('/v1/texts/receipts?message=alder-bay%3Anone', CALLBACKS.delivered)).status,
    ).toBe(204)
    expect(await told(doorstep)).toEqual([])
  })
})

test('a message whose page was only fetched, as by what scans mail for harm, was not opened', async () => {
  await using doorstep = await openDoorstep()
  await receive(doorstep)
  await deliver(doorstep)
  const token = new URL(doorstep.sent[0]?.message.url ?? '').pathname.split('/').at(-1)
  for (const path of [`/t/${token}`, `/t/${token}/messages`])
    expect((await doorstep.app.request(path)).status).toBe(200)
  expect(await statuses(doorstep)).toEqual(['email sent'])
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://track.example' }
  await doorstep.post(`/t/${token}/rating`, 'stars=5', headers)
  expect(await statuses(doorstep)).toEqual(['email opened'])
})

test('a message whose link is opened was opened, once', async () => {
  await using doorstep = await openDoorstep()
  await receive(doorstep)
  await deliver(doorstep)
  const token = new URL(doorstep.sent[0]?.message.url ?? '').pathname.split('/').at(-1)
  for (let n = 0; n < 2; n += 1) await doorstep.app.request(`/v1/track/${token}`)
  await doorstep.app.request(`/v1/track/${await doorstep.linkTo('1')}`)
  expect(await told(doorstep)).toEqual(['planned delivered email', 'sent delivered email', 'opened delivered email'])
  expect(await statuses(doorstep)).toEqual(['email opened'])
})

test('a mail of which nobody knew whether it was taken, and which comes back, is told another way', async () => {
  await using doorstep = await openDoorstep({ answer: outcomes({ outcome: 'unknown', reason: 'network-ECONNRESET' }) })
  await receive(doorstep)
  await deliver(doorstep)
  await ticks(doorstep, minutes(2))
  expect(await statuses(doorstep)).toEqual(['email failed'])
  const [{ id: messageId } = { id: '' }] = await messagesOfOrder(doorstep.db, 'alder-bay', '1')
  const back = { what: 'receipt', messageId, became: 'failed', reason: 'smtp-5.1.1', trouble: 'permanent' } as const
  for (let n = 0; n < 2; n += 1) await doorstep.stages.takeReceipt(back)
  await doorstep.stages.idle()
  expect(await told(doorstep)).toEqual([
    'planned delivered email',
    'failed delivered email network-ECONNRESET unknown',
    'failed delivered email smtp-5.1.1 permanent',
    'planned delivered sms',
    'sent delivered sms',
  ])
  for await (const { differences } of rebuildProjections(doorstep.db, { keep: true })) expect(differences).toEqual([])
})

describe('a text message that may have been sent', () => {
  const cut = () => outcomes({ outcome: 'unknown', reason: 'network-ECONNRESET' })
  const asking = (answer: Awaited<ReturnType<FindSent>>, texts: string[] = []) => {
    const asked: { since: number; matched: boolean[] }[] = []
    const sms: FindSent = async (_, since, isIt) => {
      asked.push({ since, matched: await Promise.all(texts.map(isIt)) })
      return answer
    }
    return { asked, findSent: { sms } }
  }

  test('is asked after, and was sent', async () => {
    const { findSent } = asking({ found: true, reference: 'SM9' })
    await using doorstep = await openDoorstep({ answer: cut(), findSent })
    await textSent(doorstep)
    expect(await statuses(doorstep)).toEqual(['sms claimed'])
    await ticks(doorstep, seconds(60))
    expect([await statuses(doorstep), doorstep.sent.length]).toEqual([['sms sent'], 1])
  })

  test('is known by the link in it', async () => {
    const texts: string[] = []
    const { asked, findSent } = asking({ found: true, reference: 'SM9' }, texts)
    await using doorstep = await openDoorstep({ answer: cut(), findSent })
    await textSent(doorstep)
    texts.push('no link', 'https://track.example/t/AAAAAAAAAAAAAAAAAAAAAA', doorstep.sent[0]?.message.text ?? '')
    await ticks(doorstep, seconds(60))
    expect(asked).toEqual([{ since: doorstep.now() - seconds(60), matched: [false, false, true] }])
  })

  test('is sent again when the provider knows nothing of it', async () => {
    const { findSent } = asking({ found: false })
    await using doorstep = await openDoorstep({ answer: cut(), findSent })
    await textSent(doorstep)
    await ticks(doorstep, seconds(60))
    await ticks(doorstep, seconds(15))
    expect([await statuses(doorstep), doorstep.sent.length]).toEqual([['sms sent'], 2])
  })

  test('waits while the provider cannot be asked, and is given up in the end', async () => {
    const { findSent } = asking(undefined)
    await using doorstep = await openDoorstep({ answer: cut(), findSent })
    await textSent(doorstep)
    await ticks(doorstep, minutes(300))
    expect(await statuses(doorstep)).toEqual(['sms claimed'])
    await ticks(doorstep, minutes(61))
    expect([await statuses(doorstep), doorstep.sent.length]).toEqual([['sms failed'], 1])
  })
})

test('a push that a dead process may have sent is sent again: it takes the place of the first', async () => {
  await using shelf = await openDoorstep()
  await receive(shelf)
  await shelf.post(`/v1/track/${await shelf.linkTo('1')}/push`, PUSH, {})
  const answer = Promise.withResolvers<Delivery>()
  await using dead = await openDoorstep({ file: shelf.file, answer: () => answer.promise as unknown as Delivery })
  const event = { type: 'handoff.completed' as const, time: dead.now(), data: { orderId: '1' } }
  await dead.stages.record({ dispensaryId: 'alder-bay', source: 'test', eventId: 'done', event })
  while (dead.sent.length === 0) await new Promise(setImmediate)
  await using alive = await openDoorstep({ file: shelf.file })
  await ticks(alive, seconds(61))
  await ticks(alive, seconds(15))
  expect(await statuses(alive)).toEqual(['web-push sent'])
  const [first, again] = [dead.sent[0]?.message, alive.sent[0]?.message]
  expect([again?.topic, again?.id]).toEqual([first?.topic, first?.id])
  answer.resolve({ outcome: 'sent' }) // nobody hears it any more
})

const PUSH = JSON.stringify({
  endpoint: 'https://fcm.googleapis.com/one',
  keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
})
