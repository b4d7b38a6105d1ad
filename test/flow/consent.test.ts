import { describe, expect, test } from 'vitest'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import { verifyChains } from '../../api/audit/verify.ts'
import { seconds } from '../../api/domain/time.ts'
import type { Delivery } from '../../api/ports.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { storedRows, trailRows } from '../ingest/rows.ts'
import { ANA, deliver, outcomes, receive, subscribe, ticks, told, type Doorstep } from './customer.ts'

const PHONE_ONLY = { phone: ANA.phone }
let texts = 0
const textsUs = async (doorstep: Doorstep, Body: string, more: Record<string, string> = {}): Promise<string> => {
  texts += 1
  const form = { MessageSid: `SM${texts}`, From: ANA.phone, To: '+14155550111', Body, ...more }
  const response = await doorstep.providerTells('/v1/texts/inbound', form)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/xml'])
  return response.text()
}
const order = (doorstep: Doorstep, orderId: string, customer: object, store = doorstep.store.id) => {
  const event = { type: 'order.received' as const, time: doorstep.now(), data: { orderId, number: orderId } }
  const attached = { contacts: { [orderId]: customer } }
  return doorstep.stages.record({ dispensaryId: store, source: 'till', eventId: `in-${orderId}`, event, attached })
}
async function handOver(doorstep: Doorstep, orderId: string, store = doorstep.store.id): Promise<void> {
  const event = { type: 'handoff.completed' as const, time: doorstep.now(), data: { orderId } }
  await doorstep.stages.record({ dispensaryId: store, source: 'till', eventId: `out-${orderId}`, event })
  await doorstep.stages.idle()
}
/** What customers said themselves; what tills tell of the checkout has its own tests. */
const consents = async (doorstep: Doorstep, dispensaryId = STORE.id) =>
  (await trailRows(doorstep))
    .filter((row) => row.dispensaryId === dispensaryId && /^(consent|reply)\./.test(row.type))
    .map(({ type, data }) => ({ type, ...(JSON.parse(data) as { source?: string }) }))
    .filter(({ source }) => source !== 'checkout')
const channels = (doorstep: Doorstep): string[] =>
  doorstep.sent.map(({ recipient, message }) => `${message.kind} ${recipient.channel}`)
async function expectWhole({ db }: Doorstep): Promise<void> {
  for await (const { findings } of verifyChains(db)) expect(findings).toEqual([])
  for await (const { differences } of rebuildProjections(db, { keep: true })) expect(differences).toEqual([])
}

