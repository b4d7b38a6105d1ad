import { z } from 'zod'
import { seconds, type Instant } from '../../domain/time.ts'
import { parse, readJson } from '../../parse.ts'
import { contactOf, e164 } from '../contact.ts'
import { nothing } from '../driver/dispatch.ts'
import { HEARD } from '../driver/request.ts'
import { instantInZone } from '../../domain/local-time.ts'
import type { Context, Meaning, Standing, Told, Vendor } from '../vendor.ts'
import { bears, isSigned } from './authentic.ts'
import { cents, email, id, instant, status, words } from './fields.ts'
import { tellOrder, typeOf } from './tell-order.ts'

const cart = z.object({
  id,
  status,
  reservation_mode: words,
  amount: cents,
  /** `2021-06-21 21:41:28`, and no word of a zone. */
  checked_out_time: words,
  created_at: words,
  /** When the window begins that the customer reserved. */
  reservation_start_window: words,
  customer_name: words,
  customer_phone_number: words,
  customer_email_address: email,
})
const webhook = z.object({ cart: cart.optional() })

const STANDINGS: Readonly<Record<string, Standing>> = {
  pending: 'nothing',
  verification: 'received',
  staff_member_review: 'received',
  preparing: 'preparing',
  ready_for_pickup: 'packed',
  delivery_started: 'departed',
  delivery_finished: 'delivered',
  finished: 'delivered',
  finished_without_review: 'delivered',
  with_review: 'delivered',
  cancelled: 'cancelled',
  dismissed: 'cancelled',
}

/** The form of the signed timestamp is not documented: epoch seconds, epoch milliseconds or ISO 8601. */
function signedAt(written = ''): Instant | undefined {
  if (/^\d{10}$/.test(written)) return seconds(Number(written))
  return /^\d{13}$/.test(written) ? Number(written) : instant.parse(written)
}

/**
 * No time of the change is told, so the signed time of the request stands for it. Times without a zone are read as the
 * dispensary's: were they UTC they would lie ahead of what American clocks show, and be cut to that signed time.
 */
function translate({ header, body }: Told, context: Context): Meaning {
  const { cart: told } = parse(webhook, readJson(body))
  if (told?.reservation_mode.toLowerCase() !== 'delivery') return nothing()
  const { id: orderId, amount } = told
  const madeAt = instantInZone(told.checked_out_time || told.created_at, context.timeZone)
  return tellOrder(
    {
      orderId,
      status: told.status,
      at: signedAt(header('x-jane-request-timestamp')),
      received: { number: orderId.slice(0, 40), at: madeAt },
      totalCents: amount,
      type: typeOf(instantInZone(told.reservation_start_window, context.timeZone), madeAt),
      contact: contactOf({
        name: told.customer_name,
        phone: e164(told.customer_phone_number),
        email: told.customer_email_address,
      }),
      version: `${told.status.toLowerCase()}:${amount ?? ''}`,
    },
    STANDINGS,
    context,
  )
}

/**
 * The secret is the signing secret; where Jane was also given a token to send, that token and a space before it.
 */
function isFrom(told: Told, secret: string): boolean {
  const [, token, key = ''] = /^(?:(\S+) )?(\S+)$/.exec(secret) ?? []
  if (token !== undefined && !bears(told, token)) return false
  const text = `${told.header('x-jane-request-timestamp') ?? ''}:${told.body}`
  return isSigned(told.header('x-jane-signature')?.toLowerCase(), 'hex', key, text)
}

/** Jane (iheartjane.com): the whole cart at each step, signed together with the time of the request. */
export const jane: Vendor = { isFrom, translate, answer: HEARD }
