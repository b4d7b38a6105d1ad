import { describe, expect, test } from 'vitest'
import type { Locale } from '../../api/domain/contact.ts'
import { NOTIFICATION_KINDS, type Channel, type NotificationKind } from '../../api/domain/notification.ts'
import { REFUSAL_REASONS } from '../../api/domain/order-event.ts'
import { render } from '../../templates/render.ts'
import type { Facts } from '../../templates/template.ts'
import { BARE, FACTS } from './facts.ts'

/** A message as its reader has it: the subject or title, and the words. */
function read(kind: NotificationKind, channel: Channel, locale: Locale, facts: Facts = FACTS): string {
  const { subject, text } = render(kind, channel, locale, facts)
  return `${subject}\n\n${text}`
}

describe('the order is on the way', () => {
  test('web-push in English', () => {
    expect(read('out-for-delivery', 'web-push', 'en')).toMatchInlineSnapshot(`
      "Arriving 6:20–6:40 PM

      Alder Bay: Sam is on the way with your order 1042. Have your government photo ID ready."
    `)
  })

  test('web-push in Spanish', () => {
    expect(read('out-for-delivery', 'web-push', 'es')).toMatchInlineSnapshot(`
      "Llegada: 6:20–6:40 p.m.

      Alder Bay: Sam va en camino con su pedido 1042. Tenga lista su identificación oficial con foto."
    `)
  })

  test('email in English', () => {
    expect(read('out-for-delivery', 'email', 'en')).toMatchInlineSnapshot(`
      "On the way: arriving 6:20–6:40 PM

      Alder Bay
      On the way

      6:20–6:40 PM
      Friday, April 24

      Sam is on the way with your order 1042. There are 2 stops before yours.

      If the time changes, your tracking page shows it right away.

      Have your government photo ID ready. The driver checks it at the door: you must be 21 or over.

      Track your delivery:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA

      Alder Bay Deliveries, LLC
      License C9-0000123-LIC
      Call (415) 555-0123

      Change or stop messages:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA/messages"
    `)
  })

  test('email in Spanish', () => {
    expect(read('out-for-delivery', 'email', 'es')).toMatchInlineSnapshot(`
      "En camino: llegada 6:20–6:40 p.m.

      Alder Bay
      En camino

      6:20–6:40 p.m.
      Viernes, 24 de abril

      Sam va en camino con su pedido 1042. Hay 2 paradas antes de la suya.

      Si la hora cambia, lo verá de inmediato en su página de seguimiento.

      Tenga lista su identificación oficial con foto. Se la pediremos en la puerta: debe tener 21 años o más.

      Seguir mi entrega:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA

      Alder Bay Deliveries, LLC
      Licencia C9-0000123-LIC
      Llame al (415) 555-0123

      Cambiar o detener los mensajes:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA/messages"
    `)
  })

  test('sms in English', () => {
    expect(read('out-for-delivery', 'sms', 'en')).toMatchInlineSnapshot(`
      "Alder Bay

      Alder Bay: your order 1042 arrives 6:20-6:40 PM. Have your government photo ID ready. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Reply STOP to opt out."
    `)
  })

  test('sms in Spanish', () => {
    expect(read('out-for-delivery', 'sms', 'es')).toMatchInlineSnapshot(`
      "Alder Bay

      Alder Bay: su pedido 1042 va en camino. Llegada: 6:20-6:40 p.m. Tenga a mano su ID oficial con foto. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Responda STOP para darse de baja."
    `)
  })
})

