import type { Locale } from './messages.ts'

/** What the form says that finds an order. */
export type LookUpWords = {
  title: string
  lead: string
  number: string
  digits: string
  find: string
  /** Not found is all that is ever said: which of both was wrong is nobody's to know. */
  fault: { missed: string; tooMany: string; unreachable: string }
}

export const lookUpWords: Record<Locale, LookUpWords> = {
  en: {
    title: 'Where is my order?',
    lead: 'You find the number in your receipt or confirmation.',
    number: 'Order number',
    digits: 'Last four digits of your phone',
    find: 'Find my order',
    fault: {
      missed: 'No order with this number and these digits. Look at both again, or ask the store.',
      tooMany: 'Too many tries. Wait a quarter of an hour, or ask the store.',
      unreachable: 'We cannot reach the store right now. Try again in a moment.',
    },
  },
  es: {
    title: '¿Dónde está mi pedido?',
    lead: 'El número está en su recibo o confirmación.',
    number: 'Número de pedido',
    digits: 'Últimos cuatro dígitos de su teléfono',
    find: 'Buscar mi pedido',
    fault: {
      missed: 'No hay ningún pedido con este número y estos dígitos. Revise ambos o pregunte a la tienda.',
      tooMany: 'Demasiados intentos. Espere un cuarto de hora o pregunte a la tienda.',
      unreachable: 'No podemos conectar con la tienda en este momento. Inténtelo otra vez en un momento.',
    },
  },
}
