import { z } from 'zod'
import { minutes } from '../../domain/time.ts'
import { parse, readJson } from '../../parse.ts'
import { nothing } from '../driver/dispatch.ts'
import { cents, id, instant, orderNumber, status, words } from '../pos/fields.ts'
import { tellOrder } from '../pos/tell-order.ts'
import type { Context, Meaning, Standing } from '../vendor.ts'
import { keysOf, tellEach, together, type PollVendor } from './poll-vendor.ts'

const BASE = 'https://api.pos.dutchie.com'
const SALES = `${BASE}/reporting/transactions`

const keys = z.object({ locationKey: z.string().min(1), integratorKey: z.string() })

/** An order made ahead. Its name for itself differs between those who read it. */
const preorder = z
  .object({
    orderId: id.optional(),
    preOrderId: id.optional(),
    orderNumber,
    status,
    orderType: words,
    total: cents,
    createdDate: instant,
    lastModifiedDate: instant,
  })
  .transform(({ orderId, preOrderId, ...told }) => ({ ...told, orderId: preOrderId ?? orderId }))
  .refine(({ orderId }) => orderId !== undefined, { path: ['orderId'], error: 'is missing' })

/** A closed sale, without its customer and goods. */
const sale = z.object({
  orderIds: z.array(id).max(100).catch([]),
  orderType: words,
  isVoid: z.boolean().catch(false),
  isReturn: z.boolean().catch(false),
  total: cents,
  transactionDate: instant,
})

/** One is told bare, several as a list. */
const page = z.union([z.array(z.unknown()).max(100_000), z.looseObject({}).transform((one) => [one])])

const STANDINGS: Readonly<Record<string, Standing>> = {
  submitted: 'received',
  processing: 'preparing',
  filled: 'packed',
  complete: 'delivered',
  cancelled: 'cancelled',
}

const isDelivery = (type: string): boolean => type === '' || type.toLowerCase() === 'delivery'

function tellPreorder(told: z.infer<typeof preorder>, context: Context): Meaning {
  const { orderId = '', createdDate, lastModifiedDate, total: totalCents } = told
  if (!isDelivery(told.orderType)) return nothing()
  return tellOrder(
    {
      orderId,
      status: told.status,
      at: lastModifiedDate,
      received: { number: told.orderNumber ?? orderId.slice(0, 40), at: createdDate },
      totalCents,
      version: `${told.status.toLowerCase()}:${totalCents ?? ''}`,
    },
    STANDINGS,
    context,
  )
}

/** Closed and not taken back, it was handed over: the same event as that the order made ahead is complete. */
function tellSale(told: z.infer<typeof sale>, context: Context): Meaning {
  if (told.isVoid || told.isReturn || told.orderType.toLowerCase() !== 'delivery') return nothing()
  const at = told.transactionDate
  return together(told.orderIds.map((orderId) => tellOrder({ orderId, status: 'Complete', at }, STANDINGS, context)))
}

/** Names begin small in one account of the format, and great in another. */
const asTold = (told: unknown): unknown =>
  Object.fromEntries(
    Object.entries(told ?? {}).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  )

/** Dutchie's POS: what is open of the last 14 days, and what was sold since. It shows changes one to five minutes late. */
export const dutchie: PollVendor = {
  everyMs: minutes(1),
  overlapMs: minutes(6),
  keys,
  ask: ({ since }, secret) => {
    const { locationKey, integratorKey } = keysOf(secret, keys)
    const password = Buffer.from(`${locationKey}:${integratorKey}`).toString('base64')
    const headers = { authorization: `Basic ${password}`, accept: 'application/json' }
    const from = encodeURIComponent(new Date(since).toISOString())
    return [`${BASE}/preorder/Status`, `${SALES}?fromLastModifiedDateUTC=${from}&includeOrderIds=true`].map((url) => ({
      method: 'GET',
      url,
      headers,
    }))
  },
  read: (body, { url }, _look, context) => {
    const list = parse(page, readJson(body)).map(asTold)
    return url.startsWith(SALES)
      ? tellEach(list, sale, (one) => tellSale(one, context))
      : tellEach(list, preorder, (one) => tellPreorder(one, context))
  },
}
