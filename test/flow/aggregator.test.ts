import { describe, expect, test } from 'vitest'
import { Webhook } from 'standardwebhooks'
import { ownTextsOver } from '../../api/adapters/aggregator.ts'
import type { Dispensary } from '../../api/domain/dispensary.ts'
import { minutes, seconds } from '../../api/domain/time.ts'
import type { Delivery, FindSent, Recipient, Rendered } from '../../api/ports.ts'
import type { World } from '../../api/world.ts'
import { messagesOfOrder } from '../../db/outbox.ts'
import { aggregators } from '../../db/sending-schema.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { ANA, deliver, receive, ticks, told, type Doorstep } from './customer.ts'

type Wish = { store?: Dispensary; file?: string; findSent?: World['findSent']; answer?: () => Delivery }

const TAKEN: Delivery = { outcome: 'sent', reference: 'agg-1' }

async function withAggregator({ store = STORE, answer = () => TAKEN, ...wish }: Wish = {}) {
  const sent: { url: string; recipient: Recipient; message: Rendered }[] = []
  const sender: ReturnType<typeof ownTextsOver>['sender'] =
    ({ url }) =>
    async (recipient, message) => {
      sent.push({ url, recipient, message })
      return answer()
    }
  const doorstep = await openDoorstep({ ...wish, store, noTexts: true, ownTexts: { ...ownTextsOver(), sender } })
  const own = await doorstep.enroll.aggregator(store.id, 'https://texts.example/send')
  return { doorstep, sent, ...own }
}
const tells = (doorstep: Doorstep, id: string, secret: string, said: object): Promise<Response> => {
  const [body, at] = [JSON.stringify(said), new Date()]
  const headers = {
    'webhook-id': `m-${body.length}`,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(`m-${body.length}`, at, body),
  }
  return doorstep.post(`/v1/aggregators/${id}`, body, headers)
}
const nameOf = (id: string): string => `msg_${Buffer.from(id).toString('base64url')}`
const statuses = async ({ db }: Doorstep): Promise<string[]> =>
  (await messagesOfOrder(db, STORE.id, '1')).map(({ status }) => status)

