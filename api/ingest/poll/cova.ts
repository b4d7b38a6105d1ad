import { z } from 'zod'
import type { Payment } from '../../domain/order-event.ts'
import { minutes } from '../../domain/time.ts'
import { parse, readJson } from '../../parse.ts'
import { nothing } from '../driver/dispatch.ts'
import { cents, id, words } from '../pos/fields.ts'
import { tellOrder } from '../pos/tell-order.ts'
import type { Standing } from '../vendor.ts'
import { keysOf, postForm, readToken, type PollVendor } from './poll-vendor.ts'

const BASE = 'https://api.covasoft.net/covaorderintake/v2'
const TOKENS = 'https://accounts.iqmetrix.net/v1/oauth2/token'

const keys = z.object({
  companyId: z.string().regex(/^\d+$/),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  username: z.string().min(1),
  password: z.string().min(1),
})

/** An enum is told by its name or its number (`ResourceModel?modelName=OrderStatusV2`, `PaymentStatusV2`). */
const named = (names: Readonly<Record<number, string>>) =>
  z.union([z.string(), z.number().int()]).transform((told) => names[Number(told)] ?? String(told))

const orderStatus = named({
  0: 'SubmittedForProcessing',
  1: 'TransientProcessingFailure',
  2: 'NonTransientProcessingFailure',
  3: 'SubmittedForFinalProcessing',
  4: 'ReadyForPayment',
  7: 'Cancelled',
  8: 'Completed',
})
const paymentStatus = named({ 3: 'ReadyForPayment', 6: 'PaymentApplied' })

const record = z.object({
  OrderId: id,
  OrderStatus: orderStatus.pipe(z.string().min(1).max(60)),
  PaymentStatus: paymentStatus.optional().catch(undefined),
  SaleTotal: cents,
  OrderFulfillmentMethod: words,
  OrderFulfillmentStatus: words,
})

/** Other open orders are not Cova's. */
const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** How far the store is with an order is said beside, of orders that are confirmed. */
const STANDINGS: Readonly<Record<string, Standing>> = {
  submittedforprocessing: 'received',
  submittedforfinalprocessing: 'received',
  readyforpayment: 'verified',
  orderplaced: 'verified',
  inprogress: 'preparing',
  readyforpickup: 'packed',
  completed: 'delivered',
  cancelled: 'cancelled',
}

const PAYMENTS = new Map<string | undefined, Payment>([
  ['ReadyForPayment', 'due'],
  ['PaymentApplied', 'paid'],
])

/** Cova: it lists no orders, so each open one is asked for by its id, and only what is new of it is told. */
export const cova: PollVendor = {
  everyMs: minutes(1),
  overlapMs: 0,
  keys,
  asksByOrder: true,
  signIn: {
    ask: (secret) => {
      const { username, password, clientId, clientSecret } = keysOf(secret, keys)
      const client = { client_id: clientId, client_secret: clientSecret }
      return postForm(TOKENS, { grant_type: 'password', username, password, ...client })
    },
    read: readToken,
  },
  ask: ({ openOrderIds }, secret) => {
    const company = `${BASE}/Companies(${keysOf(secret, keys).companyId})`
    const headers = { accept: 'application/json' }
    const ids = openOrderIds.filter((orderId) => GUID.test(orderId))
    return ids.map((orderId) => ({ method: 'GET', url: `${company}/CovaOrder(${orderId})/Status`, headers }))
  },
  read: (body, _asked, _look, context) => {
    const told = parse(record, readJson(body))
    if (told.OrderFulfillmentMethod !== '' && told.OrderFulfillmentMethod.toLowerCase() !== 'delivery') return nothing()
    const isConfirmed = told.OrderStatus.toLowerCase() === 'readyforpayment'
    const status = (isConfirmed && told.OrderFulfillmentStatus) || told.OrderStatus
    const payment = PAYMENTS.get(told.PaymentStatus)
    const version = [status.toLowerCase(), told.SaleTotal, payment].join(':')
    return tellOrder(
      { orderId: told.OrderId, status, totalCents: told.SaleTotal, payment, version },
      STANDINGS,
      context,
    )
  },
}
