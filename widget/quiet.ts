import type { Locale } from './messages.ts'

/** What the element says while it has nothing to show. */
export type Quiet = 'loading' | 'unknownLink' | 'unreachable'

export const quiet: Record<Locale, Record<Quiet, string>> = {
  en: {
    loading: 'Looking up your delivery',
    unknownLink: 'This tracking link does not work, or no longer. Ask the store for a new one.',
    unreachable: 'We cannot reach the store right now. Trying again on its own.',
  },
  es: {
    loading: 'Buscando su entrega',
    unknownLink: 'Este enlace no funciona o ya no sirve. Pida uno nuevo a la tienda.',
    unreachable: 'No podemos conectar con la tienda en este momento. Volvemos a intentarlo solos.',
  },
}
