import type { TrackView } from '../../api/contract.ts'

export type MessagesWords = {
  title: string
  lead: string
  back: string
  device: string
  offer: string
  asking: string
  deviceOn: string
  denied: string
  failed: string
  /** Browsers on an iPhone may notify only from the Home Screen. */
  homeScreen: string
  email: string
  emailOn: string
  emailOff: string
  emailUnknown: string
  emailLabel: string
  emailFault: string
  sms: string
  smsOn: string
  smsOff: string
  turnOn: string
  turnOff: string
  stopAll: string
  stopAllWhy: string
  stopEverywhere: string
  smsStopped: string
  allOff: string
  /** When the page of the order has ended: of all orders, and nothing of that one. */
  afterwards: string
  noneAtAll: string
}

export const messagesWords: Record<TrackView['locale'], MessagesWords> = {
  en: {
    title: 'How should we tell you?',
    lead: 'A short message when your driver leaves, when they are close, and at the end. Only about this order.',
    back: 'Back to your delivery',
    device: 'On this device',
    offer: 'Notify me on this device',
    asking: 'One moment',
    deviceOn: 'This device will tell you when your driver is close.',
    denied: 'Notifications are blocked for this site in your browser’s settings.',
    failed: 'That did not work. Tap to try again.',
    homeScreen: 'To be notified on an iPhone, tap Share, then Add to Home Screen, and open it from there.',
    email: 'By e-mail',
    emailOn: 'We write to the address that you gave the store.',
    emailOff: 'We do not write.',
    emailUnknown: 'The store has no address of yours.',
    emailLabel: 'Your e-mail address',
    emailFault: 'That is no e-mail address. Please look again.',
    sms: 'By text message',
    smsOn: 'We text the number that you gave the store.',
    smsOff: 'We do not text.',
    turnOn: 'Turn on',
    turnOff: 'Turn off',
    stopAll: 'No messages about this order',
    stopAllWhy: 'You can always look here instead.',
    stopEverywhere: 'None about any order from this store',
    smsStopped: 'You texted STOP. Text START to the same number to hear from us again.',
    allOff: 'You get no messages about this order.',
    afterwards: 'The page of that delivery is closed. What you choose here counts for every order from the store.',
    noneAtAll: 'You get no messages from this store.',
  },
  es: {
    title: '¿Cómo le avisamos?',
    lead: 'Un mensaje corto cuando sale su repartidor, cuando está cerca y al final. Solo sobre este pedido.',
    back: 'Volver a su entrega',
    device: 'En este dispositivo',
    offer: 'Avíseme en este dispositivo',
    asking: 'Un momento',
    deviceOn: 'Este dispositivo le avisará cuando su repartidor esté cerca.',
    denied: 'Los avisos de este sitio están bloqueados en la configuración de su navegador.',
    failed: 'No funcionó. Toque para intentarlo de nuevo.',
    homeScreen: 'Para recibir avisos en un iPhone, toque Compartir, luego Agregar a inicio, y ábralo desde ahí.',
    email: 'Por correo electrónico',
    emailOn: 'Escribimos a la dirección que usted dio a la tienda.',
    emailOff: 'No le escribimos.',
    emailUnknown: 'La tienda no tiene su dirección de correo.',
    emailLabel: 'Su correo electrónico',
    emailFault: 'Esa no es una dirección de correo. Revísela, por favor.',
    sms: 'Por mensaje de texto',
    smsOn: 'Enviamos mensajes al número que usted dio a la tienda.',
    smsOff: 'No le enviamos mensajes.',
    turnOn: 'Activar',
    turnOff: 'Desactivar',
    stopAll: 'Ningún mensaje sobre este pedido',
    stopAllWhy: 'Siempre puede mirar aquí.',
    stopEverywhere: 'Ninguno sobre ningún pedido de esta tienda',
    smsStopped: 'Usted envió STOP. Envíe START al mismo número para volver a recibir mensajes.',
    allOff: 'No recibe mensajes sobre este pedido.',
    afterwards: 'La página de esa entrega está cerrada. Lo que elija aquí vale para todos los pedidos de la tienda.',
    noneAtAll: 'No recibe mensajes de esta tienda.',
  },
}
