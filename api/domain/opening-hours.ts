import { instantInZone, shownInZone } from './local-time.ts'
import { hours, type Instant } from './time.ts'

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
type Weekday = (typeof WEEKDAYS)[number]

/** `HH:MM` by the clocks of the store. One that closes no later than it opens closes on the next day. */
export type OpeningHours = Partial<Record<Weekday, { opens: string; closes: string }>>

const DAYS_AHEAD = 7
const DAY = hours(24)

/** When a store that is closed now opens again; undefined while it is open, and where no hours are known. */
export function closedUntil(told: OpeningHours | undefined, timeZone: string, now: Instant): Instant | undefined {
  if (!told) return undefined
  const today = Date.parse(`${shownInZone(now, timeZone).slice(0, 10)}T00:00:00Z`)
  let next: Instant | undefined
  for (let day = -1; day <= DAYS_AHEAD; day += 1) {
    const open = openingOn(today + day * DAY, told, timeZone)
    if (!open || open.to <= now) continue
    if (open.from <= now) return undefined
    next ??= open.from
  }
  return next
}

/** @param date midnight UTC of the day that is meant */
function openingOn(date: Instant, told: OpeningHours, timeZone: string): { from: Instant; to: Instant } | undefined {
  const its = told[WEEKDAYS[new Date(date).getUTCDay()] ?? 'sun']
  if (!its) return undefined
  const at = (day: Instant, clock: string): Instant | undefined =>
    instantInZone(`${new Date(day).toISOString().slice(0, 10)} ${clock}:00`, timeZone)
  const from = at(date, its.opens)
  const to = at(its.closes > its.opens ? date : date + DAY, its.closes)
  return from === undefined || to === undefined ? undefined : { from, to }
}
