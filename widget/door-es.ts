import type { DoorMessages } from './door-messages.ts'

export default {
  ready: {
    title: 'Tenga listo en la puerta',
    id: 'Su identificación oficial con foto',
    documents: (list) => `${list}. Original y vigente.`,
    anyDocument: 'Del gobierno, con su fecha de nacimiento. Original y vigente.',
    document: {
      'drivers-license': 'licencia de conducir',
      'state-id': 'identificación estatal',
      passport: 'pasaporte',
      'military-id': 'identificación militar',
      'government-id': 'otra identificación oficial con foto',
    },
    age: (years) => `Usted, con ${years} años o más`,
    whoOrdered: (years) => `Usted, quien pidió, con ${years} años o más`,
    ageWhy: 'Se comprueba siempre, en persona.',
    ageWhyMaySign: 'Se comprueba siempre, y quizá le pidan firmar.',
    signature: 'Su firma',
    signatureWhy: 'En papel o en el teléfono del repartidor.',
    due: 'Su pago',
    dueHow: 'Se paga al repartidor, en la puerta.',
    dueBeforeHow: 'Antes de que llegue: pregunte a la tienda cómo.',
    paid: 'Ya está pagado',
    paidHow: 'No hay nada que pagar en la puerta.',
  },
  questions: (dispensary) => `¿Preguntas? ${dispensary} le ayuda con gusto.`,
  call: (phone) => `Llamar al ${phone}`,
  licence: (licence) => `Licencia ${licence}`,
} satisfies DoorMessages as DoorMessages