describe('the driver is close by', () => {
  test('web-push in English', () => {
    expect(read('arriving-soon', 'web-push', 'en')).toMatchInlineSnapshot(`
      "Almost there: 6:20–6:40 PM

      Alder Bay: your order 1042 is close by. Please meet Sam at the door with your government photo ID."
    `)
  })

  test('web-push in Spanish', () => {
    expect(read('arriving-soon', 'web-push', 'es')).toMatchInlineSnapshot(`
      "Ya casi llega: 6:20–6:40 p.m.

      Alder Bay: su pedido 1042 está cerca. Reciba a Sam en la puerta con su identificación oficial con foto."
    `)
  })

  test('email in English', () => {
    expect(read('arriving-soon', 'email', 'en')).toMatchInlineSnapshot(`
      "Almost there: 6:20–6:40 PM

      Alder Bay
      Almost there

      6:20–6:40 PM
      Friday, April 24

      Sam is close by with your order 1042. Please be ready to come to the door.

      Have your government photo ID ready. The driver checks it at the door: you must be 21 or over.

      See where it is:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA

      Alder Bay Deliveries, LLC
      License C9-0000123-LIC
      Call (415) 555-0123

      Change or stop messages:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA/messages"
    `)
  })

  test('email in Spanish', () => {
    expect(read('arriving-soon', 'email', 'es')).toMatchInlineSnapshot(`
      "Ya casi llega: 6:20–6:40 p.m.

      Alder Bay
      Ya casi llega

      6:20–6:40 p.m.
      Viernes, 24 de abril

      Sam está cerca con su pedido 1042. Por favor, prepárese para recibirlo en la puerta.

      Tenga lista su identificación oficial con foto. Se la pediremos en la puerta: debe tener 21 años o más.

      Ver dónde viene:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA

      Alder Bay Deliveries, LLC
      Licencia C9-0000123-LIC
      Llame al (415) 555-0123

      Cambiar o detener los mensajes:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA/messages"
    `)
  })

  test('sms in English', () => {
    expect(read('arriving-soon', 'sms', 'en')).toMatchInlineSnapshot(`
      "Alder Bay

      Alder Bay: order 1042 is close by, 6:20-6:40 PM. Have your government photo ID ready. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Reply STOP to opt out."
    `)
  })

  test('sms in Spanish', () => {
    expect(read('arriving-soon', 'sms', 'es')).toMatchInlineSnapshot(`
      "Alder Bay

      Alder Bay: su pedido 1042 ya casi llega. Llegada: 6:20-6:40 p.m. Tenga a mano su ID oficial con foto. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Responda STOP para darse de baja."
    `)
  })
})

describe('the order was handed over', () => {
  test('web-push in English', () => {
    expect(read('delivered', 'web-push', 'en')).toMatchInlineSnapshot(`
      "Delivered at 6:31 PM

      Alder Bay: your order 1042 was handed over at the door. Thank you."
    `)
  })

  test('web-push in Spanish', () => {
    expect(read('delivered', 'web-push', 'es')).toMatchInlineSnapshot(`
      "Entregado: 6:31 p.m.

      Alder Bay: su pedido 1042 se entregó en la puerta. Gracias."
    `)
  })

  test('email in English', () => {
    expect(read('delivered', 'email', 'en')).toMatchInlineSnapshot(`
      "Delivered: your order 1042

      Alder Bay
      Order 1042

      Delivered
      Friday, April 24, 6:31 PM

      Your order 1042 was handed over at the door. Thank you.

      Something not right? Call (415) 555-0123 and we will help.

      See your delivery:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA

      Alder Bay Deliveries, LLC
      License C9-0000123-LIC
      Call (415) 555-0123

      Change or stop messages:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA/messages"
    `)
  })

  test('email in Spanish', () => {
    expect(read('delivered', 'email', 'es')).toMatchInlineSnapshot(`
      "Entregado: su pedido 1042

      Alder Bay
      Pedido 1042

      Entregado
      Viernes, 24 de abril, 6:31 p.m.

      Su pedido 1042 se entregó en la puerta. Gracias.

      ¿Hay algún problema? Llame al (415) 555-0123 y con gusto le ayudamos.

      Ver mi entrega:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA

      Alder Bay Deliveries, LLC
      Licencia C9-0000123-LIC
      Llame al (415) 555-0123

      Cambiar o detener los mensajes:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA/messages"
    `)
  })

  test('sms in English', () => {
    expect(read('delivered', 'sms', 'en')).toMatchInlineSnapshot(`
      "Alder Bay

      Alder Bay: your order 1042 was delivered. Thank you. Questions? Call (415) 555-0123. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Reply STOP to opt out."
    `)
  })

  test('sms in Spanish', () => {
    expect(read('delivered', 'sms', 'es')).toMatchInlineSnapshot(`
      "Alder Bay

      Alder Bay: su pedido 1042 fue entregado. Gracias. ¿Preguntas? Llame al (415) 555-0123. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Responda STOP para darse de baja."
    `)
  })
})

