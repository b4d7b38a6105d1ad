import type { DoorstepEvent } from '../domain/event.ts'
import type { Instant } from '../domain/time.ts'
import type { Context, Meaning, Standing, Translated } from './vendor.ts'

/**
 * What a vendor's status says of an order, as an event named by order and status, so that every repetition is the same
 * event. A status that neither the vendor's map nor the dispensary's knows changes nothing and is kept raw.
 */
export function tellStanding(
  orderId: string,
  status: string,
  at: Instant,
  map: Readonly<Record<string, Standing>>,
  { statuses }: Pick<Context, 'statuses'>,
): Pick<Meaning, 'events' | 'unknown'> {
  const key = status.toLowerCase()
  const standing = statuses[key] ?? map[key]
  if (standing === undefined) return { events: [], unknown: [{ orderId, status }] }
  const event = eventOf(orderId, standing, at, key)
  return { events: event ? [{ eventId: `${orderId}:${key}`, event }] : [], unknown: [] }
}

function eventOf(orderId: string, standing: Standing, time: Instant, status: string): Translated['event'] | undefined {
  const data = { orderId }
  switch (standing) {
    case 'verified':
    case 'preparing':
    case 'packed':
    case 'departed':
    case 'returned':
      return { type: `order.${standing}`, time, data } as DoorstepEvent
    case 'delivered':
      return { type: 'handoff.completed', time, data }
    case 'not-delivered':
      return { type: 'handoff.refused', time, data: { ...data, reason: 'other' } }
    case 'cancelled':
      return { type: 'order.cancelled', time, data: { ...data, reason: status } }
    case 'received':
    case 'approached':
    case 'arrived':
    case 'nothing':
      return undefined
    default:
      return standing satisfies never
  }
}
