import type { Words } from './messages.ts'

const who = (driver: string | null): string => driver ?? 'Su repartidor'
const the = (time: string): string => `${time.startsWith('1:') ? 'la' : 'las'} ${time}`

export default {
  stepState: { done: 'hecho', now: 'ahora', ahead: 'falta', failed: 'terminó aquí' },
  words: {
    tellYou: 'Le diremos cuándo',
    comeToTheDoor: 'Salga a la puerta, por favor',
    enjoy: { day: 'Que tenga un buen día', evening: 'Que tenga una buena noche' },
    returned: 'Su pedido volvió a la tienda',
    cancelled: 'Este pedido fue cancelado',
    opens: (time, day) => (day ? `Abre el ${day} a ${the(time)}` : `Abre a ${the(time)}`),
  },
  whenOpen: (dispensary) => `${dispensary} está cerrado por ahora. Su pedido está seguro con ellos.`,
  whenKnown: 'La hora aparecerá aquí en cuanto se conozca la ruta de su repartidor.',
  veryLikelyBy: (time) => `Muy probablemente antes de ${the(time)}`,
  rough: 'Por ahora es un cálculo aproximado',
  bringId: 'Lleve su identificación.',
  waits: (driver, time, left) => `${who(driver)} puede esperar hasta ${the(time)}: quedan ${left}.`,
  waited: (driver, time) =>
    `${who(driver)} podía esperar hasta ${the(time)}, y no más. Si ya va a la puerta, llame a la tienda.`,
  deliveredAt: (time) => `Gracias. Entregado en mano a ${the(time)}`,
  promiseKept: (promise) => `Dentro de lo que le dijimos primero (${promise})`,
  promiseBroken: (promise) => `Más tarde de lo que le dijimos primero (${promise}). Lo sentimos.`,
  stopsBefore: (stops) =>
    stops === 0
      ? 'La próxima parada es la suya'
      : stops === 1
        ? '1 parada antes de la suya'
        : `${stops} paradas antes de la suya`,
  delayed: (promise, later) => `Cerca de ${later} más tarde de lo que le dijimos primero (${promise}).`,
  earlier: (promise) => `Antes de lo que le dijimos primero (${promise}).`,
  recovered: (promise) => `De nuevo a tiempo: dentro de lo que le dijimos primero (${promise}).`,
  later: {
    slower: 'El camino lleva más tiempo de lo previsto.',
    'earlier-stop': 'Una parada antes de la suya tomó más tiempo.',
    resequenced: 'Se cambió el orden de las paradas.',
    'signal-lost': 'No podemos contactar el teléfono del repartidor en este momento.',
  },
  notDelivered: {
    'not-home': 'Nadie abrió la puerta',
    'no-id': 'No hubo una identificación válida en la puerta',
    underage: 'No se pudo comprobar la edad',
    refused: 'El pedido no fue aceptado en la puerta',
    address: 'No encontramos la dirección',
    payment: 'El pago no se pudo hacer',
    other: 'La entrega no se pudo completar',
  },
  nextTime: {
    'not-home': 'Alguien debe estar cuando vuelva.',
    'no-id': 'Tenga su identificación a la mano cuando vuelva.',
    address: 'Dígales dónde encontrarle.',
    payment: 'Dígales cómo prefiere pagar.',
  },
  backToStore: 'Vuelve a la tienda.',
  askStore: (dispensary) => `Llame a ${dispensary} para acordar qué sigue.`,
  surprised: (dispensary) => `Si no lo esperaba, llame a ${dispensary}.`,
  freshness: {
    now: 'Actualizado ahora mismo',
    ago: (ago) => `Actualizado ${ago}`,
    lost: (time) => `Parece que no tiene conexión. Volvemos a intentarlo solos; esto era así a ${the(time)}`,
  },
  order: (number) => `Pedido ${number}`,
} satisfies Words as Words