describe('a dispensary with an aggregator of its own', () => {
  test('has its text messages sent there, though Doorstep sends none itself, and hears what became of them', async () => {
    const { doorstep, sent, id, secret } = await withAggregator()
    await using _ = doorstep
    await receive(doorstep, { phone: ANA.phone })
    await deliver(doorstep)
    expect(sent).toMatchObject([{ url: 'https://texts.example/send', recipient: { channel: 'sms', phone: ANA.phone } }])
    const message = nameOf(sent[0]?.message.id ?? '')
    for (const type of ['message.delivered', 'message.accepted'])
      expect((await tells(doorstep, id, secret, { type, data: { id: message } })).status).toBe(204)
    expect(await statuses(doorstep)).toEqual(['delivered'])
    const strange = { type: 'message.failed', data: { id: nameOf('bay-two:1:x') } }
    expect((await tells(doorstep, id, secret, strange)).status).toBe(204)
    expect((await tells(doorstep, id, `whsec_${'A'.repeat(32)}`, strange)).status).toBe(401)
    expect((await tells(doorstep, 'agg_none', secret, strange)).status).toBe(401)
  })

  test('hears STOP and HELP through it', async () => {
    const { doorstep, sent, id, secret } = await withAggregator()
    await using _ = doorstep
    await receive(doorstep, { phone: ANA.phone })
    const text = (said: string, wish: string) =>
      tells(doorstep, id, secret, { type: 'message.received', data: { id: said, from: ANA.phone, text: said, wish } })
    expect(await (await text('HELP', 'help')).json()).toEqual({
      reply: expect.stringContaining('call (707) 555-0100'),
    })
    expect((await text('STOP', 'stop')).status).toBe(204)
    await deliver(doorstep)
    expect([sent, await told(doorstep)]).toEqual([[], []])
  })

  test('takes STOP for what it says, also where the aggregator does not', async () => {
    const { doorstep, sent, id, secret } = await withAggregator()
    await using _ = doorstep
    await receive(doorstep, { phone: ANA.phone })
    const said = { id: 'm1', from: ANA.phone, text: 'Stop.' }
    expect((await tells(doorstep, id, secret, { type: 'message.received', data: said })).status).toBe(204)
    await deliver(doorstep)
    expect([sent, await told(doorstep)]).toEqual([[], []])
  })

  test('is not written to by who stopped it at its own number, whatever they start at another', async () => {
    const { doorstep, sent, id, secret } = await withAggregator()
    await using _ = doorstep
    await receive(doorstep, { phone: ANA.phone })
    const text = (words: string) =>
      tells(doorstep, id, secret, { type: 'message.received', data: { id: words, from: ANA.phone, text: words } })
    await text('STOP')
    await doorstep.providerTells('/v1/texts/inbound', { MessageSid: 'SM1', From: ANA.phone, Body: 'START' })
    await deliver(doorstep)
    expect(sent).toEqual([])
    await text('START')
    await doorstep.tell({
      type: 'order.received',
      data: { orderId: '2', number: '2', customer: { phone: ANA.phone } },
    })
    await deliver(doorstep, '2')
    expect(sent.map(({ message }) => message.id)).toEqual([
      ...[expect.stringContaining(':1:'), expect.stringContaining(':2:')],
    ])
  })

  test('still needs to attest that it may send them', async () => {
    const { smsAttestation: _, ...store } = STORE
    const { doorstep, sent } = await withAggregator({ store })
    await using __ = doorstep
    await receive(doorstep, { phone: ANA.phone })
    await deliver(doorstep)
    expect(sent).toEqual([])
  })

  test('is told again under the same id what a dead process may have told it, and nobody else is asked', async () => {
    await using shelf = await openDoorstep()
    const asked: Recipient[] = []
    const sms: FindSent = async (recipient) => {
      asked.push(recipient)
      return { found: false }
    }
    const never = Promise.withResolvers<Delivery>()
    const answer = () => never.promise as unknown as Delivery
    const { doorstep: dead, sent: first } = await withAggregator({ file: shelf.file, answer })
    await using _ = dead
    await receive(dead, { phone: ANA.phone })
    const event = { type: 'handoff.completed' as const, time: dead.now(), data: { orderId: '1' } }
    await dead.stages.record({ dispensaryId: STORE.id, source: 'test', eventId: 'done', event })
    while (first.length === 0) await new Promise(setImmediate)
    const { doorstep: alive, sent: again } = await withAggregator({ file: shelf.file, findSent: { sms } })
    await using __ = alive
    await ticks(alive, seconds(61))
    await ticks(alive, seconds(15))
    expect([await statuses(alive), asked]).toEqual([['sent'], []])
    expect(again.map(({ message }) => message.id)).toEqual(first.map(({ message }) => message.id))
    never.resolve(TAKEN) // nobody hears it any more
  })

  test('whose secret cannot be opened any more keeps no other store’s text from being asked after', async () => {
    await using shelf = await openDoorstep()
    const never = Promise.withResolvers<Delivery>()
    const { doorstep: dead, sent } = await withAggregator({
      file: shelf.file,
      answer: () => never.promise as unknown as Delivery,
    })
    await using _ = dead
    await receive(dead, { phone: ANA.phone })
    const event = { type: 'handoff.completed' as const, time: dead.now(), data: { orderId: '1' } }
    await dead.stages.record({ dispensaryId: STORE.id, source: 'test', eventId: 'done', event })
    while (sent.length === 0) await new Promise(setImmediate)
    await dead.db.update(aggregators).set({ secretSealed: Buffer.from('sealed with another key') })

    const sms: FindSent = async () => ({ found: true, reference: 'SM9' })
    const store = { ...STORE, id: 'bay-two' }
    const answer = (): Delivery => ({ outcome: 'unknown', reason: 'twilio-500' })
    await using alive = await openDoorstep({
      file: shelf.file,
      store,
      answer,
      findSent: { sms },
      ownTexts: ownTextsOver(),
    })
    alive.advance(seconds(1))
    await receive(alive, { phone: '+17075550142' })
    await deliver(alive)
    await ticks(alive, seconds(61))
    expect((await messagesOfOrder(alive.db, 'bay-two', '1')).map(({ status }) => status)).toEqual(['sent'])
    never.resolve(TAKEN) // nobody hears it any more
  })

  test('that may have taken a text is told again, and nobody is told on another channel', async () => {
    const answer = (): Delivery => ({ outcome: 'unknown', reason: 'aggregator-504' })
    const messages = { channels: { delivered: ['sms' as const, 'email' as const] } }
    const { doorstep, sent } = await withAggregator({ store: { ...STORE, messages }, answer })
    await using _ = doorstep
    await receive(doorstep)
    await deliver(doorstep)
    for (let n = 0; n < 20; n += 1) await ticks(doorstep, minutes(2))
    expect(new Set(sent.map(({ message }) => message.id)).size).toBe(1)
    expect([sent.length, doorstep.sent]).toEqual([5, []])
    expect((await told(doorstep)).at(-1)).toBe('failed delivered sms aggregator-504 unknown')
  })
})
