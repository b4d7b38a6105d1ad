import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hashSecret, sameSecret, seal, unseal } from '../../api/secrets.ts'
import { hashPassword, isPassword } from '../../api/support/passwords.ts'

const key = new Uint8Array(32).fill(1)

describe('a sealed secret', () => {
  test.each(['', 'whsec_abc', 'ünïcødé 🔑', 'x'.repeat(10_000)])('comes back as it was: %.20s', (secret) => {
    expect(unseal(key, seal(key, secret, randomBytes))).toBe(secret)
  })

  test('looks different each time', () => {
    expect(seal(key, 'same', randomBytes).equals(seal(key, 'same', randomBytes))).toBe(false)
  })

  test('opens with no other key', () => {
    expect(() => unseal(new Uint8Array(32).fill(2), seal(key, 'secret', randomBytes))).toThrow()
  })

  test('does not open when any one byte of it was changed', () => {
    const sealed = seal(key, 'secret', randomBytes)
    for (const index of sealed.keys()) {
      const changed = Buffer.from(sealed)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(() => unseal(key, changed)).toThrow()
    }
  })
})

describe('secrets are compared whole', () => {
  test.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['a', 'aa', false],
    ['', '', true],
    ['ä', 'a\u0308', false],
  ])('%s and %s: %s', (a, b, same) => {
    expect(sameSecret(a, b)).toBe(same)
    expect(hashSecret(a) === hashSecret(b)).toBe(same)
  })
})

describe('a password', () => {
  test('is known again, and another is not', async () => {
    const hash = await hashPassword('correct horse', randomBytes)
    expect(await isPassword('correct horse', hash)).toBe(true)
    expect(await isPassword('battery staple', hash)).toBe(false)
    expect(hash).not.toContain('horse')
  })

  test('of nobody fits nothing, not even nothing', async () => {
    expect(await isPassword('')).toBe(false)
  })
})