describe('who texts STOP', () => {
  test('gets no text any more of any order at any store, from that moment on, and the trail proves it', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.enroll.dispensary({ ...STORE, id: 'bay-two' })
    await order(doorstep, '1', PHONE_ONLY)
    await order(doorstep, '2', PHONE_ONLY)
    await order(doorstep, 'other', { phone: '+17075550199' })
    expect(await textsUs(doorstep, 'Stop')).toBe('<Response></Response>')
    await order(doorstep, 'later', PHONE_ONLY)
    await order(doorstep, 'elsewhere', PHONE_ONLY, 'bay-two')
    for (const id of ['1', '2', 'later', 'other']) await handOver(doorstep, id)
    await handOver(doorstep, 'elsewhere', 'bay-two')
    expect(doorstep.sent.map(({ message }) => message.id)).toEqual([expect.stringContaining(':other:')])
    const withdrawn = { channel: 'sms', source: 'text', scope: 'everywhere', type: 'consent.withdrawn' }
    expect(await consents(doorstep)).toEqual([
      {
        type: 'reply.received',
        replyId: expect.any(String),
        channel: 'sms',
        wish: 'stop',
        orderId: expect.any(String),
      },
      expect.objectContaining(withdrawn),
      expect.objectContaining(withdrawn),
    ])
    expect(await consents(doorstep, 'bay-two')).toEqual([
      { type: 'reply.received', replyId: expect.any(String), channel: 'sms', wish: 'stop' },
    ])
    await expectWhole(doorstep)
  })

  test('gets not even one that was planned before', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes({ outcome: 'later', reason: 'busy' }) })
    await receive(doorstep, PHONE_ONLY)
    await deliver(doorstep)
    await textsUs(doorstep, 'STOP', { OptOutType: 'STOP' })
    await ticks(doorstep, seconds(20))
    expect((await told(doorstep)).at(-1)).toBe('dropped delivered sms opted-out')
    expect(doorstep.sent).toHaveLength(1)
  })

  test('may still be told by mail, and is told by text again after START', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep, '1', ANA)
    await order(doorstep, '2', PHONE_ONLY)
    await textsUs(doorstep, 'STOP')
    await handOver(doorstep, '1')
    expect(channels(doorstep)).toEqual(['delivered email'])
    await textsUs(doorstep, 'Start')
    await handOver(doorstep, '2')
    expect(channels(doorstep)).toEqual(['delivered email', 'delivered sms'])
    expect((await consents(doorstep)).at(-1)).toMatchObject({
      ...{ type: 'consent.given', channel: 'sms', source: 'text', wording: 'texted-start' },
    })
  })

  test('and START undoes that, but not what was stopped on the page, by staff or in the mailbox', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep, '1', PHONE_ONLY)
    const link = await doorstep.linkTo('1')
    await textsUs(doorstep, 'STOP')
    await doorstep.post(`/v1/track/${link}/messages`, '{"channel":"sms","wish":"off-everywhere"}', {})
    await textsUs(doorstep, 'START')
    await order(doorstep, '2', PHONE_ONLY)
    for (const id of ['1', '2']) await handOver(doorstep, id)
    expect(doorstep.sent).toEqual([])
    await order(doorstep, '3', PHONE_ONLY)
    const page = await doorstep.post(
      `/v1/track/${await doorstep.linkTo('3')}/messages`,
      '{"channel":"sms","wish":"on"}',
      {},
    )
    expect(page.status).toBe(200)
    await handOver(doorstep, '3')
    expect(channels(doorstep)).toEqual(['delivered sms'])
    await expectWhole(doorstep)
  })

  test('what was stopped on the page for one order is not started by START', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep, '1', PHONE_ONLY)
    await doorstep.post(`/v1/track/${await doorstep.linkTo('1')}/messages`, '{"channel":"sms","wish":"off"}', {})
    for (const words of ['START', 'yes']) await textsUs(doorstep, words)
    await handOver(doorstep, '1')
    expect(doorstep.sent).toEqual([])
  })

  test('a carrier’s word is undone by START too', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes({ outcome: 'opted-out', reason: 'twilio-21610' }) })
    await order(doorstep, '1', PHONE_ONLY)
    await handOver(doorstep, '1')
    await textsUs(doorstep, 'Unstop')
    await order(doorstep, '2', PHONE_ONLY)
    await handOver(doorstep, '2')
    expect(doorstep.sent).toHaveLength(2)
  })

  test('twice is heard once, and a forgotten customer stays unwritten to', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, PHONE_ONLY)
    const form = { MessageSid: 'SMtwice', From: ANA.phone, Body: 'STOP' }
    for (let n = 0; n < 2; n += 1) await doorstep.providerTells('/v1/texts/inbound', form)
    expect(await consents(doorstep)).toHaveLength(2)
    await handOver(doorstep, '1')
    await doorstep.stages.forget({ dispensaryId: STORE.id, orderId: '1' }, 'operator')
    await order(doorstep, 'next', PHONE_ONLY)
    await handOver(doorstep, 'next')
    expect(doorstep.sent).toEqual([])
  })

  test('is only believed when the provider signed it', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, PHONE_ONLY)
    const form = { MessageSid: 'SMx', From: ANA.phone, Body: 'STOP' }
    expect((await doorstep.providerTells('/v1/texts/inbound', form, 'wrong')).status).toBe(403)
    await deliver(doorstep)
    expect(doorstep.sent).toHaveLength(1)
  })

  test('is offered on the page: this order only, or all of the store', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep, '1', ANA)
    await order(doorstep, '2', ANA)
    const wish = async (orderId: string, form: object): Promise<number> =>
      (await doorstep.post(`/v1/track/${await doorstep.linkTo(orderId)}/messages`, JSON.stringify(form), {})).status
    await wish('1', { channel: 'all', wish: 'off' })
    await handOver(doorstep, '1')
    await handOver(doorstep, '2')
    expect(channels(doorstep)).toEqual(['delivered email'])
    await order(doorstep, '3', ANA)
    await order(doorstep, '4', ANA)
    await wish('3', { channel: 'all', wish: 'off-everywhere' })
    await handOver(doorstep, '4')
    expect(doorstep.sent).toHaveLength(1)
    await order(doorstep, '5', ANA)
    expect(await wish('5', { channel: 'email', wish: 'on' })).toBe(200)
    await handOver(doorstep, '5')
    expect(channels(doorstep)).toEqual(['delivered email', 'delivered email'])
    await expectWhole(doorstep)
  })
})

test('whom a carrier calls opted out is not texted again, of whatever order', async () => {
  const gone: Delivery = { outcome: 'opted-out', reason: 'twilio-21610' }
  await using doorstep = await openDoorstep({ answer: outcomes(gone) })
  await order(doorstep, '1', PHONE_ONLY)
  await order(doorstep, '2', PHONE_ONLY)
  await handOver(doorstep, '1')
  await handOver(doorstep, '2')
  expect(doorstep.sent).toHaveLength(1)
  expect(await consents(doorstep)).toMatchObject([
    { type: 'consent.withdrawn', source: 'carrier', scope: 'everywhere' },
  ])
})

