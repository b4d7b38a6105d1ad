import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { twilioSender } from '../../api/adapters/twilio.ts'
import { hours, seconds } from '../../api/domain/time.ts'
import type { Recipient, Send } from '../../api/ports.ts'
import { ACCOUNT_SID, AUTH_TOKEN, MESSAGING_SERVICE_SID, startTwilio, type TwilioPeer } from '../peers/twilio.ts'
import { aMessage, NOW } from './messages.ts'
import { itSends } from './sending.contract.ts'

const FROM = '+14155550111'
const recipient: Recipient & { channel: 'sms' } = { channel: 'sms', phone: '+14155550100' }
const account = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN }

itSends('Twilio', async () => {
  const twilio = await startTwilio()
  return {
    send: twilioSender({ ...account, from: FROM, baseUrl: twilio.baseUrl }),
    recipient,
    received: () => twilio.received.map(({ Body }) => Body ?? ''),
    peer: {
      takesAll: () => twilio.answer({ status: 201 }),
      addressIsDead: () =>
        twilio.answer({ status: 400, code: 21211, words: "The 'To' number +14155550100 is not valid" }),
      isBusy: () => twilio.answer({ status: 429, code: 20429, words: 'Too many requests' }),
      refuses: () =>
        twilio.answer({ status: 400, code: 21606, words: 'The From number may not write to +14155550100' }),
      hangsUp: () => twilio.answer('hang-up'),
    },
    close: twilio.close,
  }
})

describe('Twilio', () => {
  let twilio: TwilioPeer
  let send: Send
  beforeEach(async () => {
    twilio = await startTwilio()
    send = twilioSender({ ...account, from: FROM, baseUrl: twilio.baseUrl })
  })
  afterEach(() => twilio.close())
  const message = aMessage('sms')

  test('the text goes out from our number and waits no longer than it is true', async () => {
    expect(await send(recipient, message, NOW)).toEqual({ outcome: 'sent', reference: `SM${'c'.repeat(32)}` })
    expect(twilio.received).toEqual([{ To: '+14155550100', From: FROM, Body: message.text, ValidityPeriod: '600' }])
  })

  test('a messaging service picks the number itself', async () => {
    const settings = { ...account, messagingServiceSid: MESSAGING_SERVICE_SID, baseUrl: twilio.baseUrl }
    expect(await twilioSender(settings)(recipient, message, NOW)).toMatchObject({ outcome: 'sent' })
    expect(twilio.received[0]).toMatchObject({ MessagingServiceSid: MESSAGING_SERVICE_SID })
    expect(twilio.received[0]).not.toHaveProperty('From')
  })

  test.each([
    [seconds(0.4), '1'],
    [hours(20), '36000'],
  ])('a message true for another %i ms is kept as long as Twilio allows', async (left, ValidityPeriod) => {
    await send(recipient, { ...message, expiresAt: NOW + left }, NOW)
    expect(twilio.received[0]).toMatchObject({ ValidityPeriod })
  })

  test.each([
    [400, 21610, 'gone'],
    [400, 21211, 'gone'],
    [400, 21614, 'gone'],
    [400, 21408, 'failed'],
    [400, 21606, 'failed'],
    [400, 21612, 'failed'],
    [400, 21617, 'failed'],
    [400, 30459, 'failed'],
    [400, 99999, 'failed'],
    [401, 20003, 'failed'],
    [429, 20429, 'later'],
    [429, 21611, 'later'],
    [400, 14107, 'later'],
    [500, 20500, 'later'],
    [503, 20503, 'later'],
  ])('an answer of %i with code %i means %s', async (status, code, outcome) => {
    twilio.answer({ status, code, words: 'Words for people, with +14155550100 in them' })
    expect(await send(recipient, message, NOW)).toEqual({ outcome, reason: `twilio-${code}` })
  })

  test.each([
    [30003, 'later'],
    [30008, 'later'],
    [30005, 'gone'],
    [30006, 'gone'],
    [30007, 'failed'],
    [30034, 'failed'],
  ])('a message taken and failed with %i means %s', async (errorCode, outcome) => {
    twilio.answer({ status: 201, state: 'failed', errorCode })
    expect(await send(recipient, message, NOW)).toEqual({ outcome, reason: `twilio-${errorCode}` })
  })

  test('a page of a proxy in between counts by its status', async () => {
    twilio.answer({ status: 502, page: '<h1>Bad gateway</h1>' })
    expect(await send(recipient, message, NOW)).toEqual({ outcome: 'later', reason: 'twilio-http-502' })
  })

  test('a wrong token is a refusal', async () => {
    const wrong = twilioSender({ ...account, authToken: 'wrong', from: FROM, baseUrl: twilio.baseUrl })
    expect(await wrong(recipient, message, NOW)).toEqual({ outcome: 'failed', reason: 'twilio-20003' })
  })
})
