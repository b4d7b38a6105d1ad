import doorEn from './door-en.ts'
import doorEs from './door-es.ts'
import type { Locale } from './messages.ts'
import en from './messages-en.ts'
import es from './messages-es.ts'
import type { DoorVoice, MapVoice, Voice } from './voice.ts'

/** Every language at once, for the server. */
export const voices: Record<Locale, Voice & MapVoice & DoorVoice> = {
  en: { locale: 'en', say: en, door: doorEn },
  es: { locale: 'es', say: es, door: doorEs },
}
