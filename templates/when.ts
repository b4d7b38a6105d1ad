import type { Locale } from '../api/domain/contact.ts'
import type { Instant } from '../api/domain/time.ts'

const TAG: Record<Locale, string> = { en: 'en-US', es: 'es-US' }

/** Making a format costs far more than using it. */
const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(locale: Locale, timeZone: string, what: 'clock' | 'day'): Intl.DateTimeFormat {
  const key = `${locale} ${what} ${timeZone}`
  const known = formats.get(key)
  if (known) return known
  const wish = what === 'clock' ? CLOCK : DAY
  const format = new Intl.DateTimeFormat(TAG[locale], { ...wish, timeZone })
  formats.set(key, format)
  return format
}
const CLOCK = { hour: 'numeric', minute: '2-digit' } as const
const DAY = { weekday: 'long', month: 'long', day: 'numeric' } as const

function clock(locale: Locale, at: Instant, timeZone: string): { time: string; half: string } {
  const parts = formatOf(locale, timeZone, 'clock').formatToParts(at)
  const half = parts.find((part) => part.type === 'dayPeriod')?.value ?? ''
  const time = parts
    .filter((part) => part.type !== 'dayPeriod')
    .map((part) => part.value)
    .join('')
  // Some editions of the language data write "p. m." with a space that text messages cannot carry.
  return { time: time.trim(), half: half.replace(/\s/g, ' ') }
}

/** `6:31 PM` */
export function timeWords(locale: Locale, at: Instant, timeZone: string): string {
  const { time, half } = clock(locale, at, timeZone)
  return `${time} ${half}`.trim()
}

/** `6:20–6:40 PM`, `11:50 AM–12:10 PM`: written here because Intl spells out both dates of a range over midnight. */
export function windowWords(locale: Locale, window: { from: Instant; to: Instant }, timeZone: string): string {
  const from = clock(locale, window.from, timeZone)
  const to = clock(locale, window.to, timeZone)
  const start = from.half === to.half ? from.time : `${from.time} ${from.half}`
  return `${start}–${to.time} ${to.half}`.trim()
}

/** `Friday, April 24`, `Viernes, 24 de abril`: it stands alone on its line. */
export function dayWords(locale: Locale, at: Instant, timeZone: string): string {
  const day = formatOf(locale, timeZone, 'day').format(at)
  return day.charAt(0).toLocaleUpperCase(locale) + day.slice(1)
}
