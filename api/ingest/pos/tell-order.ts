import type { Contact } from '../../domain/contact.ts'
import { factsOf, type FactsTold, type OrderType } from '../../domain/order-event.ts'
import type { Instant } from '../../domain/time.ts'
import { standingOf, tellStanding } from '../standing.ts'
import type { Context, Meaning, Standing, Translated } from '../vendor.ts'

/** An order as its sender tells it, whatever the words were. */
export type OrderTold = FactsTold & {
  orderId: string
  status: string
  /** When it came to this status. Now, where the sender does not say. */
  at?: Instant | undefined
  /** None where nothing but the status is told, of an order told before. */
  received?: { number: string; at?: Instant | undefined } | undefined
  contact?: Contact | undefined
  /** Names this state of the contact and the total: the sender's own modified time. None where there is no news of them. */
  version?: string | number | undefined
}

type Beside = NonNullable<Parameters<typeof tellStanding>[5]>

/**
 * That the order was received, what is new of it, and where it stands. Each is named by the order and what it tells, so
 * that the sender may tell all of it again and again. A status that is unknown or means nothing yet (a cart) tells none.
 */
export function tellOrder(
  told: OrderTold,
  map: Readonly<Record<string, Standing>>,
  context: Context,
  beside: Beside = {},
): Meaning {
  const { orderId, status, received } = told
  const at = Math.min(told.at ?? context.now, context.now)
  const { events, unknown } = tellStanding(orderId, status, at, map, context, beside)
  const standing = standingOf(status, map, context)
  if (standing === undefined || standing === 'nothing') return { events, fixes: [], unknown }
  const facts = factsOf(told)
  const attached = attachedOf(told)
  const first: Translated[] = received
    ? [
        {
          eventId: `${orderId}:received`,
          event: {
            type: 'order.received',
            time: Math.min(received.at ?? at, at),
            data: { orderId, number: received.number, ...facts },
          },
          ...attached,
        },
      ]
    : []
  return { events: [...first, ...newsOf(told, at), ...events], fixes: [], unknown }
}

function newsOf(told: OrderTold, time: Instant): Translated[] {
  const facts = factsOf(told)
  const attached = attachedOf(told)
  if (told.version === undefined || Object.keys({ ...facts, ...attached }).length === 0) return []
  const { orderId, version } = told
  const event = { type: 'order.updated', time, data: { orderId, ...facts } } as const
  return [{ eventId: `${orderId}:updated:${version}`, event, ...attached }]
}

const attachedOf = ({ orderId, contact = {} }: OrderTold): Pick<Translated, 'attached'> =>
  Object.keys(contact).length > 0 ? { attached: { contacts: { [orderId]: contact } } } : {}

/** An order for a time after it was made is scheduled. No such time is no word that it is for at once. */
export const typeOf = (bookedFor: Instant | undefined, madeAt: Instant | undefined): OrderType | undefined =>
  bookedFor !== undefined && madeAt !== undefined && bookedFor > madeAt ? 'scheduled' : undefined