describe('the order could not be delivered', () => {
  test('web-push in English', () => {
    expect(read('not-delivered', 'web-push', 'en')).toMatchInlineSnapshot(`
      "We could not deliver your order

      Alder Bay: your order 1042 was not handed over. Call (415) 555-0123 to arrange what comes next."
    `)
  })

  test('web-push in Spanish', () => {
    expect(read('not-delivered', 'web-push', 'es')).toMatchInlineSnapshot(`
      "No pudimos entregar su pedido

      Alder Bay: su pedido 1042 no se entregó. Llame al (415) 555-0123 para acordar el siguiente paso."
    `)
  })

  test('email in English', () => {
    expect(read('not-delivered', 'email', 'en')).toMatchInlineSnapshot(`
      "We could not deliver your order 1042

      Alder Bay
      Order 1042

      We could not deliver your order
      Friday, April 24, 6:31 PM

      Nobody came to the door when we arrived. We left nothing behind.

      Call us and we will arrange what comes next.

      See the details:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA

      Alder Bay Deliveries, LLC
      License C9-0000123-LIC
      Call (415) 555-0123

      Change or stop messages:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA/messages"
    `)
  })

  test('email in Spanish', () => {
    expect(read('not-delivered', 'email', 'es')).toMatchInlineSnapshot(`
      "No pudimos entregar su pedido 1042

      Alder Bay
      Pedido 1042

      No pudimos entregar su pedido
      Viernes, 24 de abril, 6:31 p.m.

      Nadie abrió la puerta cuando llegamos. No dejamos nada.

      Llámenos y acordamos el siguiente paso.

      Ver los detalles:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA

      Alder Bay Deliveries, LLC
      Licencia C9-0000123-LIC
      Llame al (415) 555-0123

      Cambiar o detener los mensajes:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA/messages"
    `)
  })

  test('sms in English', () => {
    expect(read('not-delivered', 'sms', 'en')).toMatchInlineSnapshot(`
      "Alder Bay

      Alder Bay: we could not deliver your order 1042. Please call (415) 555-0123. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Reply STOP to opt out."
    `)
  })

  test('sms in Spanish', () => {
    expect(read('not-delivered', 'sms', 'es')).toMatchInlineSnapshot(`
      "Alder Bay

      Alder Bay: no pudimos entregar su pedido 1042. Por favor, llame al (415) 555-0123. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Responda STOP para darse de baja."
    `)
  })
})

/** "Other" says nothing, and is told without. */
const REASONS = REFUSAL_REASONS.filter((reason) => reason !== 'other')

