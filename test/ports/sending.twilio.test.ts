import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { twilioSender } from '../../api/adapters/twilio.ts'
import { hours, seconds } from '../../api/domain/time.ts'
import type { FindSent, Recipient, Send } from '../../api/ports.ts'
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  MESSAGING_SERVICE_SID,
  PUBLIC_URL,
  startTwilio,
  type TwilioPeer,
} from '../peers/twilio.ts'
import { aMessage, NOW } from './messages.ts'
import { itSends } from './sending.contract.ts'

const SID = `SM${'0'.padStart(32, 'c')}`
const FROM = '+14155550111'
const recipient: Recipient & { channel: 'sms' } = { channel: 'sms', phone: '+14155550100' }
const account = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, publicUrl: PUBLIC_URL }

itSends('Twilio', async () => {
  const twilio = await startTwilio()
  return {
    send: twilioSender({ ...account, from: FROM, baseUrl: twilio.baseUrl }).send,
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
  let findSent: FindSent
  beforeEach(async () => {
    twilio = await startTwilio()
    ;({ send, findSent } = twilioSender({ ...account, from: FROM, baseUrl: twilio.baseUrl }))
  })
  afterEach(() => twilio.close())
  const message = aMessage('sms')

  test('the text goes out from our number and waits no longer than it is true', async () => {
    expect(await send(recipient, message, NOW)).toEqual({ outcome: 'sent', reference: SID })
    const StatusCallback = `${PUBLIC_URL}/v1/texts/receipts?message=alder-bay%3A1042%3Aarriving-soon%3A1%3Asms`
    expect(twilio.received).toEqual([
      { To: '+14155550100', From: FROM, Body: message.text, ValidityPeriod: '600', StatusCallback },
    ])
  })

  test('a messaging service picks the number itself', async () => {
    const settings = { ...account, messagingServiceSid: MESSAGING_SERVICE_SID, baseUrl: twilio.baseUrl }
    expect(await twilioSender(settings).send(recipient, message, NOW)).toMatchObject({ outcome: 'sent' })
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
    [400, 21610, 'opted-out'],
    [400, 21211, 'gone'],
    [400, 21614, 'gone'],
    [400, 21408, 'failed'],
    [400, 21606, 'failed'],
    [400, 21612, 'failed'],
    [400, 21617, 'failed'],
    [400, 30459, 'filtered'],
    [400, 99999, 'failed'],
    [401, 20003, 'failed'],
    [429, 20429, 'throttled'],
    [429, 21611, 'throttled'],
    [400, 14107, 'throttled'],
    [429, 99999, 'throttled'],
    // It broke after it was told: the text may lie in its queue.
    [500, 20500, 'unknown'],
    [503, 20503, 'unknown'],
    [500, 99999, 'unknown'],
  ])('an answer of %i with code %i means %s', async (status, code, outcome) => {
    twilio.answer({ status, code, words: 'Words for people, with +14155550100 in them' })
    expect(await send(recipient, message, NOW)).toEqual({ outcome, reason: `twilio-${code}` })
  })

  test.each([
    [30003, 'later'],
    [30008, 'later'],
    [30005, 'gone'],
    [30006, 'gone'],
    [30007, 'filtered'],
    [30034, 'filtered'],
    [21610, 'opted-out'],
    [99999, 'failed'],
  ])('a message taken and failed with %i means %s', async (errorCode, outcome) => {
    twilio.answer({ status: 201, state: 'failed', errorCode })
    expect(await send(recipient, message, NOW)).toEqual({ outcome, reason: `twilio-${errorCode}` })
  })

  test.each([
    [500, 'unknown'],
    [502, 'unknown'],
    [503, 'unknown'],
    [504, 'unknown'],
    [403, 'failed'],
  ])('a page of a proxy in between counts by its status: %i means %s', async (status, outcome) => {
    twilio.answer({ status, page: '<h1>Not now</h1>' })
    expect(await send(recipient, message, NOW)).toEqual({ outcome, reason: `twilio-http-${status}` })
  })

  describe('asked after a crash', () => {
    const isIt = async (text: string): Promise<boolean> => text === message.text
    const since = (ms = 0): number => twilio.now + ms

    test('knows a message that it took and never said so', async () => {
      twilio.answer('take-and-hang-up')
      expect(await send(recipient, message, NOW)).toMatchObject({ outcome: 'unknown' })
      expect(await findSent(recipient, since(), isIt)).toEqual({ found: true, reference: SID })
    })

    test('knows of none that it did not take', async () => {
      twilio.answer('hang-up')
      await send(recipient, message, NOW)
      twilio.answer({ status: 201 })
      await send(recipient, { ...message, text: 'Another' }, NOW)
      await send({ channel: 'sms', phone: '+14155550199' }, message, NOW)
      expect(await findSent(recipient, since(), isIt)).toEqual({ found: false })
    })

    test('does not take one of long before for it', async () => {
      await send(recipient, message, NOW)
      expect(await findSent(recipient, since(seconds(121)), isIt)).toEqual({ found: false })
    })

    test('says nothing while it cannot be reached', async () => {
      twilio.answer('hang-up')
      expect(await findSent(recipient, since(), isIt)).toBeUndefined()
    })
  })

  test('a wrong token is a refusal', async () => {
    const wrong = twilioSender({ ...account, authToken: 'wrong', from: FROM, baseUrl: twilio.baseUrl })
    expect(await wrong.send(recipient, message, NOW)).toEqual({ outcome: 'failed', reason: 'twilio-20003' })
  })
})
