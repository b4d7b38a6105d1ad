import type { Locale } from '../api/domain/contact.ts'
import type { RefusalReason } from '../api/domain/order-event.ts'
import type { Template, Words } from './template.ts'
import { after } from './wording.ts'

/** Told in the e-mail only, which is not read off a lock screen; what would shame somebody is told to nobody. */
const REASONS: Record<Locale, Record<RefusalReason, (minimumAge: number) => string>> = {
  en: {
    'not-home': () => 'Nobody came to the door when we arrived.',
    'no-id': () => 'We need to see a valid government photo ID at the door.',
    underage: (age) => `Whoever receives the order must be ${age} or over and show a valid government photo ID.`,
    intoxicated: () => 'The handoff could not be completed at the door.',
    refused: () => 'The order was not accepted at the door.',
    unsafe: () => 'The driver could not reach the door safely.',
    address: () => 'We could not find the address.',
    payment: () => 'The payment could not be completed at the door.',
    other: () => 'The handoff could not be completed at the door.',
  },
  es: {
    'not-home': () => 'Nadie abrió la puerta cuando llegamos.',
    'no-id': () => 'En la puerta necesitamos ver una identificación oficial vigente con foto.',
    underage: (edad) =>
      `Quien reciba el pedido debe tener ${edad} años o más y mostrar una identificación oficial vigente con foto.`,
    intoxicated: () => 'No fue posible completar la entrega en la puerta.',
    refused: () => 'El pedido no fue aceptado en la puerta.',
    unsafe: () => 'No fue posible llegar a la puerta de forma segura.',
    address: () => 'No pudimos encontrar la dirección.',
    payment: () => 'No fue posible completar el pago en la puerta.',
    other: () => 'No fue posible completar la entrega en la puerta.',
  },
}

const why = (locale: Locale, { reason, minimumAge }: Words): string => REASONS[locale][reason](minimumAge)

/** The driver left without handing the order over. */
export const notDelivered: Template = {
  en: {
    'web-push': ({ sender, number, phone, own }) => ({
      title: 'We could not deliver your order',
      body: `${sender}: your order${number} was not handed over. Call ${phone} to arrange what comes next.${after(own)}`,
    }),
    email: (words) => ({
      subject: `We could not deliver your order${words.number}`,
      preview: 'Call us to arrange what comes next.',
      eyebrow: words.number ? `Order${words.number}` : 'Your order',
      headline: 'We could not deliver your order',
      under: words.reached?.dayAndTime,
      paragraphs: [
        `${why('en', words)} We left nothing behind.`,
        `Call us and we will arrange what comes next.${after(words.own)}`,
      ],
      button: 'See the details',
      call: `Call ${words.phone}`,
    }),
    sms: ({ sender, number, phone, url, own }) =>
      `${sender}: we could not deliver your order${number}. Please call ${phone}.${after(own)} ${url} Reply STOP to opt out.`,
  },
  es: {
    'web-push': ({ sender, number, phone, own }) => ({
      title: 'No pudimos entregar su pedido',
      body: `${sender}: su pedido${number} no se entregó. Llame al ${phone} para acordar el siguiente paso.${after(own)}`,
    }),
    email: (words) => ({
      subject: `No pudimos entregar su pedido${words.number}`,
      preview: 'Llámenos para acordar el siguiente paso.',
      eyebrow: words.number ? `Pedido${words.number}` : 'Su pedido',
      headline: 'No pudimos entregar su pedido',
      under: words.reached?.dayAndTime,
      paragraphs: [
        `${why('es', words)} No dejamos nada.`,
        `Llámenos y acordamos el siguiente paso.${after(words.own)}`,
      ],
      button: 'Ver los detalles',
      call: `Llame al ${words.phone}`,
    }),
    sms: ({ sender, number, phone, url, own }) =>
      `${sender}: no pudimos entregar su pedido${number}. Por favor, llame al ${phone}.${after(own)} ${url} Responda STOP para darse de baja.`,
  },
}