describe('who writes back', () => {
  test('is read by support with the order that they wait for, and by nobody else', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep, 'old', PHONE_ONLY)
    await handOver(doorstep, 'old')
    doorstep.advance(seconds(60))
    await order(doorstep, 'now', PHONE_ONLY)
    expect(await textsUs(doorstep, 'Please stop at the side door')).toBe('<Response></Response>')
    const now = { dispensaryId: STORE.id, orderId: 'now' }
    expect(await doorstep.stages.contacts.repliesTo(now)).toEqual([
      { at: doorstep.now(), channel: 'sms', words: 'Please stop at the side door' },
    ])
    expect(await consents(doorstep)).toEqual([
      { type: 'reply.received', replyId: expect.any(String), channel: 'sms', orderId: 'now' },
    ])
    expect((await storedRows(doorstep.db)).some((row) => row.includes('side door'))).toBe(false)
    await handOver(doorstep, 'now')
    await doorstep.stages.forget(now, 'operator')
    expect(await doorstep.stages.contacts.repliesTo(now)).toEqual([])
    expect(await textsUs(doorstep, 'Hello?')).toBe('<Response></Response>')
  })

  test('a yes that starts nothing is an answer, and no consent', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep, '1', PHONE_ONLY)
    await textsUs(doorstep, 'Yes!', { OptOutType: 'START' })
    const its = { dispensaryId: STORE.id, orderId: '1' }
    expect((await doorstep.stages.contacts.repliesTo(its)).map(({ words }) => words)).toEqual(['Yes!'])
    expect(await consents(doorstep)).toEqual([
      { type: 'reply.received', replyId: expect.any(String), channel: 'sms', orderId: '1' },
    ])
  })

  test('a yes after STOP starts texts again, and staff read it as well', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep, '1', PHONE_ONLY)
    for (const words of ['STOP', 'yes']) await textsUs(doorstep, words)
    const its = { dispensaryId: STORE.id, orderId: '1' }
    expect((await doorstep.stages.contacts.repliesTo(its)).map(({ words }) => words)).toEqual(['yes'])
    expect((await consents(doorstep)).at(-1)).toMatchObject({ type: 'consent.given', wording: 'texted-yes' })
    await handOver(doorstep, '1')
    expect(doorstep.sent).toHaveLength(1)
  })

  test('HELP is answered how to reach the store, in their language', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep, '1', PHONE_ONLY)
    expect(await textsUs(doorstep, 'HELP', { OptOutType: 'HELP' })).toBe(
      '<Response><Message>Alder Bay Provisions: for help with your delivery call (707) 555-0100 or write to hello@alderbay.example. Reply STOP to opt out, START to hear from us again.</Message></Response>',
    )
    await doorstep.post(`/v1/track/${await doorstep.linkTo('1')}/language`, '{"locale":"es"}', {})
    expect(await textsUs(doorstep, 'ayuda')).toContain('para ayuda con su entrega llame al (707) 555-0100')
  })

  test('a stranger at the number of all stores is told how to stop, by no store’s name, and nothing of them is kept', async () => {
    await using doorstep = await openDoorstep()
    expect(await textsUs(doorstep, 'Who is this?')).toBe('<Response></Response>')
    const help = await textsUs(doorstep, 'HELP')
    expect(help).toMatch(/^<Response><Message>.*Reply STOP to opt out\.<\/Message><\/Response>$/)
    expect(help).not.toContain('Alder')
    expect(await textsUs(doorstep, '¡Ayuda!')).toContain('Responda STOP')
    expect(await trailRows(doorstep)).toEqual([])
  })
})

describe('one click in the mailbox', () => {
  const unsubscribeUrl = (doorstep: Doorstep): string =>
    new URL(doorstep.sent[0]?.message.unsubscribeUrl ?? '').pathname
  const click = (doorstep: Doorstep) => doorstep.post(unsubscribeUrl(doorstep), 'List-Unsubscribe=One-Click', {})

  test('ends all mail of the store, once, and also long after the link has closed', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep, '1', { email: ANA.email })
    await order(doorstep, '2', { email: ANA.email })
    await handOver(doorstep, '1')
    doorstep.advance(seconds(60 * 60 * 48))
    for (let n = 0; n < 2; n += 1) expect((await click(doorstep)).status).toBe(204)
    await handOver(doorstep, '2')
    expect(doorstep.sent).toHaveLength(1)
    expect(await consents(doorstep)).toEqual([
      { type: 'consent.withdrawn', orderId: '1', channel: 'email', source: 'email', scope: 'everywhere' },
    ])
  })

  test('is not what a scanner does that opens every link', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep, '1', { email: ANA.email })
    await handOver(doorstep, '1')
    const response = await doorstep.app.request(unsubscribeUrl(doorstep))
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^\/t\/.+\/messages$/),
    ])
    expect((await doorstep.post('/v1/track/AAAAAAAAAAAAAAAAAAAAAA/unsubscribe', '', {})).status).toBe(404)
    expect(await consents(doorstep)).toEqual([])
  })
})

test('consent to a device’s messages says where and to which words it was given', async () => {
  await using doorstep = await openDoorstep()
  await receive(doorstep)
  await subscribe(doorstep)
  expect(await consents(doorstep)).toEqual([
    { type: 'consent.given', orderId: '1', channel: 'web-push', source: 'device', wording: 'notify-me-on-this-device' },
  ])
})
