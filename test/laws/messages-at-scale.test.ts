import { expect, test } from 'vitest'
import { minutes, seconds } from '../../api/domain/time.ts'
import type { FindSent } from '../../api/ports.ts'
import { outbox } from '../../db/schema.ts'
import { openDoorstep, type Sent } from '../doorstep.ts'
import { dice as diceOf } from '../town/dice.ts'
import { Carrier } from './carrier.ts'
import { handedOver, phoneOf, saysStop } from './crowd.ts'
import { holdAgainst } from './hold-against.ts'
import { SEED } from './seed.ts'

/** `DOORSTEP_TEST_MESSAGES=10000` for as many as an evening of the largest has. */
const MESSAGES = Number(process.env['DOORSTEP_TEST_MESSAGES'] ?? 1_000)
const AT_ONCE = 50

const toOf = (recipient: Sent['recipient']): string =>
  'phone' in recipient ? recipient.phone : 'address' in recipient ? recipient.address : recipient.endpoint

test(`${MESSAGES} messages to providers that fail in every way: each has one true end, none goes out twice, late or after STOP`, {
  timeout: 1_800_000,
}, async () => {
  const dice = diceOf(SEED)
  const carrier = new Carrier()
  const texts = new Map<string, { id: string; text: string }[]>()
  /** Devices that have said that they have an order's news. */
  const having = new Set<string>()
  const sms: FindSent = async (recipient, _, isIt) => {
    for (const { id, text } of texts.get(toOf(recipient)) ?? [])
      if (carrier.has(id) && (await isIt(text))) return { found: true, reference: 'r' }
    return { found: false }
  }
  await using doorstep = await openDoorstep({
    findSent: { sms },
    answer: ({ recipient, message }) => {
      const { id, topic, expiresAt, text } = message
      const { channel } = recipient
      const to = toOf(recipient)
      if (channel === 'sms') texts.set(to, [...(texts.get(to) ?? []), { id, text }])
      const answer = carrier.take({ ...{ id, channel, topic, expiresAt, to }, now: doorstep.now() })
      if (answer === 'throws') throw new TypeError('no such host')
      if (having.has(to)) carrier.violations.push(`${to} was told again what it had`)
      if (channel === 'web-push' && answer.outcome === 'sent') having.add(to)
      return answer
    },
  })
  const { stages, db } = doorstep
  for (let n = 0; n < MESSAGES; n += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => handedOver(doorstep, n + i)))

  const told = new Set<object>()
  for (let round = 0; round < 60; round += 1) {
    doorstep.advance(round < 40 ? seconds(1 + Math.floor(dice() * 20)) : minutes(3))
    stages.tick()
    // Often enough that some are said while a text waits for its next try.
    for (let k = 0; k < MESSAGES / 200; k += 1) {
      const n = Math.floor(dice() * MESSAGES)
      void saysStop(doorstep, n).then(() => carrier.stopped.add(phoneOf(n)))
    }
    // What providers tell comes in any order, some of it twice, and some of it very late.
    const due = carrier.receipts.filter((receipt) => dice() < 0.3 && (!told.has(receipt) || dice() < 0.2))
    await Promise.all(due.sort(() => dice() - 0.5).map((receipt) => stages.takeReceipt(told.add(receipt) && receipt)))
    await stages.idle()
  }
  for (const receipt of carrier.receipts) await stages.takeReceipt(receipt)
  await stages.idle()
  const open = (await db.select().from(outbox)).filter(({ status }) => status === 'planned' || status === 'claimed')
  expect(open.map(({ id, status, channel, dueAt }) => ({ id, status, channel, dueAt }))).toEqual([])
  const ends = await holdAgainst(db, carrier)
  const everyEnd = ['email failed', 'email sent', 'sms delivered', 'sms dropped', 'sms failed', 'sms sent']
  expect(Object.keys(ends)).toEqual(expect.arrayContaining([...everyEnd, 'web-push failed', 'web-push sent']))
  expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(MESSAGES * 0.9)
})
