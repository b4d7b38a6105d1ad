import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../api/domain/time.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { ANA, deliver, outcomes, plannedOnRoute, receive, subscribe, ticks, told, type Doorstep } from './customer.ts'

describe('a message goes out', () => {
  test('once, with a link of its own, and the trail says so', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    await deliver(doorstep)
    expect(doorstep.sent).toMatchObject([
      { recipient: { channel: 'email', address: ANA.email }, message: { kind: 'delivered', locale: 'en' } },
    ])
    expect(await told(doorstep)).toEqual(['planned delivered email', 'sent delivered email'])
    const url = new URL(doorstep.sent[0]?.message.url ?? '')
    expect((await doorstep.app.request(`/v1/track/${url.pathname.split('/').at(-1)}`)).status).toBe(200)
  })

  test.each<[string, object, boolean, string[]]>([
    ['by push when a device asked for it', ANA, true, ['web-push']],
    ['by mail when none did', ANA, false, ['email']],
    ['by text message when there is no mail', { phone: ANA.phone }, false, ['sms']],
    ['to nobody when nobody can be reached', {}, false, []],
  ])('%s', async (_, customer, device, channels) => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, customer)
    if (device) expect((await subscribe(doorstep)).status).toBe(201)
    await deliver(doorstep)
    expect(doorstep.sent.map(({ recipient }) => recipient.channel)).toEqual(channels)
  })

  test('by text message only where the dispensary has attested that it may', async () => {
    const { smsAttestation: _, ...store } = STORE
    await using doorstep = await openDoorstep({ store })
    await receive(doorstep, { phone: ANA.phone })
    await deliver(doorstep)
    expect(await told(doorstep)).toEqual([])
  })

  test('to every device that asked for it, as one message', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    for (const device of ['one', 'two']) await subscribe(doorstep, `https://fcm.googleapis.com/${device}`)
    await deliver(doorstep)
    const devices = doorstep.sent.map(({ recipient }) => ('endpoint' in recipient ? recipient.endpoint : ''))
    expect(devices.sort()).toEqual(['https://fcm.googleapis.com/one', 'https://fcm.googleapis.com/two'])
    expect(await told(doorstep)).toEqual(['planned delivered web-push', 'sent delivered web-push'])
  })
})

describe('late news is no news', () => {
  test('nobody is told that the driver is near when that was three minutes ago', async () => {
    await using doorstep = await openDoorstep()
    await plannedOnRoute(doorstep)
    const time = new Date(doorstep.now() - minutes(3)).toISOString()
    await doorstep.tell({ type: 'stop.approached', time, data: { routeId: 'r', stopId: 'a' } })
    expect([(await doorstep.view('1')).milestone, doorstep.sent]).toEqual(['arriving-soon', []])
  })

  test('a message that waited too long is dropped, and the trail says so', async () => {
    await using doorstep = await openDoorstep()
    await plannedOnRoute(doorstep)
    const event = { type: 'stop.approached' as const, time: doorstep.now(), data: { routeId: 'r', stopId: 'a' } }
    await doorstep.stages.record({ dispensaryId: 'alder-bay', source: 'test', eventId: 'near', event })
    doorstep.advance(minutes(3)) // before anybody could send it
    await doorstep.stages.idle()
    expect(doorstep.sent).toEqual([])
    expect(await told(doorstep)).toEqual(['planned arriving-soon email', 'dropped arriving-soon email too-late'])
  })

  test('a message is not sent when the order has gone on meanwhile', async () => {
    await using doorstep = await openDoorstep()
    await plannedOnRoute(doorstep)
    await doorstep.tellBatch([
      { type: 'route.departed', data: { routeId: 'r' } },
      { type: 'stop.approached', data: { routeId: 'r', stopId: 'a' } },
    ])
    expect(doorstep.messages()).toEqual(['arriving-soon'])
    expect(await told(doorstep)).toContain('dropped out-for-delivery email no-longer-true')
  })

  test('steps told late fill in their times and write to nobody', async () => {
    await using doorstep = await openDoorstep()
    await plannedOnRoute(doorstep)
    await deliver(doorstep)
    const time = new Date(doorstep.now() - seconds(60)).toISOString()
    await doorstep.tell({ type: 'stop.approached', time, data: { routeId: 'r', stopId: 'a' } })
    await doorstep.tell({ type: 'route.departed', time, data: { routeId: 'r' } })
    expect([doorstep.messages(), await told(doorstep)]).toEqual([
      ['delivered'],
      ['planned delivered email', 'sent delivered email'],
    ])
    expect(
      (await doorstep.view('1')).steps.every(({ step, reachedAt }) => reachedAt !== null || step === 'preparing'),
    ).toBe(true)
  })

  test('the same news by till, driver and position is one message', async () => {
    await using doorstep = await openDoorstep()
    await plannedOnRoute(doorstep)
    for (const id of ['till', 'driver', 'again'])
      await doorstep.tell({ id, type: 'route.departed', data: { routeId: 'r' } })
    for (const id of ['x', 'y'])
      await doorstep.tell({ id, type: 'stop.approached', data: { routeId: 'r', stopId: 'a' } })
    expect(doorstep.messages()).toEqual(['out-for-delivery', 'arriving-soon'])
  })
})

describe('who wants no messages gets none', () => {
  const withdraw = (doorstep: Doorstep, channel: 'email' | 'sms') =>
    doorstep.stages.record({
      dispensaryId: 'alder-bay',
      source: 'test',
      eventId: `no-${channel}`,
      event: {
        type: 'consent.withdrawn',
        time: doorstep.now(),
        data: { orderId: '1', channel, source: 'page', scope: 'order' },
      },
    })

  test('on the channel that they turned off; another may still be used', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    await withdraw(doorstep, 'email')
    await deliver(doorstep)
    expect(doorstep.sent.map(({ recipient }) => recipient.channel)).toEqual(['sms'])
  })

  test('on any, when they turned off all', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    await withdraw(doorstep, 'email')
    await withdraw(doorstep, 'sms')
    await deliver(doorstep)
    expect([doorstep.sent, await told(doorstep)]).toEqual([[], []])
  })

  test('not even one that was planned before, and the trail says why', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes({ outcome: 'later', reason: 'busy' }) })
    await receive(doorstep, { email: ANA.email })
    await deliver(doorstep)
    await withdraw(doorstep, 'email')
    await ticks(doorstep, minutes(1))
    expect(await told(doorstep)).toEqual([
      'planned delivered email',
      'failed delivered email busy transient again',
      'dropped delivered email opted-out',
    ])
  })
})
