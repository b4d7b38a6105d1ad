import { z } from 'zod'
import type { LatLng } from '../../domain/position.ts'

/** An order's id. JSON numbers above 2^53 are refused, as they are no longer the id: read those with `readExactJson`. */
export const id = z.union([z.string().trim(), z.number().int()]).transform(String).pipe(z.string().min(1).max(128))

/** The number that people call an order by. */
export const orderNumber = z
  .union([z.string().trim(), z.number().int()])
  .transform(String)
  .pipe(z.string().min(1).max(40))
  .optional()
  .catch(undefined)

export const status = z.string().trim().min(1).max(60)

/** What somebody typed. A bad one is left out, and loses nobody an order. */
export const words = z.string().trim().max(300).catch('')
export const email = z.email().max(254).optional().catch(undefined)

const AMOUNT = /^(\d{1,6})(?:\.(\d+))?$/

/** "29.5" or 29.5 as 2950, read digit by digit: no sum is worked out in floats. */
export const cents = z
  .union([z.string(), z.number()])
  .transform((amount) => {
    const [, whole, fraction = ''] = AMOUNT.exec(String(amount).trim()) ?? []
    if (whole === undefined) return undefined
    const roundedUp = Number(fraction[2] ?? 0) >= 5 ? 1 : 0
    return Number(whole) * 100 + Number(fraction.slice(0, 2).padEnd(2, '0')) + roundedUp
  })
  .optional()
  .catch(undefined)

/** ISO 8601. Without an offset nobody knows when it was, so that is as good as none. */
const DATED = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i

export const instant = z
  .string()
  .transform((written) => {
    const at = DATED.test(written) ? Date.parse(written) : Number.NaN
    return at > 0 ? at : undefined
  })
  .optional()
  .catch(undefined)

/** Degrees, as a number or a text. */
const degrees = (max: number) =>
  z
    .union([z.string().regex(/^-?\d{1,3}(\.\d+)?$/), z.number()])
    .transform(Number)
    .pipe(z.number().min(-max).max(max))
    .optional()
    .catch(undefined)
export const latitude = degrees(90)
export const longitude = degrees(180)

export const doorAt = (lat: number | undefined, lng: number | undefined): LatLng | undefined =>
  lat !== undefined && lng !== undefined && (lat !== 0 || lng !== 0) ? { lat, lng } : undefined

/** One line, or one name, of what there is of its parts. */
export const joined = (parts: (string | undefined)[], by: string): string => parts.filter(Boolean).join(by)
