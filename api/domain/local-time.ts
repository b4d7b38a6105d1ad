import { hours, type Instant } from './time.ts'

const DATE_AND_TIME = /^([12]\d{3}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d{1,9})?$/

/**
 * When the clocks of a zone show `2026-04-24 19:05:00`. Of an hour that they show twice it is the first; of one that
 * they skip, as if they had not yet been put forward. Undefined for what is no such date.
 */
export function instantInZone(shown: string, timeZone: string): Instant | undefined {
  const [, date, time] = DATE_AND_TIME.exec(shown.trim()) ?? []
  const asUtc = Date.parse(`${date}T${time}Z`)
  if (Number.isNaN(asUtc)) return undefined
  const before = offsetAt(asUtc - hours(24), timeZone)
  const after = offsetAt(asUtc + hours(24), timeZone)
  return offsetAt(asUtc - before, timeZone) === before || offsetAt(asUtc - after, timeZone) !== after
    ? asUtc - before
    : asUtc - after
}

/** What the clocks of a zone show: `2026-04-24 19:05:00`. */
export const shownInZone = (at: Instant, timeZone: string): string => clockOf(timeZone).format(at)

/** How far the clocks of the zone are ahead of UTC; milliseconds. */
const offsetAt = (at: Instant, timeZone: string): number =>
  Date.parse(`${shownInZone(at, timeZone).replace(' ', 'T')}Z`) - at

/** Making a format costs far more than using it. */
const clocks = new Map<string, Intl.DateTimeFormat>()
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  clocks.set(timeZone, clock)
  return clock
}

/** What the clocks of a zone show, as hours since midnight: 18.5 is half past six in the evening. */
export const hourInZone = (at: Instant, timeZone: string): number => {
  const [, hour, minute, second] = /(\d\d):(\d\d):(\d\d)$/.exec(shownInZone(at, timeZone)) ?? []
  return Number(hour) + Number(minute) / 60 + Number(second) / 3_600
}
