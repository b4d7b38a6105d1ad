import type { Locale } from './messages.ts'

/** How dispensaries' customers read numbers and times in each language. */
export const TAGS: Record<Locale, string> = { en: 'en-US', es: 'es-US' }

/** Making a format costs far more than using it; there are as many as languages times zones. */
const formats = new Map<string, Intl.DateTimeFormat>()

const PARTS = {
  time: { hour: 'numeric', minute: '2-digit' },
  day: { weekday: 'short', month: 'short', day: 'numeric' },
  weekday: { weekday: 'long' },
} as const

export function format(locale: Locale, timeZone: string, what: keyof typeof PARTS): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${what}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(TAGS[locale], { ...PARTS[what], timeZone })
  formats.set(key, made)
  return made
}

/** Browsers and servers differ in which thin spaces they print; one kind each, and the dash closed up. */
export const evened = (text: string): string => text.replace(/\s*–\s*/g, '–').replace(/[\u2009\u202f ]/g, '\u00a0')

/** "7:25–7:50 PM", as people of the dispensary's zone say it. */
export const timeRange = (locale: Locale, timeZone: string, from: string, to: string): string =>
  evened(format(locale, timeZone, 'time').formatRange(new Date(from), new Date(to)))
