import { describe, expect, test } from 'vitest'
import { Webhook } from 'standardwebhooks'
import { ownTextsOver } from '../../api/adapters/aggregator.ts'
import { createForgetting } from '../../api/forgetting.ts'
import { hours } from '../../api/domain/time.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { storedRows, trailRows } from '../ingest/rows.ts'
import { ANA, deliver, receive, ticks, type Doorstep } from './customer.ts'

const STAFF = { id: 's', dispensaryId: STORE.id, email: 's@example.com', passwordHash: '' }
const STRANGER = '+17075550177'

/** A store with a number of its own, and somebody who texts to it. */
async function withOwnNumber() {
  const sender: ReturnType<typeof ownTextsOver>['sender'] = () => async () => ({ outcome: 'sent' })
  const doorstep = await openDoorstep({ ownTexts: { ...ownTextsOver(), sender } })
  const { id, secret } = await doorstep.enroll.aggregator(STORE.id, 'https://texts.example/send')
  let texts = 0
  const text = (words: string, from = STRANGER): Promise<Response> => {
    texts += 1
    const said = { type: 'message.received', data: { id: `m${texts}`, from, text: words } }
    const [body, at] = [JSON.stringify(said), new Date()]
    const headers = {
      'webhook-id': `w${texts}`,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(`w${texts}`, at, body),
    }
    return doorstep.post(`/v1/aggregators/${id}`, body, headers)
  }
  return { doorstep, text }
}
const seen = async (doorstep: Doorstep, staff = STAFF) => (await doorstep.stages.messages.view(staff)).strangers
const hasWords = async ({ db }: Doorstep): Promise<boolean> =>
  (await storedRows(db)).some((row) => row.includes('receipt') || row.includes(STRANGER))

describe('somebody of whom no order is known, who texts to a store’s own number,', () => {
  test('is read by its staff, and by nobody else', async () => {
    const { doorstep, text } = await withOwnNumber()
    await using _ = doorstep
    expect((await text('You forgot my receipt')).status).toBe(204)
    expect(await seen(doorstep)).toEqual([
      { phone: STRANGER, words: 'You forgot my receipt', at: new Date(doorstep.now()).toISOString() },
    ])
    await doorstep.enroll.dispensary({ ...STORE, id: 'bay-two' })
    expect(await seen(doorstep, { ...STAFF, dispensaryId: 'bay-two' })).toEqual([])
    expect(await hasWords(doorstep)).toBe(false)
    const [row] = await trailRows(doorstep)
    expect([row?.type, row?.subject, row?.data]).toEqual([
      ...['reply.received', 'replies/inbound', '{"channel":"sms","replyId":"m1"}'],
    ])
  })

  test('is answered HELP with how to reach it', async () => {
    const { doorstep, text } = await withOwnNumber()
    await using _ = doorstep
    expect(await (await text('Help')).json()).toEqual({ reply: expect.stringContaining('call (707) 555-0100') })
    expect(await (await text('ayuda')).json()).toEqual({ reply: expect.stringContaining('llame al (707) 555-0100') })
    expect((await seen(doorstep)).map(({ words }) => words).sort()).toEqual(['Help', 'ayuda'])
  })

  test('is forgotten by their number, and by themselves after a month', async () => {
    const { doorstep, text } = await withOwnNumber()
    await using _ = doorstep
    await text('You forgot my receipt')
    await text('And mine', '+17075550178')
    const { db, stages, now, secretKey } = doorstep
    const inside = { db, write: stages.write, clock: now, random: (n: number) => new Uint8Array(n), secretKey }
    await createForgetting(inside).person(STORE.id, '(707) 555-0177')
    expect((await seen(doorstep)).map(({ words }) => words)).toEqual(['And mine'])
    doorstep.advance(hours(24 * 30) + 1)
    for (let n = 0; n < 60; n += 1) await ticks(doorstep, 1_000)
    expect((await storedRows(db)).filter((row) => /\bm\d\b/.test(row) && !row.includes('reply.received'))).toEqual([])
  })

  test('stops its texts by STOP before they have ordered', async () => {
    const { smsAttestation: attested, ...store } = STORE
    const { doorstep, text } = await withOwnNumber()
    await using _ = doorstep
    await doorstep.enroll.dispensary(store)
    await text('STOP', ANA.phone)
    await doorstep.enroll.dispensary({ ...store, ...(attested && { smsAttestation: attested }) })
    await receive(doorstep, { phone: ANA.phone })
    expect((await doorstep.stages.contacts.stoppedTexts(STORE.id, ANA.phone)).map(({ number }) => number)).toEqual([
      'own',
    ])
    await deliver(doorstep)
    expect((await trailRows(doorstep)).filter(({ type }) => type === 'notification.planned')).toEqual([])
  })
})
