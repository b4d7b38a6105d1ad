import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { twilioHears } from '../../api/adapters/twilio-hears.ts'
import { twilioSignature } from '../peers/twilio.ts'

const SAMPLES = new URL('../../../shared/samples/twilio/', import.meta.url)
const absent = !existsSync(SAMPLES)
type Sample = { request: { url: string; bodyText: string; headers: Record<string, string> } }
const AUTH_TOKEN = '12345'
const { hear, answer } = twilioHears(AUTH_TOKEN)
const RECEIPTS = 'https://track.example.com/v1/texts/receipts?message=alder-bay%3Ax'
const TEXTS = 'https://track.example.com/v1/texts/inbound'

const told = (url: string, form: Record<string, string>) =>
  hear({ url, signature: twilioSignature(AUTH_TOKEN, url, form), body: new URLSearchParams(form).toString() })

describe('what Twilio tells', () => {
  test.each([
    // Known answers that Twilio publishes with its library.
    [
      {
        Digits: '1234',
        From: '+12349013030',
        To: '+18005551212',
        Caller: '+12349013030',
        CallSid: 'CA1234567890ABCDE',
      },
      '0/KCTR6DLpKmkAf8muzZqo1nDgQ=',
    ],
    [
      {
        Digits: '1234',
        From: '+14158675309',
        To: '+18005551212',
        Caller: '+14158675309',
        CallSid: 'CA1234567890ABCDE',
      },
      'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    ],
  ])('is believed when it is signed as Twilio signs', async (form, signature) => {
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2'
    const body = new URLSearchParams(form as unknown as Record<string, string>).toString()
    expect(await hear({ url, signature, body })).toBeDefined()
    expect(await hear({ url: url.replace('foo=1', 'foo=2'), signature, body })).toBeUndefined()
    expect(await hear({ url, signature, body: `${body}&More=1` })).toBeUndefined()
    expect(await hear({ url, signature: undefined, body })).toBeUndefined()
  })

  test.each([
    ['sent', undefined, { became: 'accepted' }],
    ['delivered', undefined, { became: 'delivered' }],
    ['read', undefined, { became: 'opened' }],
    ['undelivered', '30007', { became: 'failed', reason: 'twilio-30007', trouble: 'filtered' }],
    ['undelivered', '30003', { became: 'failed', reason: 'twilio-30003', trouble: 'transient' }],
    ['failed', '21610', { became: 'failed', reason: 'twilio-21610', trouble: 'opted-out' }],
    ['failed', '30006', { became: 'failed', reason: 'twilio-30006', trouble: 'permanent' }],
    ['failed', '99999', { became: 'failed', reason: 'twilio-99999', trouble: 'permanent' }],
    ['canceled', undefined, { became: 'failed', reason: 'twilio-canceled', trouble: 'permanent' }],
  ])('status %s with code %s', async (MessageStatus, ErrorCode, expected) => {
    const form = { MessageSid: 'SM1', MessageStatus, NewField: 'x', ...(ErrorCode && { ErrorCode }) }
    expect(await told(RECEIPTS, form)).toEqual({ what: 'receipt', messageId: 'alder-bay:x', ...expected })
  })

  test.each(['queued', 'sending', 'accepted', 'scheduled', 'something-new'])(
    'status %s is no news',
    async (MessageStatus) => {
      expect(await told(RECEIPTS, { MessageStatus })).toEqual({ what: 'nothing' })
    },
  )

  test.each<[string, string | undefined, string | undefined]>([
    ['sToP', 'STOP', 'stop'],
    ['anything at all', 'START', 'start'],
    ['help', 'HELP', 'help'],
    [' Stop. ', undefined, 'stop'],
    ['STOPALL', undefined, 'stop'],
    ['Unsubscribe', undefined, 'stop'],
    ['opt out', undefined, 'stop'],
    ['revoke', undefined, 'stop'],
    ['END', undefined, 'stop'],
    ['cancelar', undefined, 'stop'],
    ['¡Alto!', undefined, 'stop'],
    ['Sí', undefined, 'start'],
    ['ayuda', undefined, 'help'],
    ['Please stop at the gate', undefined, undefined],
    ['cancel my order please', undefined, undefined],
    ['I am at the back door', undefined, undefined],
  ])('a text %j, by Twilio’s word %s, asks for %s', async (Body, OptOutType, wish) => {
    const form = { MessageSid: 'SM2', From: '+14155550123', Body, ...(OptOutType && { OptOutType }) }
    const text = { what: 'text', id: 'SM2', from: '+14155550123', words: Body }
    expect(await told(TEXTS, form)).toEqual(wish ? { ...text, wish } : text)
  })

  test.skipIf(absent).each<[string, object]>([
    ['status-callback-delivered', { what: 'receipt', messageId: '', became: 'delivered' }],
    ['status-callback-undelivered-30007', { became: 'failed', reason: 'twilio-30007', trouble: 'filtered' }],
    ['inbound-stop', { what: 'text', from: '+14155550123', words: 'sToP', wish: 'stop' }],
  ])('as Twilio documents it (skipped where ../shared/samples is not there): %s', async (name, expected) => {
    const { request } = JSON.parse(readFileSync(new URL(`${name}.json`, SAMPLES), 'utf8')) as Sample
    const asked = { signature: request.headers['X-Twilio-Signature'], body: request.bodyText }
    // The sample's own address is another than ours; its signature holds for that one alone.
    expect(await hear({ ...asked, url: request.url.replace('example.com', 'example.org') })).toBeUndefined()
    const path = name.startsWith('status') ? '/v1/texts/receipts' : '/v1/texts/inbound'
    expect(await hear({ ...asked, url: request.url })).toBeDefined()
    const form = Object.fromEntries(new URLSearchParams(request.bodyText))
    expect(await told(`https://track.example.com${path}`, form)).toMatchObject(expected)
  })

  test('is answered in its own words', () => {
    expect(answer()).toEqual({ type: 'text/xml', body: '<Response></Response>' })
    expect(answer('Fish & <Chips>').body).toBe('<Response><Message>Fish &amp; &lt;Chips&gt;</Message></Response>')
  })
})
