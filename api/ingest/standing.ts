import type { DoorstepEvent } from '../domain/event.ts'
import type { RefusalReason } from '../domain/order-event.ts'
import type { Instant } from '../domain/time.ts'
import type { Attached } from '../attached.ts'
import type { Context, Meaning, Standing, Translated } from './vendor.ts'

/**
 * What some vendors tell beside: another name for what the status is of (an attempt, where an order may have several),
 * why it was not delivered, and what does not belong into the trail.
 */
type Beside = { name?: string; reason?: RefusalReason | undefined; attached?: Attached | undefined }

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
  { name = orderId, reason = 'other', attached }: Beside = {},
): Pick<Meaning, 'events' | 'unknown'> {
  const key = status.toLowerCase()
  const standing = standingOf(status, map, { statuses })
  if (standing === undefined) return { events: [], unknown: [{ orderId, status }] }
  const event = eventOf(orderId, standing, at, key, reason)
  if (!event) return { events: [], unknown: [] }
  return { events: [{ eventId: `${name}:${key}`, event, ...(attached && { attached }) }], unknown: [] }
}

/** What the dispensary says of a status, else what its vendor does. */
export function standingOf(
  status: string,
  map: Readonly<Record<string, Standing>>,
  { statuses }: Pick<Context, 'statuses'>,
): Standing | undefined {
  const key = status.toLowerCase()
  return standingIn(statuses, key) ?? standingIn(map, key)
}

/** A status may be a word of the language that we are written in. */
const standingIn = (map: Readonly<Record<string, Standing>>, key: string): Standing | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined

function eventOf(
  orderId: string,
  standing: Standing,
  time: Instant,
  status: string,
  reason: RefusalReason,
): Translated['event'] | undefined {
  const data = { orderId }
  switch (standing) {
    case 'verified':
    case 'preparing':
    case 'packed':
    case 'departed':
    case 'approached':
    case 'arrived':
    case 'returned':
      return { type: `order.${standing}`, time, data } as DoorstepEvent
    case 'delivered':
      return { type: 'handoff.completed', time, data }
    case 'not-delivered':
      return { type: 'handoff.refused', time, data: { ...data, reason } }
    case 'cancelled':
      return { type: 'order.cancelled', time, data: { ...data, reason: status } }
    case 'received':
    case 'nothing':
      return undefined
    default:
      return standing satisfies never
  }
}
