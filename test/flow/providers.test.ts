import { expect, test } from 'vitest'
import { ownTextsOver } from '../../api/adapters/aggregator.ts'
import { minutes, seconds } from '../../api/domain/time.ts'
import { createLanes } from '../../api/notify/lanes.ts'
import type { Delivery } from '../../api/ports.ts'
import { outbox } from '../../db/schema.ts'
import { openDoorstep, STORE, type Sent } from '../doorstep.ts'
import { ticks, type Doorstep } from './customer.ts'

const MOZILLA = 'https://updates.push.services.mozilla.com/wpush/v2/'
const APPLE = 'https://web.push.apple.com/'
const OTHER_STORE = { ...STORE, id: 'bay-two', licence: 'C10-0000124-LIC' }
const SENT: Delivery = { outcome: 'sent' }
const DOWN: Delivery = { outcome: 'later', reason: 'http-503' }

async function addDevice(
  { stages, now }: Doorstep,
  orderId: string,
  endpoint: string,
  dispensaryId = STORE.id,
): Promise<void> {
  const data = { orderId, channel: 'web-push' as const, wording: 'notify-me-on-this-device', source: 'device' as const }
  await stages.record({
    ...{ dispensaryId, source: 'page', eventId: endpoint, event: { type: 'consent.given', time: now(), data } },
    attached: { push: { orderId, endpoint, p256dh: 'p', auth: 'a' } },
  })
}

/** Orders of customers with these devices, or else with a phone, handed over at once. */
async function handOver(doorstep: Doorstep, orders: Record<string, string[]>, dispensaryId = STORE.id): Promise<void> {
  const { stages, now } = doorstep
  const of = { dispensaryId, source: 'till' }
  for (const [orderId, endpoints] of Object.entries(orders)) {
    const contacts = { [orderId]: { phone: `+1707555${orderId.padStart(4, '0')}` } }
    const data = { orderId, number: orderId }
    const event = { type: 'order.received' as const, time: now(), data }
    await stages.record({ ...of, eventId: `in-${orderId}`, event, attached: { contacts } })
    for (const endpoint of endpoints) await addDevice(doorstep, orderId, endpoint, dispensaryId)
  }
  for (const orderId of Object.keys(orders)) {
    const event = { type: 'handoff.completed' as const, time: now(), data: { orderId } }
    await stages.record({ ...of, eventId: `out-${orderId}`, event })
  }
  await stages.idle()
}
const isTo = ({ recipient }: Sent, service: string): boolean =>
  recipient.channel === 'web-push' && recipient.endpoint.startsWith(service)
const toldAt = (doorstep: Doorstep, service: string): number =>
  doorstep.sent.filter((sent) => isTo(sent, service)).length
const statuses = async ({ db }: Doorstep): Promise<string[]> =>
  (await db.select().from(outbox)).map(({ id, status }) => `${id.split(':').slice(1, 2).join()} ${status}`)

test('a push service that asks to be left alone for an hour keeps no device elsewhere waiting, and is asked again before that', async () => {
  let isBusy = true
  const busy: Delivery = { outcome: 'throttled', reason: 'push-429', retryAfterMs: minutes(60) }
  await using doorstep = await openDoorstep({ answer: (sent) => (isBusy && isTo(sent, MOZILLA) ? busy : SENT) })
  await handOver(doorstep, { 1: [`${MOZILLA}1`] })
  await handOver(doorstep, { 2: [`${MOZILLA}2`], 3: [`${APPLE}3`] })
  expect([toldAt(doorstep, MOZILLA), toldAt(doorstep, APPLE)]).toEqual([1, 1])
  isBusy = false
  await ticks(doorstep, minutes(5) - 1)
  expect(toldAt(doorstep, MOZILLA)).toBe(1)
  await ticks(doorstep, 1)
  expect(toldAt(doorstep, MOZILLA)).toBe(2)
})

test('a message to two devices goes to one while the service of the other is left alone, and to that one afterwards', async () => {
  let isDown = true
  await using doorstep = await openDoorstep({ answer: (sent) => (isDown && isTo(sent, MOZILLA) ? DOWN : SENT) })
  await handOver(doorstep, Object.fromEntries([1, 2, 3, 4, 5].map((n) => [n, [`${MOZILLA}${n}`]])))
  await handOver(doorstep, { 6: [`${MOZILLA}6`, `${APPLE}6`], 7: [`${MOZILLA}7`] })
  expect([toldAt(doorstep, MOZILLA), toldAt(doorstep, APPLE)]).toEqual([5, 1])
  isDown = false
  for (let n = 0; n < 4; n += 1) await ticks(doorstep, seconds(30))
  expect([toldAt(doorstep, MOZILLA), toldAt(doorstep, APPLE)]).toEqual([12, 1])
  expect((await statuses(doorstep)).filter((line) => !line.endsWith('sent'))).toEqual([])
})

