import type { DoorMessages } from './door-messages.ts'
import type { Locale, LineWords, MapWords, Messages, Words } from './messages.ts'

/** A language with its words, as far as they are there. */
export type LineVoice = { locale: Locale; say: LineWords }
export type Voice = { locale: Locale; say: LineWords & Words }
export type MapVoice = { locale: Locale; say: { map: MapWords } }
export type DoorVoice = { locale: Locale; door: DoorMessages }

/** Fetches one language's words, and not the others'. */
export async function loadVoice(locale: Locale): Promise<{ locale: Locale; say: Messages }> {
  switch (locale) {
    case 'en':
      return { locale, say: (await import('./messages-en.ts')).default }
    case 'es':
      return { locale, say: (await import('./messages-es.ts')).default }
    default:
      return locale satisfies never
  }
}

export async function loadDoorVoice(locale: Locale): Promise<DoorVoice> {
  switch (locale) {
    case 'en':
      return { locale, door: (await import('./door-en.ts')).default }
    case 'es':
      return { locale, door: (await import('./door-es.ts')).default }
    default:
      return locale satisfies never
  }
}
