import { READY } from './ready.ts'
import type { Template } from './template.ts'
import { after } from './wording.ts'

/** The driver is minutes away: the moment to go to the door. */
export const arrivingSoon: Template = {
  en: {
    'web-push': ({ sender, number, window, driver, stopsBefore, own }) => ({
      title: window ? `Almost there: ${window.hours}` : 'Almost there',
      body: `${sender}: ${stopsBefore === 0 ? 'you are the next stop' : `your order${number} is close by`}. Please meet ${driver ?? 'the driver'} at the door with your government photo ID.${after(own)}`,
    }),
    email: ({ number, window, driver, stopsBefore, minimumAge, own }) => ({
      subject: window ? `Almost there: ${window.hours}` : `Your order${number} is almost there`,
      preview: 'Please have your government photo ID in hand.',
      eyebrow: stopsBefore === 0 ? 'You are the next stop' : 'Almost there',
      headline: window?.hours ?? 'Close by',
      under: window?.day,
      progress: 3,
      paragraphs: [
        `${driver ?? 'The driver'} is close by with your order${number}. ${own ?? 'Please be ready to come to the door.'}`,
      ],
      ready: READY.en(minimumAge),
      button: 'See where it is',
    }),
    sms: ({ sender, number, window, stopsBefore, url, own }) =>
      `${sender}: ${stopsBefore === 0 ? 'you are the next stop' : `${number ? `order${number}` : 'your order'} is close by`}${window ? `, ${window.hours}` : ''}.${after(own)} Have your government photo ID ready. ${url} Reply STOP to opt out.`,
  },
  es: {
    'web-push': ({ sender, number, window, driver, stopsBefore, own }) => ({
      title: window ? `Ya casi llega: ${window.hours}` : 'Ya casi llega',
      body: `${sender}: ${stopsBefore === 0 ? 'la próxima parada es la suya' : `su pedido${number} está cerca`}. Reciba ${driver ? `a ${driver}` : 'su entrega'} en la puerta con su identificación oficial con foto.${after(own)}`,
    }),
    email: ({ number, window, driver, stopsBefore, minimumAge, own }) => ({
      subject: window ? `Ya casi llega: ${window.hours}` : `Su pedido${number} ya casi llega`,
      preview: 'Tenga a la mano su identificación oficial con foto.',
      eyebrow: stopsBefore === 0 ? 'La próxima parada es la suya' : 'Ya casi llega',
      headline: window?.hours ?? 'Muy cerca',
      under: window?.day,
      progress: 3,
      paragraphs: [
        `${driver ? `${driver} está cerca con su pedido${number}` : `Su pedido${number} está cerca`}. ${own ?? 'Por favor, prepárese para recibirlo en la puerta.'}`,
      ],
      ready: READY.es(minimumAge),
      button: 'Ver dónde viene',
    }),
    sms: ({ sender, number, window, stopsBefore, url, own }) =>
      `${sender}: ${stopsBefore === 0 ? 'la siguiente parada es la suya' : `su pedido${number} ya casi llega`}.${window ? ` Llegada: ${window.hours}` : ''}${after(own)} Tenga a mano su ID oficial con foto. ${url} Responda STOP para darse de baja.`,
  },
}
