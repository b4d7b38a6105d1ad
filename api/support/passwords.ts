import { scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Random } from '../ports.ts'

const KEY_BYTES = 32
const derive = promisify(scrypt) as (password: string, salt: Uint8Array, bytes: number) => Promise<Buffer>

/** scrypt with Node's defaults (N 16384, r 8, p 1): `salt:key`, hex. */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = Buffer.from(random(16))
  return `${salt.toString('hex')}:${(await derive(password, salt, KEY_BYTES)).toString('hex')}`
}

/** A hash of no password, so that an unknown address takes as long as a known one. */
const NOBODY = `${'00'.repeat(16)}:${'00'.repeat(KEY_BYTES)}`

export async function isPassword(password: string, hash: string = NOBODY): Promise<boolean> {
  const [salt = '', key = ''] = hash.split(':')
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'hex'), KEY_BYTES), Buffer.from(key, 'hex'))
}
