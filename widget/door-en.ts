import type { DoorMessages } from './door-messages.ts'

export default {
  ready: {
    title: 'Have ready at the door',
    id: 'Your photo ID',
    documents: (list) => `${list}. The original, not expired.`,
    anyDocument: 'From a government, with your birth date. The original, not expired.',
    document: {
      'drivers-license': 'driver’s license',
      'state-id': 'state ID',
      passport: 'passport',
      'military-id': 'military ID',
      'government-id': 'other government photo ID',
    },
    age: (years) => `You, ${years} or older`,
    whoOrdered: (years) => `You, who ordered, ${years} or older`,
    ageWhy: 'Your driver checks this every time, in person.',
    ageWhyMaySign: 'Your driver checks this every time, and may ask you to sign.',
    signature: 'Your signature',
    signatureWhy: 'On paper or on the driver’s phone.',
    due: 'Your payment',
    dueHow: 'You pay your driver at the door.',
    dueBeforeHow: 'Before the driver comes: ask the store how.',
    paid: 'Already paid',
    paidHow: 'Nothing to pay at the door.',
  },
  questions: (dispensary) => `Questions? ${dispensary} is happy to help.`,
  call: (phone) => `Call ${phone}`,
  licence: (licence) => `License ${licence}`,
} satisfies DoorMessages as DoorMessages
