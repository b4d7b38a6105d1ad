import { Agent } from 'node:https'
import webPush from 'web-push'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { webPushSender } from '../../api/adapters/web-push.ts'
import { hours, minutes, seconds } from '../../api/domain/time.ts'
import type { Recipient, Send } from '../../api/ports.ts'
import { type PushService, startPushService } from '../peers/push-service.ts'
import { aMessage, NOW } from './messages.ts'
import { itSends } from './sending.contract.ts'

const vapid = { subject: 'mailto:ops@doorstep.example', ...webPush.generateVAPIDKeys() }

async function open(): Promise<{ service: PushService; send: Send; recipient: Recipient & { channel: 'web-push' } }> {
  const service = await startPushService()
  const send = webPushSender(vapid, { agent: new Agent({ ca: service.ca }) })
  const { endpoint, keys } = service.subscribe()
  return { service, send, recipient: { channel: 'web-push', endpoint, ...keys } }
}

itSends('web push', async () => {
  const { service, send, recipient } = await open()
  return {
    send,
    recipient,
    received: () => service.received.map(({ payload }) => payload),
    peer: {
      takesAll: () => service.answer(201),
      addressIsDead: () => service.answer(410),
      isBusy: () => service.answer(503),
      refuses: () => service.answer(413),
      hangsUp: () => service.hangUp(),
    },
    close: service.close,
  }
})

describe('web push', () => {
  let world: Awaited<ReturnType<typeof open>>
  beforeEach(async () => {
    world = await open()
  })
  afterEach(() => world.service.close())
  const message = aMessage('web-push')

  test('the browser gets a notification that it can show without our page', async () => {
    await world.send(world.recipient, message, NOW)
    expect(JSON.parse(world.service.received[0]?.payload ?? '')).toEqual({
      web_push: 8030,
      notification: {
        title: 'Ya casi llega: 6:02–6:08 p.m.',
        body: 'Señor Alder: la próxima parada es la suya. Reciba a Sam en la puerta con su identificación oficial con foto.',
        navigate: message.url,
        lang: 'es',
        dir: 'ltr',
        tag: 'order-1042',
        silent: false,
        data: { id: expect.stringMatching(/^[\w-]{16}$/) },
      },
    })
  })

  test('a message has the same name at every try, and the next one of its order another', async () => {
    const again = { ...message, id: `${message.id}:2` } // as it goes to the devices that are left
    const next = { ...message, kind: 'delivered' as const }
    const later = { ...message, expiresAt: message.expiresAt + 1 } // of a second delay
    for (const one of [message, again, next, later]) await world.send(world.recipient, one, NOW)
    const [first, ...others] = world.service.received.map(({ payload }) => JSON.parse(payload).notification.data.id)
    expect(others.map((id) => id === first)).toEqual([true, false, false])
  })

  test('the push service keeps it no longer than it is true, and wakes a sleeping phone for it', async () => {
    await world.send(world.recipient, message, NOW + minutes(4))
    expect(world.service.received[0]).toMatchObject({ ttl: 360, urgency: 'high', claims: { sub: vapid.subject } })
  })

  test('nobody is woken for an order that is already in hand', async () => {
    await world.send(world.recipient, aMessage('web-push', 'delivered'), NOW)
    expect(world.service.received[0]).toMatchObject({ urgency: 'normal' })
  })

  test('the next message of an order replaces the one that was not read, and the service learns no order id', async () => {
    await world.send(world.recipient, message, NOW)
    await world.send(world.recipient, { ...message, text: 'Next' }, NOW)
    await world.send(world.recipient, { ...message, topic: 'order-1043' }, NOW)
    const [one, two, other] = world.service.received.map(({ topic }) => topic)
    expect(one).toMatch(/^[\w-]{32}$/)
    expect(two).toBe(one)
    expect(other).not.toBe(one)
    expect(one).not.toContain('1042')
  })

  test('a message of any length fits', async () => {
    expect(await world.send(world.recipient, { ...message, text: 'ñ'.repeat(5_000) }, NOW)).toEqual({ outcome: 'sent' })
    const payload = world.service.received[0]?.payload ?? ''
    expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(2_500)
    expect(JSON.parse(payload)).toMatchObject({ notification: { navigate: message.url } })
    const endless = { ...message, url: `https://track.example.com/${'t'.repeat(3_000)}` }
    expect(await world.send(world.recipient, endless, NOW)).toEqual({ outcome: 'failed', reason: 'push-too-long' })
  })

  test.each([
    [200, 'sent'],
    [201, 'sent'],
    [202, 'sent'],
    [404, 'gone'],
    [410, 'gone'],
    [400, 'failed'],
    [401, 'failed'],
    [403, 'failed'],
    [413, 'failed'],
    [302, 'failed'],
    [429, 'throttled'],
    [500, 'later'],
    [502, 'later'],
    [503, 'later'],
  ])('an answer of %i means %s', async (status, outcome) => {
    world.service.answer(status)
    const delivery = await world.send(world.recipient, message, NOW)
    expect(delivery).toEqual(outcome === 'sent' ? { outcome } : { outcome, reason: `push-${status}` })
  })

  test.each([
    ['120', seconds(120)],
    [new Date(NOW + hours(1)).toUTCString(), hours(1)],
    [new Date(NOW - hours(1)).toUTCString(), 0],
    ['soon', undefined],
  ])('a service that says Retry-After: %s is asked again then', async (retryAfter, retryAfterMs) => {
    world.service.answer(429, { 'retry-after': retryAfter })
    const delivery = await world.send(world.recipient, message, NOW)
    expect(delivery).toEqual({
      outcome: 'throttled',
      reason: 'push-429',
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    })
  })

  test('a service that finds a message too long gets its title and its page', async () => {
    world.service.takeUpTo(700)
    const long = { ...message, text: 'ñ'.repeat(400) }
    expect(await world.send(world.recipient, long, NOW)).toEqual({ outcome: 'sent' })
    const { notification } = JSON.parse(world.service.received[0]?.payload ?? '') as { notification: object }
    expect(notification).toMatchObject({ title: message.subject, body: '', navigate: message.url })
    world.service.takeUpTo(100)
    expect(await world.send(world.recipient, long, NOW)).toEqual({ outcome: 'failed', reason: 'push-413' })
  })

  test('a subscription whose keys are no keys is gone, and nothing is sent', async () => {
    const bent = { ...world.recipient, p256dh: `${world.recipient.p256dh.slice(0, -4)}AAAA` }
    expect(await world.send(bent, message, NOW)).toMatchObject({ outcome: 'gone' })
    expect(await world.send({ ...bent, p256dh: 'short' }, message, NOW)).toMatchObject({ outcome: 'gone' })
  })

  test('a service whose certificate nobody vouches for gets nothing', async () => {
    const delivery = await webPushSender(vapid)(world.recipient, message, NOW)
    expect(delivery).toMatchObject({ outcome: 'later', reason: expect.stringMatching(/^network-/) })
    expect(world.service.received).toEqual([])
  })

  test('wrong VAPID keys are found at the start, not with the first customer', () => {
    expect(() => webPushSender({ ...vapid, privateKey: 'nonsense' })).toThrow()
    expect(() => webPushSender({ ...vapid, subject: 'ops' })).toThrow()
  })
})
