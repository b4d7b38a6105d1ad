import type { Messages } from './messages.ts'

const who = (driver: string | null): string => driver ?? 'Su repartidor'
const the = (time: string): string => `${time.startsWith('1:') ? 'la' : 'las'} ${time}`

export default {
  headline: {
    received: () => 'Recibimos su pedido',
    preparing: () => 'Estamos preparando su pedido',
    'out-for-delivery': (driver) => `${who(driver)} va en camino`,
    'arriving-soon': (driver) => `${who(driver)} ya casi llega`,
    arrived: (driver) => `${who(driver)} está en su puerta`,
    delivered: () => 'Entregado',
    'not-delivered': () => 'No entregado',
    returned: () => 'De vuelta en la tienda',
    cancelled: () => 'Pedido cancelado',
  },
  late: (driver) => `${who(driver)} viene con retraso`,
  step: {
    received: 'Recibido',
    preparing: 'Preparando',
    'out-for-delivery': 'En camino',
    'arriving-soon': 'Ya casi llega',
    arrived: 'En su puerta',
    delivered: 'Entregado',
    'not-delivered': 'No entregado',
    returned: 'Devuelto',
    cancelled: 'Cancelado',
  },
  stepState: { done: 'hecho', now: 'ahora', ahead: 'falta', failed: 'terminó aquí' },
  words: {
    tellYou: 'Le diremos cuándo',
    anyMinute: 'En cualquier momento',
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
  map: {
    label: 'Mapa de su repartidor y su zona',
    closed: {
      'not-on-the-way': () => 'Aquí podrá seguir a su repartidor en los últimos minutos.',
      'not-next': (driver) =>
        `${who(driver)} tiene otras paradas primero. El mapa se abre cuando la suya sea la próxima.`,
      'not-near': (driver) => `El mapa se abre cuando ${driver ?? 'su repartidor'} esté cerca, por su seguridad.`,
      finished: () => '',
      'signal-lost': (driver) =>
        `Perdimos por ahora la señal de ${driver ?? 'su repartidor'}. La hora sigue siendo nuestro mejor cálculo.`,
      withheld: (_driver, dispensary) => `${dispensary} no muestra un mapa. Las horas se mantienen al día.`,
    },
    far: (driver, distance) => `${who(driver)} está a cerca de ${distance} de su zona.`,
    near: (driver) => `${who(driver)} está a la vuelta de la esquina.`,
    seen: (time) => `Visto a ${the(time)}`,
    stale: (time, ago) => `Visto por última vez a ${the(time)}, ${ago}. La señal está débil.`,
  },
  freshness: {
    now: 'Actualizado ahora mismo',
    ago: (ago) => `Actualizado ${ago}`,
    lost: (time) => `Parece que no tiene conexión. Volvemos a intentarlo solos; esto era así a ${the(time)}`,
  },
  order: (number) => `Pedido ${number}`,
} satisfies Messages as Messages
