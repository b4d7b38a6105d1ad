import type { Locale } from './messages.ts'
import en from './messages-en.ts'
import es from './messages-es.ts'
import type { Voice } from './voice.ts'

/** Every language at once, for the server. */
export const voices: Record<Locale, Voice> = { en: { locale: 'en', say: en }, es: { locale: 'es', say: es } }
