import { z } from 'zod'
import { parse, readJson } from '../../parse.ts'
import { contactOf } from '../contact.ts'
import { nothing } from '../driver/dispatch.ts'
import { HEARD } from '../driver/request.ts'
import type { Context, Meaning, Standing, Told, Vendor } from '../vendor.ts'
import { knowsAddress } from './authentic.ts'
import { id, orderNumber, status, words } from './fields.ts'
import { tellOrder } from './tell-order.ts'

/** Which of its webhooks it is, some senders write into the body. Transactions, members and products have no such id. */
const webhook = z.object({ webHookType: words, consumerOrderId: id.optional() })

const consumerOrder = z.object({
  consumerOrderId: id,
  consumerOrderNo: orderNumber,
  /** Not there on a new order. */
  orderStatus: status.default('Placed'),
  consumerName: words,
  /** So they write it. */
  memeberName: words,
  /** Epoch milliseconds. */
  orderTime: z.number().int().positive().optional().catch(undefined),
})

/** There is no word for an order on the road: that is for the driver's app to tell. */
const STANDINGS: Readonly<Record<string, Standing>> = {
  inprogress: 'nothing',
  placed: 'received',
  accepted: 'verified',
  completed: 'delivered',
  declined: 'cancelled',
  canceledbyconsumer: 'cancelled',
  canceledbydispensary: 'cancelled',
}

const isAboutOrders = (type: string): boolean => type === '' || /CONSUMER_ORDER/i.test(type)

function translate({ body }: Told, context: Context): Meaning {
  const value = readJson(body)
  const { webHookType, consumerOrderId } = parse(webhook, value)
  if (consumerOrderId === undefined || !isAboutOrders(webHookType)) return nothing()
  const told = parse(consumerOrder, value)
  const isNew = told.orderStatus.toLowerCase() === 'placed'
  return tellOrder(
    {
      orderId: consumerOrderId,
      status: told.orderStatus,
      at: isNew ? told.orderTime : undefined,
      received: { number: told.consumerOrderNo ?? consumerOrderId.slice(0, 40), at: told.orderTime },
      contact: contactOf({ name: told.consumerName || told.memeberName }),
    },
    STANDINGS,
    context,
  )
}

/** BLAZE: nothing is signed, so the address that it was given is the secret. It wants 200 within seconds. */
export const blaze: Vendor = { isFrom: knowsAddress, translate, answer: HEARD }
