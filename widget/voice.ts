import type { Locale, Messages } from './messages.ts'

/** A language with its words. */
export type Voice = { locale: Locale; say: Messages }

/** Fetches one language's words, and not the others'. */
export async function loadVoice(locale: Locale): Promise<Voice> {
  switch (locale) {
    case 'en':
      return { locale, say: (await import('./messages-en.ts')).default }
    case 'es':
      return { locale, say: (await import('./messages-es.ts')).default }
    default:
      return locale satisfies never
  }
}
