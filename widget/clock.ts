import { evened, format, TAGS, timeRange } from './formats.ts'
import type { Locale } from './messages.ts'

/** A stretch of a time to print; the "PM" of large times is set small. */
export type Piece = { text: string; kind: 'large' | 'small' | 'dash' }

export type Clock = {
  /** "7:41 PM" */
  time: (at: string) => string
  /** "7:25–7:50 PM" */
  range: (from: string, to: string) => string
  rangePieces: (from: string, to: string) => Piece[]
  /** "Fri, Apr 17" */
  day: (at: string) => string
  /** "Friday" */
  weekday: (at: string) => string
  /** The day, or nothing when both are the same day. */
  dayUnlessSame: (at: string, as: string) => string | null
  isEvening: (at: string) => boolean
}

/** Times as people of the dispensary's zone say them. */
export function clockOf(locale: Locale, timeZone: string): Clock {
  const times = format(locale, timeZone, 'time')
  const days = format(locale, timeZone, 'day')
  const day = (at: string): string => evened(days.format(new Date(at)))
  return {
    time: (at) => evened(times.format(new Date(at))),
    range: (from, to) => timeRange(locale, timeZone, from, to),
    rangePieces: (from, to) => piecesOf(timeRange(locale, timeZone, from, to)),
    day,
    weekday: (at) => format(locale, timeZone, 'weekday').format(new Date(at)),
    dayUnlessSame: (at, as) => (day(at) === day(as) ? null : day(at)),
    isEvening: (at) => {
      const hour = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(new Date(at))
      return (Number(hour) + 20) % 24 >= 13
    },
  }
}

const piecesOf = (text: string): Piece[] =>
  text
    .split(/(\u00a0[^\d–]+|–)/)
    .filter(Boolean)
    .map((piece) => ({ text: piece, kind: piece === '–' ? 'dash' : piece.startsWith('\u00a0') ? 'small' : 'large' }))

const unit = (locale: Locale, name: 'minute' | 'hour' | 'mile', count: number): string =>
  new Intl.NumberFormat(TAGS[locale], { style: 'unit', unit: name, unitDisplay: 'long' }).format(count)

/** "45 minutes", "1 hour 10 minutes"; in steps of five, as people speak of delays, or of another number. */
export function duration(locale: Locale, ms: number, step = 5): string {
  const minutes = Math.max(step, Math.round(ms / (step * 60_000)) * step)
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [hours > 0 && unit(locale, 'hour', hours), rest > 0 && unit(locale, 'minute', rest)].filter(Boolean).join(' ')
}

/** "2 minutes ago"; null within the first minute. */
export function ago(locale: Locale, ms: number): string | null {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return null
  const relative = new Intl.RelativeTimeFormat(TAGS[locale], { numeric: 'always' })
  return minutes < 60 ? relative.format(-minutes, 'minute') : relative.format(-Math.floor(minutes / 60), 'hour')
}

const METERS_PER_MILE = 1_609.344

/** "0.6 miles"; licensed delivery is an American matter. */
export const miles = (locale: Locale, meters: number): string =>
  unit(locale, 'mile', Math.max(0.1, Math.round((meters / METERS_PER_MILE) * 10) / 10))

export const anyOf = (locale: Locale, words: string[]): string =>
  new Intl.ListFormat(TAGS[locale], { type: 'disjunction' }).format(words)

/** "$84.50", of whole cents. */
export const dollars = (locale: Locale, cents: number): string =>
  new Intl.NumberFormat(TAGS[locale], { style: 'currency', currency: 'USD' }).format(cents / 100)
