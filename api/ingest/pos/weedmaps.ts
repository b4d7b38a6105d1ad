import { z } from 'zod'
import { parse, readJson } from '../../parse.ts'
import { contactOf, e164 } from '../contact.ts'
import { HEARD } from '../driver/request.ts'
import type { Answer, Context, Meaning, Standing, Told, Vendor } from '../vendor.ts'
import { isSigned, knowsAddress } from './authentic.ts'
import { cents, doorAt, id, instant, joined, latitude, longitude, status, words } from './fields.ts'
import { tellOrder } from './tell-order.ts'

/**
 * An order without birth date, recommendation, documents and goods: nothing of these is read. Nor is the time that the
 * customer asked for, as `requestedSchedulingInfo` is named in the documentation and not described.
 */
const order = z.object({
  orderId: id,
  status,
  createdAt: instant,
  lastModifiedAt: instant,
  grandTotal: cents,
  customer: z.object({ firstName: words, lastName: words, phone: words }).optional().catch(undefined),
  shippingAddress: z
    .object({ address1: words, address2: words, city: words, latitude, longitude })
    .optional()
    .catch(undefined),
})

const STANDINGS: Readonly<Record<string, Standing>> = {
  draft: 'nothing',
  pending: 'received',
  in_progress: 'preparing',
  ready_for_attainment: 'packed',
  complete: 'delivered',
  canceled_customer: 'cancelled',
  canceled_seller: 'cancelled',
  failed: 'cancelled',
}

function translate({ body }: Told, context: Context): Meaning {
  const told = parse(order, readJson(body))
  const { orderId, createdAt, lastModifiedAt, customer, shippingAddress: to } = told
  return tellOrder(
    {
      orderId,
      status: told.status,
      at: lastModifiedAt ?? createdAt,
      received: { number: orderId.slice(0, 40), at: createdAt },
      totalCents: told.grandTotal,
      contact: contactOf({
        name: joined([customer?.firstName, customer?.lastName], ' '),
        phone: e164(customer?.phone ?? ''),
        address: joined([to?.address1, to?.address2, to?.city], ', '),
        door: doorAt(to?.latitude, to?.longitude),
      }),
      version: lastModifiedAt === createdAt ? undefined : lastModifiedAt,
    },
    STANDINGS,
    context,
  )
}

/** A draft asks whether the prices are right, and takes the order that comes back for the answer. */
function reply({ body }: Told): Answer | undefined {
  const { status: standing } = parse(z.object({ status }), readJson(body))
  return standing.toUpperCase() === 'DRAFT' ? { status: 200, contentType: 'application/json', body } : undefined
}

/** `Signature` is documented since 2020; a callback without it is known by its address. */
function isFrom(told: Told, secret: string): boolean {
  const signature = told.header('signature')
  return signature === undefined ? knowsAddress(told, secret) : isSigned(signature, 'base64', secret, told.body)
}

/** Weedmaps Orders: the whole order, at the price check (DRAFT) and when it is made. */
export const weedmaps: Vendor = { isFrom, translate, answer: HEARD, reply }
