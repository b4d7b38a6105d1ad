export type OrderKey = { dispensaryId: string; orderId: string }
export type DriverKey = { dispensaryId: string; driverId: string }

/** What a commit changed, told after the commit and never before it. */
export type Change = {
  orders: OrderKey[]
  /** Orders whose customer became better known, or was forgotten. */
  contacts: OrderKey[]
  /** Drivers whose route changed. */
  drivers: DriverKey[]
  /** Drivers who told where they are. */
  moved: DriverKey[]
  messagesPlanned: boolean
  /** Something is to be told outside. */
  hooksPlanned?: boolean
  /** Dispensaries whose deliveries taught something. */
  learned?: string[]
  /** Connections whose settings changed. */
  connections?: string[]
}

export type Bus = { publish: (change: Change) => void; subscribe: (hear: (change: Change) => void) => void }

/** Tells everybody in this process. Subscribers must not throw and must not block. */
export function createBus(): Bus {
  const hearers: ((change: Change) => void)[] = []
  return {
    publish: (change) => {
      for (const hear of hearers) hear(change)
    },
    subscribe: (hear) => {
      hearers.push(hear)
    },
  }
}

export const orderKey = ({ dispensaryId, orderId }: OrderKey): string => `${dispensaryId}\n${orderId}`
export const driverKey = ({ dispensaryId, driverId }: DriverKey): string => `${dispensaryId}\n${driverId}`
