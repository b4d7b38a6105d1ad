import type { Template } from './template.ts'

/** The order was handed over at the door. */
export const delivered: Template = {
  en: {
    'web-push': ({ sender, number, reached, own }) => ({
      title: reached ? `Delivered at ${reached.time}` : 'Delivered',
      body: `${sender}: your order${number} was handed over at the door. ${own ?? 'Thank you.'}`,
    }),
    email: ({ number, reached, phone, own }) => ({
      subject: `Delivered: your order${number}`,
      preview: 'Your order was handed over at the door.',
      eyebrow: number ? `Order${number}` : 'Your order',
      headline: 'Delivered',
      under: reached?.dayAndTime,
      progress: 4,
      paragraphs: [
        `Your order${number} was handed over at the door. ${own ?? 'Thank you.'}`,
        `Something not right? Call ${phone} and we will help.`,
      ],
      button: 'See your delivery',
    }),
    sms: ({ sender, number, phone, url, own }) =>
      `${sender}: your order${number} was delivered. ${own ?? 'Thank you.'} Questions? Call ${phone}. ${url} Reply STOP to opt out.`,
  },
  es: {
    'web-push': ({ sender, number, reached, own }) => ({
      title: reached ? `Entregado: ${reached.time}` : 'Entregado',
      body: `${sender}: su pedido${number} se entregó en la puerta. ${own ?? 'Gracias.'}`,
    }),
    email: ({ number, reached, phone, own }) => ({
      subject: `Entregado: su pedido${number}`,
      preview: 'Su pedido se entregó en la puerta.',
      eyebrow: number ? `Pedido${number}` : 'Su pedido',
      headline: 'Entregado',
      under: reached?.dayAndTime,
      progress: 4,
      paragraphs: [
        `Su pedido${number} se entregó en la puerta. ${own ?? 'Gracias.'}`,
        `¿Hay algún problema? Llame al ${phone} y con gusto le ayudamos.`,
      ],
      button: 'Ver mi entrega',
    }),
    sms: ({ sender, number, phone, url, own }) =>
      `${sender}: su pedido${number} fue entregado. ${own ?? 'Gracias.'} ¿Preguntas? Llame al ${phone}. ${url} Responda STOP para darse de baja.`,
  },
}
