import type { LineWords } from './messages.ts'

const who = (driver: string | null): string => driver ?? 'Your driver'

export default {
  headline: {
    received: () => 'We have your order',
    preparing: () => 'Your order is being prepared',
    'out-for-delivery': (driver) => `${who(driver)} is on the way`,
    'arriving-soon': (driver) => `${who(driver)} is almost there`,
    arrived: (driver) => `${who(driver)} is at your door`,
    delivered: () => 'Delivered',
    'not-delivered': () => 'Not delivered',
    returned: () => 'Back at the store',
    cancelled: () => 'Order cancelled',
  },
  late: (driver) => `${who(driver)} is running late`,
  step: {
    received: 'Received',
    preparing: 'Preparing',
    'out-for-delivery': 'On the way',
    'arriving-soon': 'Almost there',
    arrived: 'At your door',
    delivered: 'Delivered',
    'not-delivered': 'Not delivered',
    returned: 'Returned',
    cancelled: 'Cancelled',
  },
  anyMinute: 'Any minute now',
} satisfies LineWords as LineWords
