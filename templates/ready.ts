import type { Locale } from '../api/domain/contact.ts'

/** What to have ready at the door: the same words in every message that says it. */
export const READY: Record<Locale, (minimumAge: number) => { title: string; text: string }> = {
  en: (minimumAge) => ({
    title: 'Have your government photo ID ready',
    text: `The driver checks it at the door: you must be ${minimumAge} or over.`,
  }),
  es: (minimumAge) => ({
    title: 'Tenga lista su identificación oficial con foto',
    text: `Se la pediremos en la puerta: debe tener ${minimumAge} años o más.`,
  }),
}
