import { READY } from './ready.ts'
import type { Template } from './template.ts'
import { after } from './wording.ts'

const stopsBefore = (count: number | undefined): string => {
  if (count === undefined) return ''
  if (count === 0) return ' Yours is the next stop.'
  return count === 1 ? ' There is 1 stop before yours.' : ` There are ${count} stops before yours.`
}

const paradasAntes = (cuantas: number | undefined): string => {
  if (cuantas === undefined) return ''
  if (cuantas === 0) return ' La próxima parada es la suya.'
  return cuantas === 1 ? ' Hay 1 parada antes de la suya.' : ` Hay ${cuantas} paradas antes de la suya.`
}

/** The driver has left the store with the order. */
export const outForDelivery: Template = {
  en: {
    'web-push': ({ sender, number, window, driver, own }) => ({
      title: window ? `Arriving ${window.hours}` : 'On the way',
      body: `${sender}: ${driver ? `${driver} is on the way with your order${number}` : `your order${number} is on the way`}.${after(own)} Have your government photo ID ready.`,
    }),
    email: ({ number, window, driver, stopsBefore: count, minimumAge, own }) => ({
      subject: window ? `On the way: arriving ${window.hours}` : `Your order${number} is on the way`,
      preview: 'Have your government photo ID ready.',
      eyebrow: 'On the way',
      headline: window?.hours ?? 'Heading to you',
      under: window?.day,
      progress: 2,
      paragraphs: [
        `${driver ? `${driver} is on the way with your order${number}` : `Your order${number} is on the way`}.${stopsBefore(count)}`,
        own ?? 'If the time changes, your tracking page shows it right away.',
      ],
      ready: READY.en(minimumAge),
      button: 'Track your delivery',
    }),
    sms: ({ sender, number, window, url, own }) =>
      `${sender}: your order${number} ${window ? `arrives ${window.hours}` : 'is on the way'}.${after(own)} Have your government photo ID ready. ${url} Reply STOP to opt out.`,
  },
  es: {
    'web-push': ({ sender, number, window, driver, own }) => ({
      title: window ? `Llegada: ${window.hours}` : 'En camino',
      body: `${sender}: ${driver ? `${driver} va en camino con su pedido${number}` : `su pedido${number} va en camino`}.${after(own)} Tenga lista su identificación oficial con foto.`,
    }),
    email: ({ number, window, driver, stopsBefore: cuantas, minimumAge, own }) => ({
      subject: window ? `En camino: llegada ${window.hours}` : `Su pedido${number} va en camino`,
      preview: 'Tenga lista su identificación oficial con foto.',
      eyebrow: 'En camino',
      headline: window?.hours ?? 'Rumbo a su puerta',
      under: window?.day,
      progress: 2,
      paragraphs: [
        `${driver ? `${driver} va en camino con su pedido${number}` : `Su pedido${number} va en camino`}.${paradasAntes(cuantas)}`,
        own ?? 'Si la hora cambia, lo verá de inmediato en su página de seguimiento.',
      ],
      ready: READY.es(minimumAge),
      button: 'Seguir mi entrega',
    }),
    // Worded without á, í, ó and ú, which a text message carries only at twice the price.
    sms: ({ sender, number, window, url, own }) =>
      `${sender}: su pedido${number} va en camino.${window ? ` Llegada: ${window.hours}` : ''}${after(own)} Tenga a mano su ID oficial con foto. ${url} Responda STOP para darse de baja.`,
  },
}
