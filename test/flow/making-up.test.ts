import { describe, expect, test } from 'vitest'
import type { DoorstepEvent } from '../../api/domain/event.ts'
import type { Channel } from '../../api/domain/notification.ts'
import { minutes } from '../../api/domain/time.ts'
import type { Delivery } from '../../api/ports.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { ANA, deliver, outcomes, plannedOnRoute, receive, subscribe, ticks, told, type Doorstep } from './customer.ts'

const changes = (doorstep: Doorstep, customer: object, time?: string): Promise<Response> =>
  doorstep.tell({ type: 'order.updated', data: { orderId: '1', customer }, ...(time && { time }) })
const ofRoute = (doorstep: Doorstep, type: string, data: object = {}): Promise<Response> =>
  doorstep.tell({ type, data: { routeId: 'r', ...data } })
const sent = ({ sent: all }: Doorstep): string[] =>
  all.map(({ recipient, message }) => `${message.kind} ${recipient.channel}`)

async function consents(doorstep: Doorstep, how: 'given' | 'withdrawn', channel: Channel): Promise<void> {
  const data = { orderId: '1', channel, wording: 'test', source: 'page' }
  const event = { type: `consent.${how}`, time: doorstep.now(), data } as DoorstepEvent
  await doorstep.stages.record({ dispensaryId: STORE.id, source: 'test', eventId: `${how} ${channel}`, event })
  await doorstep.stages.idle()
}

/** On the road, and nobody knows how to reach the customer. */
async function onTheRoad(customer: object = {}): Promise<Doorstep> {
  const doorstep = await openDoorstep()
  await receive(doorstep, customer)
  const stops = [{ stopId: 'a', orderIds: ['1'] }]
  await ofRoute(doorstep, 'route.planned', { driver: { id: 'sam' }, stops })
  await ofRoute(doorstep, 'route.departed')
  return doorstep
}

describe('what nobody could be told is told once there is a way', () => {
  test.each<[string, object, string]>([
    ['a mail address', { email: ANA.email }, 'email'],
    ['a phone number', { phone: ANA.phone }, 'sms'],
    ['both', ANA, 'email'],
  ])('%s', async (_, customer, channel) => {
    await using doorstep = await onTheRoad()
    expect(doorstep.sent).toEqual([])
    doorstep.advance(minutes(5))
    await changes(doorstep, customer)
    expect(sent(doorstep)).toEqual([`out-for-delivery ${channel}`])
    expect(await told(doorstep)).toEqual([`planned out-for-delivery ${channel}`, `sent out-for-delivery ${channel}`])
  })

  test('a device', async () => {
    await using doorstep = await onTheRoad()
    await subscribe(doorstep)
    expect(sent(doorstep)).toEqual(['out-for-delivery web-push'])
  })

  test.each<[string, (doorstep: Doorstep) => Promise<unknown>, string]>([
    ['a device that asks for it', subscribe, 'web-push'],
    ['a word that mail is welcome', (doorstep) => consents(doorstep, 'given', 'email'), 'email'],
  ])('%s, after the customer wanted no messages at all', async (_, asks, channel) => {
    await using doorstep = await openDoorstep()
    await plannedOnRoute(doorstep)
    await subscribe(doorstep)
    for (const one of ['web-push', 'email', 'sms'] as const) await consents(doorstep, 'withdrawn', one)
    await ofRoute(doorstep, 'route.departed')
    expect(doorstep.sent).toEqual([])
    await asks(doorstep)
    expect(sent(doorstep)).toEqual([`out-for-delivery ${channel}`])
  })
})

