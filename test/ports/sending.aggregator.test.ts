import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ownTextsOver } from '../../api/adapters/aggregator.ts'
import { PUBLIC_REACH } from '../../api/adapters/webhook.ts'
import type { Recipient, Send } from '../../api/ports.ts'
import { SECRET, startWebhookPeer, type WebhookPeer } from '../peers/webhook.ts'
import { aMessage } from './messages.ts'

const recipient: Recipient = { channel: 'sms', phone: '+14155550100' }
/** Signatures are dated, and the peer looks at the date. */
const now = Date.now()
const message = { ...aMessage('sms'), expiresAt: now + 600_000 }

describe('a dispensary’s own aggregator', () => {
  let peer: WebhookPeer
  let send: Send
  beforeEach(async () => {
    peer = await startWebhookPeer()
    send = ownTextsOver({ lookup: peer.lookup, ca: peer.ca, timeoutMs: 2_000 }).sender({
      url: peer.url,
      secret: SECRET,
    })
  })
  afterEach(() => peer.close())

  test('is told what to send to whom, signed, and says under which name it took it', async () => {
    expect(await send(recipient, message, now)).toEqual({ outcome: 'sent', reference: 'agg-1' })
    expect(peer.told).toMatchObject([
      {
        type: 'message.send',
        data: { to: '+14155550100', text: message.text, expiresAt: new Date(message.expiresAt).toISOString() },
      },
    ])
  })

  test('is told the same under the same id, so that twice is once', async () => {
    await send(recipient, message, now)
    await send(recipient, message, now)
    expect(peer.told).toHaveLength(1)
    await send(recipient, { ...message, id: 'another' }, now)
    expect(peer.told).toHaveLength(2)
  })

  test.each<[number, string, Record<string, string>, object]>([
    [422, '{"error":"opted-out"}', {}, { outcome: 'opted-out', reason: 'aggregator-422' }],
    [422, '{"error":"filtered"}', {}, { outcome: 'filtered', reason: 'aggregator-422' }],
    [422, '{"error":"invalid-number"}', {}, { outcome: 'gone', reason: 'aggregator-422' }],
    [422, '{"error":"whatever"}', {}, { outcome: 'failed', reason: 'aggregator-422' }],
    [400, 'not json', {}, { outcome: 'failed', reason: 'aggregator-400' }],
    [302, '', { location: 'https://169.254.169.254/' }, { outcome: 'failed', reason: 'aggregator-302' }],
    [429, '', { 'retry-after': '7' }, { outcome: 'throttled', reason: 'aggregator-429', retryAfterMs: 7_000 }],
    [500, '', {}, { outcome: 'unknown', reason: 'aggregator-500' }],
    [504, '', {}, { outcome: 'unknown', reason: 'aggregator-504' }],
    [503, '', {}, { outcome: 'later', reason: 'aggregator-503' }],
  ])('that answers %i %s', async (status, body, headers, expected) => {
    peer.answer({ status, headers, body })
    expect(await send(recipient, message, now)).toEqual(expected)
  })

  test('that hangs up may have taken it', async () => {
    peer.answer('hang-up')
    expect(await send(recipient, message, now)).toMatchObject({ outcome: 'unknown' })
  })

  test('that is not there at all has taken nothing', async () => {
    await peer.close()
    expect(await send(recipient, message, now)).toMatchObject({ outcome: 'later' })
  })

  test('late news and other channels’ addresses are not sent', async () => {
    expect(await send(recipient, message, message.expiresAt)).toEqual({ outcome: 'failed', reason: 'expired' })
    expect(await send({ channel: 'email', address: 'a@b.example' }, message, now)).toMatchObject({ outcome: 'failed' })
    expect(peer.told).toEqual([])
  })

  test('within our own network is not reached, by number or by name', async () => {
    const outside = ownTextsOver({ ...PUBLIC_REACH, ca: peer.ca })
    for (const url of [peer.url, peer.url.replace('localhost', '127.0.0.1')])
      expect(await outside.sender({ url, secret: SECRET })(recipient, message, now)).toEqual({
        ...{ outcome: 'later', reason: 'network-ENOTPUBLIC' },
      })
    expect(peer.told).toEqual([])
  })
})
