import { z } from 'zod'
import type { Payment } from '../../domain/order-event.ts'
import { parse, readJson } from '../../parse.ts'
import { contactOf } from '../contact.ts'
import { nothing } from '../driver/dispatch.ts'
import { HEARD } from '../driver/request.ts'
import type { Context, Meaning, Standing, Told, Vendor } from '../vendor.ts'
import { bears } from './authentic.ts'
import { cents, id, instant, joined, orderNumber, status, words } from './fields.ts'
import { tellOrder, typeOf } from './tell-order.ts'

/** A ticket without its customer, employees and goods: it names its customer only by a number. */
export const ticket = z.object({
  type: words,
  ticket_id: id,
  order_number: orderNumber,
  order_status: status,
  payment_status: words,
  date_created: instant,
  last_updated_at: instant,
  date_closed: instant,
  scheduled_date: instant,
  total: cents,
  delivery_address: z.object({ street: words, street2: words, city: words }).optional().catch(undefined),
})

const webhook = z.object({
  /** One word or several. */
  event_type: z.union([z.string(), z.array(z.string()).max(20)]).transform((told) => [told].flat()),
  /** There on test deliveries only. */
  test: z.unknown().optional(),
  data: z.unknown().optional(),
})

const ABOUT_TICKETS = ['TICKET', 'TICKET_STATUS']
/** The others are sold or picked up in the store. */
const DELIVERED = ['DELIVERY', 'EXPRESS']

const STANDINGS: Readonly<Record<string, Standing>> = {
  draft: 'nothing',
  verification_pending: 'received',
  awaiting_processing: 'verified',
  in_process: 'preparing',
  packed_ready: 'packed',
  out_for_delivery: 'departed',
  completed: 'delivered',
  canceled: 'cancelled',
  removed: 'cancelled',
}

const PAYMENTS = new Map<string, Payment>([
  ['PAID', 'paid'],
  ['UNPAID', 'due'],
])

/**
 * What a ticket says, told by a webhook or found by asking. EXPRESS is not for as soon as possible to the door: Treez's
 * support describes it as an order that is to be picked before others in the store.
 */
export function tellTicket(told: z.infer<typeof ticket>, context: Context): Meaning {
  if (!DELIVERED.includes(told.type.toUpperCase())) return nothing()
  const { ticket_id: orderId, order_status, date_created, last_updated_at, date_closed, delivery_address: to } = told
  const isClosed = order_status.toLowerCase() === 'completed'
  return tellOrder(
    {
      orderId,
      status: order_status,
      at: (isClosed ? date_closed : undefined) ?? last_updated_at,
      received: { number: told.order_number ?? orderId.slice(0, 8), at: date_created },
      totalCents: told.total,
      payment: PAYMENTS.get(told.payment_status.toUpperCase()),
      type: typeOf(told.scheduled_date, date_created),
      contact: contactOf({ address: joined([to?.street, to?.street2, to?.city], ', ') }),
      version: last_updated_at === date_created ? undefined : last_updated_at,
    },
    STANDINGS,
    context,
  )
}

function translate({ body }: Told, context: Context): Meaning {
  const { event_type, test, data } = parse(webhook, readJson(body))
  const isTest = test !== undefined && test !== null && test !== false
  const isAboutTickets = event_type.some((type) => ABOUT_TICKETS.includes(type.toUpperCase()))
  if (isTest) return { ...(isAboutTickets ? tellExample(data, context) : nothing()), isTest }
  return isAboutTickets ? tellTicket(parse(ticket, data, '/data'), context) : nothing()
}

/** What is sent to try a webhook out need not be a ticket. */
function tellExample(data: unknown, context: Context): Meaning {
  const told = ticket.safeParse(data)
  return told.success ? tellTicket(told.data, context) : nothing()
}

/** Treez: one ticket per request, by a token that is shared. It does not tell of cancelled tickets; `poll/treez.ts` asks. */
export const treez: Vendor = { isFrom: bears, translate, answer: HEARD }
