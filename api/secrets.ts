import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Random } from './ports.ts'

const IV_BYTES = 12
const TAG_BYTES = 16

/** What is stored of a secret that need only be compared. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Compares in constant time; texts of different length are simply different. */
export function sameSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** A key of its own for each purpose, out of one (HKDF-SHA256). */
export const keyFor = (purpose: string, key: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), purpose, 32))

/** Tells equal texts by equal hashes to whoever holds the key, and nothing to anybody else; 128 bits of HMAC-SHA256, hex. */
export const keyedHash = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex').slice(0, 32)

/**
 * AES-256-GCM: nonce, text, tag. For what must be known again: secrets that signatures are checked by, personal data.
 * @param beside what is not hidden but must be the same when it is opened: whose it is
 */
export function seal(key: Uint8Array, secret: string, random: Random, beside = ''): Buffer {
  const iv = random(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(beside))
  return Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

/** Throws when the key or what it is of is another, or the bytes were changed. */
export function unseal(key: Uint8Array, sealed: Uint8Array, beside = ''): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES)).setAAD(Buffer.from(beside))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  return decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
}
