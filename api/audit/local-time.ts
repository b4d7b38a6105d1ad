import type { Instant } from '../domain/time.ts'

/** Making a format costs far more than using it. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  formats.set(timeZone, made)
  return made
}

const FURTHEST = 8.64e15
/** What is no time at all, since somebody has altered it, is given as it is. */
const isTime = (at: unknown): at is Instant => Number.isSafeInteger(at) && Math.abs(at as number) <= FURTHEST

/** RFC 3339 in UTC. */
export const inUtc = (at: Instant): string => (isTime(at) ? new Date(at).toISOString() : String(at))

/** RFC 3339 as the clocks of the zone show it: `2026-04-24T19:05:00.000-07:00`. */
export function inZone(at: Instant, timeZone: string): string {
  if (!isTime(at)) return String(at)
  const second = Math.floor(at / 1_000) * 1_000
  const shown = formatOf(timeZone).format(second).replace(' ', 'T')
  const ahead = (Date.parse(`${shown}Z`) - second) / 60_000
  const [hours, minutes] = [Math.floor(Math.abs(ahead) / 60), Math.abs(ahead) % 60]
  const offset = `${ahead < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`
  return `${shown}.${String(at - second).padStart(3, '0')}${offset}`
}

const two = (number: number): string => String(number).padStart(2, '0')