describe('why an order was not delivered', () => {
  test('the e-mail says it in words that shame nobody', () => {
    const why = (reason: string, locale: Locale): string | undefined =>
      render('not-delivered', 'email', locale, { ...FACTS, reason }).text.split('\n\n')[2]
    expect(
      [...REASONS, 'other', 'no-such-reason'].map((reason) => `${reason}: ${why(reason, 'en')}`),
    ).toMatchInlineSnapshot(`
      [
        "not-home: Nobody came to the door when we arrived. We left nothing behind.",
        "no-id: We need to see a valid government photo ID at the door. We left nothing behind.",
        "underage: Whoever receives the order must be 21 or over and show a valid government photo ID. We left nothing behind.",
        "intoxicated: The handoff could not be completed at the door. We left nothing behind.",
        "refused: The order was not accepted at the door. We left nothing behind.",
        "unsafe: The driver could not reach the door safely. We left nothing behind.",
        "address: We could not find the address. We left nothing behind.",
        "payment: The payment could not be completed at the door. We left nothing behind.",
        "other: The handoff could not be completed at the door. We left nothing behind.",
        "no-such-reason: The handoff could not be completed at the door. We left nothing behind.",
      ]
    `)
    expect(
      [...REASONS, 'other', 'no-such-reason'].map((reason) => `${reason}: ${why(reason, 'es')}`),
    ).toMatchInlineSnapshot(`
      [
        "not-home: Nadie abrió la puerta cuando llegamos. No dejamos nada.",
        "no-id: En la puerta necesitamos ver una identificación oficial vigente con foto. No dejamos nada.",
        "underage: Quien reciba el pedido debe tener 21 años o más y mostrar una identificación oficial vigente con foto. No dejamos nada.",
        "intoxicated: No fue posible completar la entrega en la puerta. No dejamos nada.",
        "refused: El pedido no fue aceptado en la puerta. No dejamos nada.",
        "unsafe: No fue posible llegar a la puerta de forma segura. No dejamos nada.",
        "address: No pudimos encontrar la dirección. No dejamos nada.",
        "payment: No fue posible completar el pago en la puerta. No dejamos nada.",
        "other: No fue posible completar la entrega en la puerta. No dejamos nada.",
        "no-such-reason: No fue posible completar la entrega en la puerta. No dejamos nada.",
      ]
    `)
  })

  test('a lock screen and a text message do not say it', () => {
    for (const channel of ['web-push', 'sms'] as const) {
      const texts = REASONS.map((reason) => render('not-delivered', channel, 'en', { ...FACTS, reason }).text)
      expect(new Set(texts).size).toBe(1)
    }
  })
})

