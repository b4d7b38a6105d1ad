import { describe, expect, test } from 'vitest'
import type { Locale } from '../../api/domain/contact.ts'
import type { Channel, NotificationKind } from '../../api/domain/notification.ts'
import { render } from '../../templates/render.ts'
import { FACTS } from './facts.ts'

/** A message as its reader has it: the subject or title, and the words. */
function read(kind: NotificationKind, channel: Channel, locale: Locale): string {
  const { subject, text } = render(kind, channel, locale, FACTS)
  return channel === 'sms' ? text : `${subject}\n\n${text}`
}

describe('the order is being packed', () => {
  test('web-push in English', () => {
    expect(read('preparing', 'web-push', 'en')).toMatchInlineSnapshot(`
      "We are getting your order ready

      Alder Bay: your order 1042 is being packed. We will tell you when it leaves."
    `)
  })

  test('web-push in Spanish', () => {
    expect(read('preparing', 'web-push', 'es')).toMatchInlineSnapshot(`
      "Estamos preparando su pedido

      Alder Bay: estamos empacando su pedido 1042. Le avisaremos cuando salga."
    `)
  })

  test('email in English', () => {
    expect(read('preparing', 'email', 'en')).toMatchInlineSnapshot(`
      "We are getting your order 1042 ready

      Alder Bay
      Order 1042

      Almost packed

      Your order 1042 is being packed. We will tell you when it leaves, and when it arrives.

      When it comes, the driver checks a government photo ID: you must be 21 or over.

      Follow your order:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA

      Alder Bay Deliveries, LLC
      License C9-0000123-LIC
      Call (415) 555-0123

      Change or stop messages:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA/messages"
    `)
  })

  test('email in Spanish', () => {
    expect(read('preparing', 'email', 'es')).toMatchInlineSnapshot(`
      "Estamos preparando su pedido 1042

      Alder Bay
      Pedido 1042

      Casi listo

      Estamos empacando su pedido 1042. Le avisaremos cuando salga y a qué hora llega.

      Al recibirlo, le pediremos una identificación oficial con foto: debe tener 21 años o más.

      Seguir mi pedido:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA

      Alder Bay Deliveries, LLC
      Licencia C9-0000123-LIC
      Llame al (415) 555-0123

      Cambiar o detener los mensajes:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA/messages"
    `)
  })

  test('sms in English', () => {
    expect(read('preparing', 'sms', 'en')).toMatchInlineSnapshot(
      `"Alder Bay: your order 1042 is being packed. We will tell you when it leaves. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Reply STOP to opt out."`,
    )
  })

  test('sms in Spanish', () => {
    expect(read('preparing', 'sms', 'es')).toMatchInlineSnapshot(
      `"Alder Bay: estamos empacando su pedido 1042. Le avisaremos cuando salga. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Responda STOP para darse de baja."`,
    )
  })
})

describe('the order is running late', () => {
  test('web-push in English', () => {
    expect(read('delayed', 'web-push', 'en')).toMatchInlineSnapshot(`
      "Running late: now 6:20–6:40 PM

      Alder Bay: your order 1042 takes longer than we said. We are sorry to keep you waiting."
    `)
  })

  test('web-push in Spanish', () => {
    expect(read('delayed', 'web-push', 'es')).toMatchInlineSnapshot(`
      "Vamos con retraso: 6:20–6:40 p.m.

      Alder Bay: su pedido 1042 tardará más de lo que le dijimos. Disculpe la espera."
    `)
  })

  test('email in English', () => {
    expect(read('delayed', 'email', 'en')).toMatchInlineSnapshot(`
      "Running late: now 6:20–6:40 PM

      Alder Bay
      Running late

      6:20–6:40 PM
      Friday, April 24

      Your order 1042 takes longer than we said. We are sorry to keep you waiting.

      There is nothing you need to do. Your tracking page always shows the newest time.

      See the new time:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA

      Alder Bay Deliveries, LLC
      License C9-0000123-LIC
      Call (415) 555-0123

      Change or stop messages:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA/messages"
    `)
  })

  test('email in Spanish', () => {
    expect(read('delayed', 'email', 'es')).toMatchInlineSnapshot(`
      "Vamos con retraso: ahora 6:20–6:40 p.m.

      Alder Bay
      Vamos con retraso

      6:20–6:40 p.m.
      Viernes, 24 de abril

      Su pedido 1042 tardará más de lo que le dijimos. Disculpe la espera.

      No necesita hacer nada. Su página de seguimiento muestra siempre la hora más reciente.

      Ver la nueva hora:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA

      Alder Bay Deliveries, LLC
      Licencia C9-0000123-LIC
      Llame al (415) 555-0123

      Cambiar o detener los mensajes:
      https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA/messages"
    `)
  })

  test('sms in English', () => {
    expect(read('delayed', 'sms', 'en')).toMatchInlineSnapshot(
      `"Alder Bay: your order 1042 is late. Now 6:20-6:40 PM. Sorry for the wait. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Reply STOP to opt out."`,
    )
  })

  test('sms in Spanish', () => {
    expect(read('delayed', 'sms', 'es')).toMatchInlineSnapshot(
      `"Alder Bay: su pedido 1042 viene con retraso. Llegada: 6:20-6:40 p.m. Disculpe la espera. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Responda STOP para darse de baja."`,
    )
  })
})

describe('the order is back on time after all', () => {
  test('web-push in English', () => {
    expect(read('back-on-time', 'web-push', 'en')).toMatchInlineSnapshot(`
      "Back on time: 6:20–6:40 PM

      Alder Bay: your order 1042 is back on time."
    `)
  })

  test('web-push in Spanish', () => {
    expect(read('back-on-time', 'web-push', 'es')).toMatchInlineSnapshot(`
      "De nuevo a tiempo: 6:20–6:40 p.m.

      Alder Bay: su pedido 1042 viene de nuevo a tiempo."
    `)
  })

  test('email in English', () => {
    expect(read('back-on-time', 'email', 'en')).toMatchInlineSnapshot(`
      "Back on time: 6:20–6:40 PM

      Alder Bay
      Back on time

      6:20–6:40 PM
      Friday, April 24

      We made up for the delay: your order 1042 comes when we first said.

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
    expect(read('back-on-time', 'email', 'es')).toMatchInlineSnapshot(`
      "De nuevo a tiempo: 6:20–6:40 p.m.

      Alder Bay
      De nuevo a tiempo

      6:20–6:40 p.m.
      Viernes, 24 de abril

      Recuperamos el retraso: su pedido 1042 llega a la hora que le dijimos al principio.

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
    expect(read('back-on-time', 'sms', 'en')).toMatchInlineSnapshot(
      `"Alder Bay: your order 1042 is back on time: 6:20-6:40 PM. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Reply STOP to opt out."`,
    )
  })

  test('sms in Spanish', () => {
    expect(read('back-on-time', 'sms', 'es')).toMatchInlineSnapshot(
      `"Alder Bay: su pedido 1042 viene de nuevo a tiempo. Llegada: 6:20-6:40 p.m. https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA Responda STOP para darse de baja."`,
    )
  })
})
