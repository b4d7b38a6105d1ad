import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { onfleet } from '../../../api/ingest/driver/onfleet.ts'
import { spoke } from '../../../api/ingest/driver/spoke.ts'
import { told } from './told.ts'

describe('the handshake when a webhook of Onfleet is made', () => {
  const greet = (method: 'GET' | 'POST', query: string) => onfleet.greet?.(told({ method, query }))

  test('is answered with what was asked, as plain text', () => {
    expect(greet('GET', 'check=f3%3Cb%3E')).toEqual({
      status: 200,
      contentType: 'text/plain; charset=utf-8',
      body: 'f3<b>',
    })
  })

  test('is a GET with a check, and no other request', () => {
    expect(greet('POST', 'check=f3')).toBeUndefined()
    expect(greet('GET', '')).toBeUndefined()
    expect(greet('GET', `check=${'x'.repeat(257)}`)).toBeUndefined()
  })
})

describe('a request is from Onfleet', () => {
  const secret = '00ff10ab'.repeat(8)
  const text = JSON.stringify({ triggerId: 3, taskId: 'task~1' })
  const sign = (key: string | Buffer, hash = 'sha512') => createHmac(hash, key).update(text).digest('hex')
  const isFrom = (signature: string | undefined, key = secret) =>
    onfleet.isFrom(
      told({ body: text, headers: signature === undefined ? {} : { 'X-Onfleet-Signature': signature } }),
      key,
    )

  test('when it is signed with what the secret spells in hex', () => {
    expect(isFrom(sign(Buffer.from(secret, 'hex')))).toBe(true)
    expect(isFrom(sign(Buffer.from(secret, 'hex')).toUpperCase())).toBe(true)
  })

  test.each([
    ['the letters of the secret', sign(secret)],
    ['a shorter hash', sign(Buffer.from(secret, 'hex'), 'sha256')],
    ['another secret', sign(Buffer.from('aa'.repeat(32), 'hex'))],
    ['nothing', undefined],
    ['a blank', ''],
  ])('not when it is signed with %s', (_, signature) => {
    expect(isFrom(signature)).toBe(false)
  })

  test.each(['', 'not hex', 'abc', 'zz'.repeat(32)])(
    'not when the secret kept is %j, which spells a key that everybody knows',
    (kept) => {
      expect(isFrom(sign(Buffer.from(kept, 'hex')), kept)).toBe(false)
    },
  )
})

describe('a request is from Spoke', () => {
  const secret = '7c9e6679f1b14a4b8a3e0d2c5b6f7a80'
  const text = JSON.stringify({ type: 'stop.allocated', created: 1 })
  const sign = (key: string | Buffer) => createHmac('sha256', key).update(text).digest('hex')
  const isFrom = (headers: Record<string, string>, key = secret) => spoke.isFrom(told({ body: text, headers }), key)

  test('when it is signed with the secret as it is written, under the new name or the old', () => {
    expect(isFrom({ 'Spoke-Signature': sign(secret) })).toBe(true)
    expect(isFrom({ 'circuit-signature': sign(secret) })).toBe(true)
  })

  test.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['a blank', { 'spoke-signature': '' }],
    ['what the secret spells in hex', { 'spoke-signature': sign(Buffer.from(secret, 'hex')) }],
    ['another secret', { 'spoke-signature': sign('another') }],
  ])('not when it is signed with %s', (_, headers) => {
    expect(isFrom(headers)).toBe(false)
  })

  test('not when no secret is kept', () => {
    expect(isFrom({ 'spoke-signature': sign('') }, '')).toBe(false)
  })
})
