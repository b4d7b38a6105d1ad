import type { Template } from './template.ts'

/** The store has packed the order, or is about to: nothing is asked of the customer yet. */
export const packed: Template = {
  en: {
    'web-push': ({ sender, number, own }) => ({
      title: 'We are getting your order ready',
      body: `${sender}: your order${number} is being packed. ${own ?? 'We will tell you when it leaves.'}`,
    }),
    email: ({ number, minimumAge, own }) => ({
      subject: `We are getting your order${number} ready`,
      preview: 'We will tell you when it leaves.',
      eyebrow: number ? `Order${number}` : 'Your order',
      headline: 'Almost packed',
      progress: 1,
      paragraphs: [
        `Your order${number} is being packed. ${own ?? 'We will tell you when it leaves, and when it arrives.'}`,
        `When it comes, the driver checks a government photo ID: you must be ${minimumAge} or over.`,
      ],
      button: 'Follow your order',
    }),
    sms: ({ sender, number, url, own }) =>
      `${sender}: your order${number} is being packed. ${own ?? 'We will tell you when it leaves.'} ${url} Reply STOP to opt out.`,
  },
  es: {
    'web-push': ({ sender, number, own }) => ({
      title: 'Estamos preparando su pedido',
      body: `${sender}: estamos empacando su pedido${number}. ${own ?? 'Le avisaremos cuando salga.'}`,
    }),
    email: ({ number, minimumAge, own }) => ({
      subject: `Estamos preparando su pedido${number}`,
      preview: 'Le avisaremos cuando salga.',
      eyebrow: number ? `Pedido${number}` : 'Su pedido',
      headline: 'Casi listo',
      progress: 1,
      paragraphs: [
        `Estamos empacando su pedido${number}. ${own ?? 'Le avisaremos cuando salga y a qué hora llega.'}`,
        `Al recibirlo, le pediremos una identificación oficial con foto: debe tener ${minimumAge} años o más.`,
      ],
      button: 'Seguir mi pedido',
    }),
    sms: ({ sender, number, url, own }) =>
      `${sender}: estamos empacando su pedido${number}. ${own ?? 'Le avisaremos cuando salga.'} ${url} Responda STOP para darse de baja.`,
  },
}
