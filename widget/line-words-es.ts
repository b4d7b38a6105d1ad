import type { LineWords } from './messages.ts'

const who = (driver: string | null): string => driver ?? 'Su repartidor'

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
  anyMinute: 'En cualquier momento',
} satisfies LineWords as LineWords
