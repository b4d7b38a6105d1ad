import type { Template } from './template.ts'

/** The driver comes ten minutes or more after what was first told: said once. */
export const delayed: Template = {
  en: {
    'web-push': ({ sender, number, window, own }) => ({
      title: window ? `Running late: now ${window.hours}` : 'Running late',
      body: `${sender}: your order${number} takes longer than we said. ${own ?? 'We are sorry to keep you waiting.'}`,
    }),
    email: ({ number, window, own }) => ({
      subject: window ? `Running late: now ${window.hours}` : `Your order${number} is running late`,
      preview: 'We are sorry to keep you waiting.',
      eyebrow: 'Running late',
      headline: window?.hours ?? 'A little later',
      under: window?.day,
      progress: 2,
      paragraphs: [
        `Your order${number} takes longer than we said. ${own ?? 'We are sorry to keep you waiting.'}`,
        'There is nothing you need to do. Your tracking page always shows the newest time.',
      ],
      button: 'See the new time',
    }),
    sms: ({ sender, number, window, url, own }) =>
      `${sender}: your order${number} is late.${window ? ` Now ${window.hours}.` : ''} ${own ?? 'Sorry for the wait.'} ${url} Reply STOP to opt out.`,
  },
  es: {
    'web-push': ({ sender, number, window, own }) => ({
      title: window ? `Vamos con retraso: ${window.hours}` : 'Vamos con retraso',
      body: `${sender}: su pedido${number} tardará más de lo que le dijimos. ${own ?? 'Disculpe la espera.'}`,
    }),
    email: ({ number, window, own }) => ({
      subject: window ? `Vamos con retraso: ahora ${window.hours}` : `Su pedido${number} viene con retraso`,
      preview: 'Disculpe la espera.',
      eyebrow: 'Vamos con retraso',
      headline: window?.hours ?? 'Un poco más tarde',
      under: window?.day,
      progress: 2,
      paragraphs: [
        `Su pedido${number} tardará más de lo que le dijimos. ${own ?? 'Disculpe la espera.'}`,
        'No necesita hacer nada. Su página de seguimiento muestra siempre la hora más reciente.',
      ],
      button: 'Ver la nueva hora',
    }),
    sms: ({ sender, number, window, url, own }) =>
      `${sender}: su pedido${number} viene con retraso.${window ? ` Llegada: ${window.hours}` : ''} ${own ?? 'Disculpe la espera.'} ${url} Responda STOP para darse de baja.`,
  },
}
