import type { AskedKind } from '../../domain/connection.ts'
import { readJson } from '../../parse.ts'
import { Problem } from '../../problem.ts'
import { unseal } from '../../secrets.ts'
import type { Failure } from './answer.ts'
import { keysOf, type PollVendor } from './poll-vendor.ts'
import { POLL_VENDORS } from './vendors.ts'

/** A vendor's keys as they are kept: JSON of what it wants and nothing else. @throws Problem naming what is missing, never what is there */
export function checkedKeys(kind: AskedKind, text: string): string {
  let keys: unknown
  try {
    keys = readJson(text)
  } catch {
    throw new Problem(400, 'The keys are not JSON') // its detail would quote them
  }
  return JSON.stringify(keysOf(JSON.stringify(keys), POLL_VENDORS[kind].keys))
}

/** The keys of a connection, or why there are none. */
export function openKeys(sealed: Buffer, { keys }: PollVendor, secretKey: Uint8Array): string | Failure {
  try {
    const text = unseal(secretKey, sealed)
    keysOf(text, keys)
    return text
  } catch (error) {
    const why = error instanceof Problem ? 'are not complete' : 'were sealed with another DOORSTEP_SECRET_KEY'
    return { problem: `Our keys for it ${why}`, concerns: 'keys' }
  }
}
