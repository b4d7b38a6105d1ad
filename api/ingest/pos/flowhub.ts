import { z } from 'zod'
import type { RefusalReason } from '../../domain/order-event.ts'
import { parse, readJson } from '../../parse.ts'
import { nothing } from '../driver/dispatch.ts'
import { HEARD } from '../driver/request.ts'
import type { Context, Meaning, Standing, Told, Vendor } from '../vendor.ts'
import { knowsAddress } from './authentic.ts'
import { id, status, words } from './fields.ts'
import { tellOrder } from './tell-order.ts'

/** The answer of `GET /order-ahead/v0/orderStatus/{id}`; what is posted to a `postbackUrl` is taken to be the same. */
const orderStatus = z.object({ orderId: id, status, orderType: words })

/** A closed sale is not a handoff, and what `inQueue` means nobody says. */
const STANDINGS: Readonly<Record<string, Standing>> = {
  new: 'received',
  started: 'preparing',
  ready: 'packed',
  intransit: 'departed',
  delivered: 'delivered',
  unabletocomplete: 'not-delivered',
  unabletoverify: 'not-delivered',
  deleted: 'cancelled',
  sold: 'nothing',
}

const REASONS = new Map<string, RefusalReason>([['unabletoverify', 'no-id']])

function translate({ body }: Told, context: Context): Meaning {
  const told = parse(orderStatus, readJson(body))
  if (told.orderType !== '' && told.orderType.toLowerCase() !== 'delivery') return nothing()
  const { orderId } = told
  const received = { number: orderId.slice(0, 40) }
  const reason = REASONS.get(told.status.toLowerCase())
  return tellOrder({ orderId, status: told.status, received }, STANDINGS, context, { reason })
}

/** Flowhub's order-ahead: nothing is signed, so the `postbackUrl` that it was given is the secret. No time is told. */
export const flowhub: Vendor = { isFrom: knowsAddress, translate, answer: HEARD }
