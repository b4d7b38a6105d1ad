import type { NotificationKind } from '../api/domain/notification.ts'
import type { Words } from './template.ts'

/** The sentence of every message that is the dispensary's to write: what it may name, and how it is filled in. */

type Placeholder = 'order' | 'window' | 'driver' | 'time' | 'phone'
const ON_THE_ROAD: readonly Placeholder[] = ['order', 'window', 'driver', 'phone']

/** What each message knows; nothing of the goods, the price or the address is here. */
export const PLACEHOLDERS: Record<NotificationKind, readonly Placeholder[]> = {
  preparing: ['order', 'phone'],
  'out-for-delivery': ON_THE_ROAD,
  delayed: ON_THE_ROAD,
  'back-on-time': ON_THE_ROAD,
  'arriving-soon': ON_THE_ROAD,
  delivered: ['order', 'time', 'phone'],
  'not-delivered': ['order', 'phone'],
}

export const PLACEHOLDER = /\{([^{}]*)\}/g

const VALUES: Record<Placeholder, (words: Omit<Words, 'own'>) => string | undefined> = {
  order: ({ number }) => number.trim() || undefined,
  window: ({ window }) => window?.hours,
  driver: ({ driver }) => driver,
  time: ({ reached }) => reached?.time,
  phone: ({ phone }) => phone,
}
const isPlaceholder = (name: string): name is Placeholder => Object.hasOwn(VALUES, name)

/** The sentence with what it names; nothing where one of these is not known, so that our own words go out. */
export function filled(text: string, words: Omit<Words, 'own'>): string | undefined {
  let isWhole = true
  const sentence = text.replaceAll(PLACEHOLDER, (_, name: string) => {
    const value = isPlaceholder(name) ? VALUES[name](words) : undefined
    if (value === undefined) isWhole = false
    return value ?? ''
  })
  if (!isWhole || sentence.trim() === '') return undefined
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`
}

/** The sentence, with its space, after one of ours. */
export const after = (own: string | undefined): string => (own === undefined ? '' : ` ${own}`)
