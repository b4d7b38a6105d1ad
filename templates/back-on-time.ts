import type { Template } from './template.ts'
import { after } from './wording.ts'

/** After a delay that was told of: the driver comes within what was first told after all. Said once. */
export const backOnTime: Template = {
  en: {
    'web-push': ({ sender, number, window, own }) => ({
      title: window ? `Back on time: ${window.hours}` : 'Back on time',
      body: `${sender}: your order${number} is back on time.${after(own)}`,
    }),
    email: ({ number, window, own }) => ({
      subject: window ? `Back on time: ${window.hours}` : `Your order${number} is back on time`,
      preview: 'Your order is back on time.',
      eyebrow: 'Back on time',
      headline: window?.hours ?? 'Back on time',
      under: window?.day,
      progress: 2,
      paragraphs: [`We made up for the delay: your order${number} comes when we first said.${after(own)}`],
      button: 'Track your delivery',
    }),
    sms: ({ sender, number, window, url, own }) =>
      `${sender}: your order${number} is back on time${window ? `: ${window.hours}` : ''}.${after(own)} ${url} Reply STOP to opt out.`,
  },
  es: {
    'web-push': ({ sender, number, window, own }) => ({
      title: window ? `De nuevo a tiempo: ${window.hours}` : 'De nuevo a tiempo',
      body: `${sender}: su pedido${number} viene de nuevo a tiempo.${after(own)}`,
    }),
    email: ({ number, window, own }) => ({
      subject: window ? `De nuevo a tiempo: ${window.hours}` : `Su pedido${number} viene de nuevo a tiempo`,
      preview: 'Su pedido viene de nuevo a tiempo.',
      eyebrow: 'De nuevo a tiempo',
      headline: window?.hours ?? 'De nuevo a tiempo',
      under: window?.day,
      progress: 2,
      paragraphs: [
        `Recuperamos el retraso: su pedido${number} llega a la hora que le dijimos al principio.${after(own)}`,
      ],
      button: 'Seguir mi entrega',
    }),
    sms: ({ sender, number, window, url, own }) =>
      `${sender}: su pedido${number} viene de nuevo a tiempo.${window ? ` Llegada: ${window.hours}` : ''}${after(own)} ${url} Responda STOP para darse de baja.`,
  },
}
