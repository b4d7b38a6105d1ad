import type { TrackView } from '../../api/contract.ts'

/** What the page offers beside the view; the server hands the customer's language over. */
export type PageWords = {
  ready: string
  isReady: string
  undo: string
  note: string
  noteFor: string
  save: string
  noteLeft: string
  noteBack: string
  rate: string
  /** Of the star buttons, from one to five. */
  stars: string[]
  thanks: string
  addWords: string
  /** Names the links at the end. */
  more: string
  send: string
  tellMe: string
  details: string
  /** The other language, in itself. */
  language: string
  failed: string
}

export const pageWords: Record<TrackView['locale'], PageWords> = {
  en: {
    ready: 'I have my ID ready',
    isReady: 'Good: your ID is ready. The store can see that.',
    undo: 'Not yet, after all',
    note: 'Leave a note for your driver',
    noteFor: 'A gate code, or where to ring. Until your driver leaves.',
    save: 'Save the note',
    noteLeft: 'The store has your note for the driver.',
    noteBack: 'Take it back',
    rate: 'How did it go?',
    stars: ['1 star: bad', '2 stars', '3 stars', '4 stars', '5 stars: great'],
    thanks: 'Thank you. The store reads this.',
    addWords: 'Anything to add?',
    more: 'More about this order',
    send: 'Send',
    tellMe: 'Tell me when it’s close',
    details: 'Address and amount',
    language: 'Español',
    failed: 'That did not get through. Please try again.',
  },
  es: {
    ready: 'Tengo lista mi identificación',
    isReady: 'Bien: su identificación está lista. La tienda lo puede ver.',
    undo: 'Todavía no',
    note: 'Dejar una nota para su repartidor',
    noteFor: 'Un código de entrada o dónde tocar. Hasta que salga su repartidor.',
    save: 'Guardar la nota',
    noteLeft: 'La tienda tiene su nota para el repartidor.',
    noteBack: 'Retirarla',
    rate: '¿Qué tal le fue?',
    stars: ['1 estrella: mal', '2 estrellas', '3 estrellas', '4 estrellas', '5 estrellas: excelente'],
    thanks: 'Gracias. La tienda lee esto.',
    addWords: '¿Algo que agregar?',
    more: 'Más sobre este pedido',
    send: 'Enviar',
    tellMe: 'Avíseme cuando esté cerca',
    details: 'Dirección y monto',
    language: 'English',
    failed: 'No se pudo enviar. Inténtelo de nuevo, por favor.',
  },
}
