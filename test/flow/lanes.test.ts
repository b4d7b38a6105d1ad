import { expect, test } from 'vitest'
import { minutes, seconds } from '../../api/domain/time.ts'
import type { Delivery } from '../../api/ports.ts'
import { outbox } from '../../db/schema.ts'
import { openDoorstep } from '../doorstep.ts'
import { ANA, deliver, ticks, told, type Doorstep } from './customer.ts'

const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => `${n + 1}`)

/** So many orders handed over at once, each with a message to be sent. */
async function handOver(doorstep: Doorstep, count: number, contact: (id: string) => object): Promise<void> {
  await doorstep.tellBatch(
    ids(count).map((id) => ({ type: 'order.received', data: { orderId: id, number: id, customer: contact(id) } })),
  )
  await doorstep.tellBatch(ids(count).map((orderId) => ({ type: 'handoff.completed', data: { orderId } })))
}
const byMail = (id: string): object => ({ email: `c${id}@example.com` })
const statuses = async ({ db }: Doorstep): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { channel, status } of await db.select().from(outbox)) {
    counts[`${channel} ${status}`] = (counts[`${channel} ${status}`] ?? 0) + 1
  }
  return counts
}

test('a provider that takes three a second is sent three a second', async () => {
  await using doorstep = await openDoorstep({ perSecond: { email: 3 } })
  await handOver(doorstep, 10, byMail)
  const sent = [doorstep.sent.length]
  for (let n = 0; n < 3; n += 1) {
    await ticks(doorstep, seconds(1))
    sent.push(doorstep.sent.length)
  }
  expect(sent).toEqual([3, 6, 9, 10])
})

test('one slow provider keeps nobody else waiting', async () => {
  const never = Promise.withResolvers<Delivery>()
  const answer = ({ recipient }: { recipient: { channel: string } }): Delivery =>
    recipient.channel === 'email' ? (never.promise as unknown as Delivery) : { outcome: 'sent' }
  await using doorstep = await openDoorstep({ answer })
  const customers = ids(60).map((id) => (Number(id) > 50 ? { phone: ANA.phone } : byMail(id)))
  for (const [n, customer] of customers.entries())
    await doorstep.stages.record({
      ...{ dispensaryId: 'alder-bay', source: 'till', eventId: `in-${n}` },
      event: { type: 'order.received', time: doorstep.now(), data: { orderId: `${n}`, number: `${n}` } },
      attached: { contacts: { [n]: customer } },
    })
  for (const n of customers.keys()) {
    const event = { type: 'handoff.completed' as const, time: doorstep.now(), data: { orderId: `${n}` } }
    await doorstep.stages.record({ dispensaryId: 'alder-bay', source: 'till', eventId: `out-${n}`, event })
  }
  while (doorstep.messages('sms').length < 10) await new Promise(setImmediate)
  expect(doorstep.messages('email').length).toBeLessThanOrEqual(40)
  never.resolve({ outcome: 'sent' })
  await doorstep.stages.idle()
  expect(await statuses(doorstep)).toEqual({ 'email sent': 50, 'sms sent': 10 })
})

test('a provider that is down is left alone, one asks whether it is back, and then all are sent', async () => {
  let isDown = true
  const answer = (): Delivery => (isDown ? { outcome: 'later', reason: 'network-ECONNREFUSED' } : { outcome: 'sent' })
  await using doorstep = await openDoorstep({ answer, perSecond: { email: 5 } })
  await handOver(doorstep, 20, byMail)
  expect(doorstep.sent).toHaveLength(5)
  for (let n = 0; n < 29; n += 1) await ticks(doorstep, seconds(1))
  expect(doorstep.sent).toHaveLength(5)
  await ticks(doorstep, seconds(1))
  expect(doorstep.sent).toHaveLength(6) // the one that asks; its answer closes the lane for a minute
  await ticks(doorstep, seconds(59))
  expect(doorstep.sent).toHaveLength(6)
  isDown = false
  for (let n = 0; n < 10; n += 1) await ticks(doorstep, seconds(1))
  expect(await statuses(doorstep)).toEqual({ 'email sent': 20 })
})

test('what waited half its life for a provider that is down goes another way', async () => {
  const answer = ({ recipient }: { recipient: { channel: string } }): Delivery =>
    recipient.channel === 'email' ? { outcome: 'later', reason: 'network-ETIMEDOUT' } : { outcome: 'sent' }
  await using doorstep = await openDoorstep({ answer, perSecond: { email: 5 } })
  await handOver(doorstep, 8, (id) => ({ ...byMail(id), phone: `+1707555010${id}` }))
  for (let n = 0; n < 10; n += 1) await ticks(doorstep, minutes(4))
  expect(await statuses(doorstep)).toEqual({ 'email failed': 8, 'sms sent': 8 })
  expect(await told(doorstep)).toContain('failed delivered email provider-down transient')
})

test('and what comes after it does not, once that provider is back: no address was refused', async () => {
  let isDown = true
  const answer = ({ recipient }: { recipient: { channel: string } }): Delivery =>
    isDown && recipient.channel === 'email' ? { outcome: 'later', reason: 'network-ETIMEDOUT' } : { outcome: 'sent' }
  await using doorstep = await openDoorstep({ answer, perSecond: { email: 5 } })
  for (const id of ids(8)) {
    const customer = { email: `c${id}@example.com`, phone: `+1707555010${id}` }
    await doorstep.tell({ type: 'order.received', data: { orderId: id, number: id, customer } })
    await doorstep.tell({ type: 'order.departed', data: { orderId: id } })
  }
  for (let n = 0; n < 8; n += 1) await ticks(doorstep, minutes(4))
  expect(await told(doorstep)).toContain('failed out-for-delivery email provider-down transient')
  isDown = false
  await ticks(doorstep, minutes(5))
  const before = doorstep.sent.length
  for (const id of ids(8)) {
    await deliver(doorstep, id)
    await ticks(doorstep, seconds(1))
  }
  expect(doorstep.sent.slice(before).map(({ recipient }) => recipient.channel)).toEqual(ids(8).map(() => 'email'))
})

test('after the rest that a provider asked for one message tries first, and the others wait for its answer', async () => {
  const busy: Delivery = { outcome: 'throttled', reason: 'twilio-20429', retryAfterMs: minutes(1) }
  await using doorstep = await openDoorstep({ answer: () => busy, perSecond: { email: 3 } })
  await handOver(doorstep, 12, byMail)
  const tried = [doorstep.sent.length]
  for (let n = 0; n < 3; n += 1) {
    await ticks(doorstep, minutes(1))
    tried.push(doorstep.sent.length)
  }
  expect(tried).toEqual([3, 4, 5, 6])
})

test('a provider that says there were too many is left alone for as long as it asks', async () => {
  let isBusy = true
  const answer = (): Delivery =>
    isBusy ? { outcome: 'throttled', reason: 'twilio-20429', retryAfterMs: seconds(20) } : { outcome: 'sent' }
  await using doorstep = await openDoorstep({ answer, perSecond: { email: 2 } })
  await handOver(doorstep, 6, byMail)
  isBusy = false
  await ticks(doorstep, seconds(19))
  expect(doorstep.sent).toHaveLength(2)
  for (let n = 0; n < 30; n += 1) await ticks(doorstep, seconds(1))
  expect([await statuses(doorstep), doorstep.sent.length]).toEqual([{ 'email sent': 6 }, 8])
})
