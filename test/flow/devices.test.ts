import { expect, test } from 'vitest'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import { minutes, seconds } from '../../api/domain/time.ts'
import type { Delivery } from '../../api/ports.ts'
import { openDoorstep, STORE, type Sent } from '../doorstep.ts'
import { deliver, receive, subscribe, ticks, told, type Doorstep } from './customer.ts'

const DEVICES = ['laptop', 'phone', 'tablet'].map((name) => `https://fcm.googleapis.com/${name}`)
const SENT: Delivery = { outcome: 'sent' }
const busy: Delivery = { outcome: 'later', reason: 'push-503' }

const nameOf = ({ recipient }: Sent): string =>
  'endpoint' in recipient ? (recipient.endpoint.split('/').at(-1) ?? '') : recipient.channel
/** Which devices were tried and how often; their sequence is by chance. */
const tried = ({ sent }: Doorstep): string[] => sent.map(nameOf).sort()

/** What each device's service answers, one try after the other; after that it takes everything. */
function services(answers: Partial<Record<string, Delivery[]>>): (sent: Sent) => Delivery {
  return (sent) => answers[nameOf(sent)]?.shift() ?? SENT
}

async function withDevices(doorstep: Doorstep, count = 2): Promise<void> {
  await receive(doorstep)
  for (const device of DEVICES.slice(0, count)) await subscribe(doorstep, device)
}

test('the phone that its service could not reach is tried again, and the laptop that has it is left in peace', async () => {
  await using doorstep = await openDoorstep({ answer: services({ phone: [busy, busy] }) })
  await withDevices(doorstep)
  await deliver(doorstep)
  expect(tried(doorstep)).toEqual(['laptop', 'phone'])
  await ticks(doorstep, seconds(9))
  expect(tried(doorstep)).toHaveLength(2)
  for (let n = 0; n < 6; n += 1) await ticks(doorstep, seconds(15))
  expect(tried(doorstep)).toEqual(['laptop', 'phone', 'phone', 'phone'])
  expect(await told(doorstep)).toEqual([
    'planned delivered web-push',
    'sent delivered web-push',
    'planned delivered web-push',
    'failed delivered web-push push-503 transient again',
    'sent delivered web-push',
  ])
  const topics = new Set(doorstep.sent.map(({ message }) => message.topic))
  expect(topics.size).toBe(1)
  for await (const { differences } of rebuildProjections(doorstep.db, { keep: false })) expect(differences).toEqual([])
})

test('each of several devices is tried until it has the message, and no oftener', async () => {
  await using doorstep = await openDoorstep({ answer: services({ phone: [busy], tablet: [busy, busy] }) })
  await withDevices(doorstep, 3)
  await deliver(doorstep)
  for (let n = 0; n < 10; n += 1) await ticks(doorstep, seconds(15))
  expect(tried(doorstep)).toEqual(['laptop', 'phone', 'phone', 'tablet', 'tablet', 'tablet'])
})

test('a device that is never reached sends nobody the same news by mail, for the customer has it', async () => {
  const answer = (sent: Sent): Delivery => (nameOf(sent) === 'phone' ? busy : SENT)
  await using doorstep = await openDoorstep({ answer })
  await withDevices(doorstep)
  await deliver(doorstep)
  for (let n = 0; n < 20; n += 1) await ticks(doorstep, minutes(4))
  expect(doorstep.messages('email')).toEqual([])
  expect(tried(doorstep).filter((name) => name === 'laptop')).toHaveLength(1)
  expect((await told(doorstep)).at(-1)).toMatch(/^failed delivered web-push (push-503|provider-down)/)
})

test('one that refuses the message for good is not asked again with one that may take it another time', async () => {
  const refuses: Delivery = { outcome: 'failed', reason: 'push-413' }
  await using doorstep = await openDoorstep({ answer: services({ laptop: [refuses], phone: [busy] }) })
  await withDevices(doorstep)
  await deliver(doorstep)
  await ticks(doorstep, seconds(15))
  expect(tried(doorstep)).toEqual(['laptop', 'phone', 'phone'])
})

test('a sender that breaks off at one device takes nothing from the others', async () => {
  let isBroken = true
  const answer = (sent: Sent): Delivery => {
    if (!isBroken || nameOf(sent) !== 'phone') return SENT
    isBroken = false
    throw new TypeError('no such host')
  }
  await using doorstep = await openDoorstep({ answer })
  await withDevices(doorstep)
  await deliver(doorstep)
  await ticks(doorstep, seconds(15))
  expect(tried(doorstep)).toEqual(['laptop', 'phone', 'phone'])
})

test('the next process goes on with the devices that are left', async () => {
  await using shelf = await openDoorstep() // lends its file
  await using first = await openDoorstep({ file: shelf.file, answer: services({ phone: [busy] }) })
  await withDevices(first)
  await deliver(first)
  first.db.$client.close()
  await using next = await openDoorstep({ file: shelf.file })
  await ticks(next, seconds(15))
  expect([tried(first), tried(next)]).toEqual([['laptop', 'phone'], ['phone']])
})

test('the next message is for every device again', async () => {
  await using doorstep = await openDoorstep({ answer: services({ phone: [busy] }) })
  await withDevices(doorstep)
  const stops = [{ stopId: 'a', orderIds: ['1'] }]
  await doorstep.tell({ type: 'route.planned', data: { routeId: 'r', driver: { id: 'sam' }, stops } })
  await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
  await ticks(doorstep, seconds(15))
  await deliver(doorstep)
  expect(tried(doorstep)).toEqual(['laptop', 'laptop', 'phone', 'phone', 'phone'])
})

test('staff read that some devices are still to be reached', async () => {
  await using doorstep = await openDoorstep({ answer: services({ phone: [busy] }) })
  await withDevices(doorstep)
  await deliver(doorstep)
  const who = { email: 'kim@alderbay.example', password: 'correct horse battery' }
  await doorstep.enroll.staff(STORE.id, who.email, who.password)
  const json = { 'content-type': 'application/json' }
  const signedIn = await doorstep.post('/v1/support/session', JSON.stringify(who), json)
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const found = await doorstep.app.request('/v1/support/orders/1042', { headers: { cookie } })
  expect(await found.text()).toMatch(/sent by web-push; the devices that could not be reached are tried again at \d/)
})