test('more that waits for one service than is looked at in one go hides nothing that another takes', async () => {
  const answer = (sent: Sent): Delivery => (isTo(sent, MOZILLA) ? DOWN : SENT)
  await using doorstep = await openDoorstep({ answer })
  await handOver(doorstep, Object.fromEntries([1, 2, 3, 4, 5].map((n) => [n, [`${MOZILLA}${n}`]])))
  const waiting = Array.from({ length: 45 }, (_, n) => [n + 10, [`${MOZILLA}${n}`]] as const)
  await handOver(doorstep, { ...Object.fromEntries(waiting), 90: [`${APPLE}1`] })
  expect([toldAt(doorstep, MOZILLA), toldAt(doorstep, APPLE)]).toEqual([5, 1])
})

test('a service that is back is sent what waited for it, also while another still rests', async () => {
  let isBusy = true
  const asks = (retryAfterMs: number): Delivery => ({ outcome: 'throttled', reason: 'push-429', retryAfterMs })
  const answer = (sent: Sent): Delivery => (isTo(sent, MOZILLA) ? asks(minutes(5)) : isBusy ? asks(seconds(20)) : SENT)
  await using doorstep = await openDoorstep({ answer })
  await handOver(doorstep, { 1: [`${MOZILLA}1`], 2: [`${APPLE}2`] })
  await handOver(doorstep, { 3: [`${MOZILLA}3`], 4: [`${APPLE}4`] })
  isBusy = false
  for (let n = 0; n < 2; n += 1) await ticks(doorstep, seconds(10))
  expect((await statuses(doorstep)).sort()).toEqual(['1 planned', '2 planned', '3 planned', '4 sent'])
})

test('a device that is added while a message waits for another’s service is told within a minute', async () => {
  const busy: Delivery = { outcome: 'throttled', reason: 'push-429', retryAfterMs: minutes(60) }
  await using doorstep = await openDoorstep({ answer: (sent) => (isTo(sent, MOZILLA) ? busy : SENT) })
  await handOver(doorstep, { 1: [`${MOZILLA}1`] })
  await handOver(doorstep, { 2: [`${MOZILLA}2`] })
  await ticks(doorstep, seconds(10))
  await addDevice(doorstep, '2', `${APPLE}2`)
  await ticks(doorstep, seconds(61))
  expect([toldAt(doorstep, MOZILLA), toldAt(doorstep, APPLE)]).toEqual([1, 1])
})

/** One store with an aggregator of its own, and one whose text messages are sent by the provider of all. */
async function twoStores(answer: () => Delivery) {
  const byOwn: string[] = []
  const sender: ReturnType<typeof ownTextsOver>['sender'] = () => async (_, message) => {
    byOwn.push(message.id)
    return answer()
  }
  const doorstep = await openDoorstep({ ownTexts: { ...ownTextsOver(), sender }, perSecond: { sms: 1 } })
  await doorstep.enroll.dispensary(OTHER_STORE)
  await doorstep.enroll.aggregator(OTHER_STORE.id, 'https://texts.example/send')
  return { doorstep, byOwn }
}
const texts = (first: number, count: number): Record<string, string[]> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [first + n, []]))

test('a store’s aggregator that is down closes the provider of all for nobody', async () => {
  const { doorstep, byOwn } = await twoStores(() => DOWN)
  await using _ = doorstep
  await handOver(doorstep, texts(10, 5), OTHER_STORE.id)
  await handOver(doorstep, texts(20, 1), OTHER_STORE.id)
  await handOver(doorstep, texts(30, 1))
  expect([byOwn.length, doorstep.messages('sms')]).toEqual([5, ['delivered']])
})

test('an aggregator is as fast as it answers, whatever the provider of all takes a second', async () => {
  const { doorstep, byOwn } = await twoStores(() => SENT)
  await using _ = doorstep
  await handOver(doorstep, texts(10, 5))
  await handOver(doorstep, texts(20, 5), OTHER_STORE.id)
  expect([byOwn.length, doorstep.messages('sms').length]).toEqual([5, 1])
})

test('what was learned of a provider that nothing was sent to for half an hour is not kept', () => {
  const lanes = createLanes(() => undefined)
  const stranger = lanes.of('agg_gone', 0)
  lanes.of('sms', 0).begin(0) // and its answer is still out
  lanes.of('agg_new', minutes(30))
  expect(lanes.of('agg_gone', minutes(30))).toBe(stranger)
  const [texts] = [lanes.of('sms', 0)]
  lanes.of('agg_newer', minutes(31))
  expect([lanes.of('agg_gone', minutes(31)) === stranger, lanes.of('sms', 0) === texts]).toEqual([false, true])
})
