import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { LatLng } from '../../domain/position.ts'
import type { Attached } from '../../attached.ts'
import { sameSecret } from '../../secrets.ts'
import type { Meaning } from '../vendor.ts'

/** What most triggers mean to Doorstep. */
export const nothing = (): Meaning => ({ events: [], fixes: [], unknown: [] })

/** Whether the hex signature is the HMAC of the raw body. */
export const isSignedInHex = (
  given: string | undefined,
  hash: string,
  key: string | Uint8Array,
  body: string,
): boolean => given !== undefined && sameSecret(given.toLowerCase(), createHmac(hash, key).update(body).digest('hex'))

/** An order's id, where a text or a number stands for it; a JSON number above 2^53 is another id by now, so none. */
export const orderReference = z
  .union([z.string(), z.number().int()])
  .transform((told) => String(told).trim())
  .pipe(z.string().min(1).max(128))
  .optional()
  .catch(undefined)

/** Where the driver was sent, for the order's contact: no dispatch is lost for a bad one. */
export function attachDoor(orderId: string, door: LatLng | undefined): Attached | undefined {
  return door && (door.lat !== 0 || door.lng !== 0) ? { contacts: { [orderId]: { door } } } : undefined
}
