import { z } from 'zod'
import { seconds, type Instant } from '../../domain/time.ts'
import { fieldFault } from '../../problem.ts'
import { instantInZone } from '../../domain/local-time.ts'

/** A time as phones write it: a number or a text. */
export const written = z.union([z.number(), z.string().max(40)])

/** Smaller numbers count seconds, greater ones milliseconds: Traccar's rule. */
const SECONDS_UNTIL = 2 ** 31 - 1
const LATEST = Date.UTC(9999, 11, 31)
/** How nearly all apps write it. */
const IN_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/
/** A space where the sign was is a `+` that was not encoded in a query. */
const DATE_AND_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?:(Z)|([+\- ])(\d\d):?(\d\d))?$/i

/**
 * Epoch seconds, epoch milliseconds, ISO 8601, or the date and time on the wall of a place.
 * @throws Problem naming the field when it is none of these
 */
export function instantOf(told: string | number, pointer: string, timeZone: string): Instant {
  const at = typeof told === 'string' && IN_UTC.test(told) ? Date.parse(told) : otherwise(String(told).trim(), timeZone)
  if (!(at > 0 && at <= LATEST)) throw fieldFault(pointer, 'is not a time')
  return at
}

const otherwise = (told: string, timeZone: string): Instant =>
  /^\d{1,16}$/.test(told) ? ofEpoch(Number(told)) : ofDate(told, timeZone)

const ofEpoch = (count: number): Instant => (count < SECONDS_UNTIL ? seconds(count) : count)

function ofDate(told: string, timeZone: string): Instant {
  const [, date, time, utc, sign, hoursAhead, minutesAhead] = DATE_AND_TIME.exec(told) ?? []
  if (utc) return Date.parse(`${date}T${time}Z`)
  if (sign) return Date.parse(`${date}T${time}${sign === '-' ? '-' : '+'}${hoursAhead}:${minutesAhead}`)
  return instantInZone(`${date} ${time}`, timeZone) ?? Number.NaN
}
