import type { TrackView } from '../../api/contract.ts'

export type DetailsWords = {
  title: string
  why: string
  label: string
  show: string
  wrong: (left: number) => string
  noDigits: string
  closed: (dispensary: string) => string
  network: (dispensary: string) => string
  noPhone: (dispensary: string) => string
  address: string
  due: string
  paid: string
  total: string
  note: string
  handoff: string
  by: (driver: string) => string
  idChecked: string
  idNotChecked: string
  idNotTold: string
  unknown: string
  shownFor: string
}

export const detailsWords: Record<TrackView['locale'], DetailsWords> = {
  en: {
    title: 'Address and amount',
    why: 'Links get passed on. So this is shown only to whoever knows the last four digits of the phone number that the store has for this order.',
    label: 'Last four digits of your phone number',
    show: 'Show',
    wrong: (left) => `Those are other digits. ${left === 1 ? 'One try' : `${left} tries`} left.`,
    noDigits: 'Please type four digits.',
    closed: (dispensary) => `That was tried too often with this link. Ask ${dispensary} for a new link.`,
    network: (dispensary) =>
      `That was tried too often from your network. Try again in a quarter of an hour, or call ${dispensary}.`,
    noPhone: (dispensary) => `${dispensary} has no phone number for this order. Call them: they can tell you.`,
    address: 'Where it goes',
    due: 'To pay at the door',
    paid: 'Paid',
    total: 'Amount',
    note: 'Your note for the driver',
    handoff: 'Handed over',
    by: (driver) => `by ${driver}`,
    idChecked: 'The ID was checked.',
    idNotChecked: 'The ID was not checked.',
    idNotTold: 'Nobody told whether the ID was checked.',
    unknown: 'The store did not tell us.',
    shownFor: 'This closes by itself after ten minutes.',
  },
  es: {
    title: 'Dirección y monto',
    why: 'Los enlaces se comparten. Por eso esto se muestra solo a quien conoce los últimos cuatro dígitos del teléfono que la tienda tiene para este pedido.',
    label: 'Últimos cuatro dígitos de su teléfono',
    show: 'Mostrar',
    wrong: (left) => `Son otros dígitos. ${left === 1 ? 'Queda un intento' : `Quedan ${left} intentos`}.`,
    noDigits: 'Escriba cuatro dígitos, por favor.',
    closed: (dispensary) => `Se intentó demasiadas veces con este enlace. Pida uno nuevo a ${dispensary}.`,
    network: (dispensary) =>
      `Se intentó demasiadas veces desde su red. Pruebe de nuevo en un cuarto de hora, o llame a ${dispensary}.`,
    noPhone: (dispensary) => `${dispensary} no tiene un teléfono para este pedido. Llame: le pueden informar.`,
    address: 'Adónde va',
    due: 'Por pagar en la puerta',
    paid: 'Pagado',
    total: 'Monto',
    note: 'Su nota para el repartidor',
    handoff: 'Entregado',
    by: (driver) => `por ${driver}`,
    idChecked: 'Se comprobó la identificación.',
    idNotChecked: 'No se comprobó la identificación.',
    idNotTold: 'Nadie informó si se comprobó la identificación.',
    unknown: 'La tienda no nos lo dijo.',
    shownFor: 'Esto se cierra solo después de diez minutos.',
  },
}