describe('but', () => {
  test('only what is true now: of where the order was before nobody hears any more', async () => {
    await using doorstep = await onTheRoad()
    await ofRoute(doorstep, 'stop.approached', { stopId: 'a' })
    await changes(doorstep, ANA)
    expect(sent(doorstep)).toEqual(['arriving-soon email'])
  })

  test.each<[string, number, number]>([
    ['just not', 30, 0],
    ['just', 29, 1],
  ])('late news is no news, however it comes about: %s', async (_, minute, count) => {
    await using doorstep = await onTheRoad()
    doorstep.advance(minutes(minute))
    await changes(doorstep, ANA)
    expect(doorstep.sent).toHaveLength(count)
  })

  test('where there is nothing to tell, nothing is told', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, {})
    await changes(doorstep, ANA)
    await ofRoute(doorstep, 'route.planned', { driver: { id: 'sam' }, stops: [{ stopId: 'a', orderIds: ['1'] }] })
    await ofRoute(doorstep, 'route.departed')
    await ofRoute(doorstep, 'stop.approached', { stopId: 'a' })
    await ofRoute(doorstep, 'stop.arrived', { stopId: 'a' })
    doorstep.sent.length = 0
    await changes(doorstep, { phone: ANA.phone })
    await subscribe(doorstep)
    expect(doorstep.sent).toEqual([])
  })

  test('once: who has it hears it by no other way, however often their contact is told', async () => {
    await using doorstep = await onTheRoad({ email: ANA.email })
    expect(sent(doorstep)).toEqual(['out-for-delivery email'])
    await subscribe(doorstep)
    for (let n = 0; n < 3; n += 1) await changes(doorstep, { ...ANA, email: `new-${n}@example.com` })
    expect(sent(doorstep)).toEqual(['out-for-delivery email'])
    await deliver(doorstep)
    expect(sent(doorstep)).toEqual(['out-for-delivery email', 'delivered web-push'])
  })

  test('nor while it is still on its way', async () => {
    const answer = outcomes({ outcome: 'later', reason: 'busy' })
    await using doorstep = await openDoorstep({ answer })
    await receive(doorstep, { email: ANA.email })
    await deliver(doorstep)
    await changes(doorstep, { phone: ANA.phone })
    await subscribe(doorstep)
    await ticks(doorstep, minutes(1))
    expect(sent(doorstep)).toEqual(['delivered email', 'delivered email'])
    expect((await told(doorstep)).filter((line) => line.startsWith('planned'))).toHaveLength(1)
  })

  test('a way that led nowhere is not tried again; another is', async () => {
    const answer = (): Delivery => ({ outcome: 'failed', reason: 'no-such-mailbox' })
    await using doorstep = await openDoorstep({ answer })
    await receive(doorstep, { email: ANA.email })
    await deliver(doorstep)
    await changes(doorstep, { email: 'new@example.com' })
    expect(sent(doorstep)).toEqual(['delivered email'])
    await changes(doorstep, { phone: ANA.phone })
    expect(sent(doorstep)).toEqual(['delivered email', 'delivered sms'])
  })

  test('a step that is told late makes up for nothing', async () => {
    const answer = (): Delivery => ({ outcome: 'failed', reason: 'no-such-mailbox' })
    await using doorstep = await openDoorstep({ answer })
    await receive(doorstep, ANA)
    await deliver(doorstep)
    const time = new Date(doorstep.now() - minutes(1)).toISOString()
    await doorstep.tell({ type: 'order.departed', time, data: { orderId: '1' } })
    expect(sent(doorstep)).toEqual(['delivered email', 'delivered sms'])
  })

  test('old news of the customer opens no way', async () => {
    await using doorstep = await onTheRoad()
    await changes(doorstep, {})
    await changes(doorstep, ANA, new Date(doorstep.now() - minutes(10)).toISOString())
    expect(doorstep.sent).toEqual([])
  })

  test('a new attempt is told of anew', async () => {
    await using doorstep = await onTheRoad(ANA)
    await doorstep.tell({ type: 'handoff.refused', data: { orderId: '1', reason: 'not-home' } })
    doorstep.advance(minutes(30))
    await doorstep.tell({ type: 'order.departed', data: { orderId: '1' } })
    expect(sent(doorstep)).toEqual(['out-for-delivery email', 'not-delivered email', 'out-for-delivery email'])
  })
})