describe('when little is known', () => {
  const all = (locale: Locale): string[] =>
    NOTIFICATION_KINDS.flatMap((kind) => [read(kind, 'web-push', locale, BARE), render(kind, 'sms', locale, BARE).text])

  test('messages in English still read well', () => {
    expect(all('en')).toMatchInlineSnapshot(`
      [
        "We are getting your order ready

      Alder Bay: your order 1042 is being packed. We will tell you when it leaves.",
        "Alder Bay: your order 1042 is being packed. We will tell you when it leaves. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Reply STOP to opt out.",
        "On the way

      Alder Bay: your order 1042 is on the way. Have your government photo ID ready.",
        "Alder Bay: your order 1042 is on the way. Have your government photo ID ready. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Reply STOP to opt out.",
        "Running late

      Alder Bay: your order 1042 takes longer than we said. We are sorry to keep you waiting.",
        "Alder Bay: your order 1042 is late. Sorry for the wait. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Reply STOP to opt out.",
        "Back on time

      Alder Bay: your order 1042 is back on time.",
        "Alder Bay: your order 1042 is back on time. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Reply STOP to opt out.",
        "Almost there

      Alder Bay: your order 1042 is close by. Please meet the driver at the door with your government photo ID.",
        "Alder Bay: order 1042 is close by. Have your government photo ID ready. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Reply STOP to opt out.",
        "Delivered

      Alder Bay: your order 1042 was handed over at the door. Thank you.",
        "Alder Bay: your order 1042 was delivered. Thank you. Questions? Call (415) 555-0123. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Reply STOP to opt out.",
        "We could not deliver your order

      Alder Bay: your order 1042 was not handed over. Call (415) 555-0123 to arrange what comes next.",
        "Alder Bay: we could not deliver your order 1042. Please call (415) 555-0123. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Reply STOP to opt out.",
      ]
    `)
  })

  test('messages in Spanish still read well', () => {
    expect(all('es')).toMatchInlineSnapshot(`
      [
        "Estamos preparando su pedido

      Alder Bay: estamos empacando su pedido 1042. Le avisaremos cuando salga.",
        "Alder Bay: estamos empacando su pedido 1042. Le avisaremos cuando salga. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Responda STOP para darse de baja.",
        "En camino

      Alder Bay: su pedido 1042 va en camino. Tenga lista su identificación oficial con foto.",
        "Alder Bay: su pedido 1042 va en camino. Tenga a mano su ID oficial con foto. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Responda STOP para darse de baja.",
        "Vamos con retraso

      Alder Bay: su pedido 1042 tardará más de lo que le dijimos. Disculpe la espera.",
        "Alder Bay: su pedido 1042 viene con retraso. Disculpe la espera. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Responda STOP para darse de baja.",
        "De nuevo a tiempo

      Alder Bay: su pedido 1042 viene de nuevo a tiempo.",
        "Alder Bay: su pedido 1042 viene de nuevo a tiempo. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Responda STOP para darse de baja.",
        "Ya casi llega

      Alder Bay: su pedido 1042 está cerca. Reciba su entrega en la puerta con su identificación oficial con foto.",
        "Alder Bay: su pedido 1042 ya casi llega. Tenga a mano su ID oficial con foto. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Responda STOP para darse de baja.",
        "Entregado

      Alder Bay: su pedido 1042 se entregó en la puerta. Gracias.",
        "Alder Bay: su pedido 1042 fue entregado. Gracias. ¿Preguntas? Llame al (415) 555-0123. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Responda STOP para darse de baja.",
        "No pudimos entregar su pedido

      Alder Bay: su pedido 1042 no se entregó. Llame al (415) 555-0123 para acordar el siguiente paso.",
        "Alder Bay: no pudimos entregar su pedido 1042. Por favor, llame al (415) 555-0123. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Responda STOP para darse de baja.",
      ]
    `)
  })

  test.each([
    [0, 'Yours is the next stop.', 'La próxima parada es la suya.'],
    [1, 'There is 1 stop before yours.', 'Hay 1 parada antes de la suya.'],
    [4, 'There are 4 stops before yours.', 'Hay 4 paradas antes de la suya.'],
  ])('%i stops before are told in words', (stopsBefore, en, es) => {
    expect(read('out-for-delivery', 'email', 'en', { ...FACTS, stopsBefore })).toContain(en)
    expect(read('out-for-delivery', 'email', 'es', { ...FACTS, stopsBefore })).toContain(es)
  })

  test('the customer who is next is told so', () => {
    const next = { ...FACTS, stopsBefore: 0 }
    expect(read('arriving-soon', 'sms', 'en', next)).toContain('you are the next stop')
    expect(read('arriving-soon', 'sms', 'es', next)).toContain('la siguiente parada es la suya')
  })
})

describe('who it is from', () => {
  test('the mail is from the dispensary, and answers go to it', () => {
    expect(render('delivered', 'email', 'en', FACTS).from).toEqual({
      name: 'Alder Bay',
      email: 'hello@alderbay.example',
    })
  })

  test('a name or an address that says what is sold is not written', () => {
    const dispensary = { ...FACTS.dispensary, name: 'Alder Bay Cannabis Co.', email: 'hello@alderbaycannabis.example' }
    expect(render('delivered', 'email', 'en', { ...FACTS, dispensary }).from).toEqual({ name: 'Your store' })
    expect(render('delivered', 'email', 'es', { ...FACTS, dispensary }).from).toEqual({ name: 'Su tienda' })
    expect(render('delivered', 'sms', 'es', { ...FACTS, dispensary }).text).toMatch(/^Su tienda: su pedido 1042/)
  })
})
