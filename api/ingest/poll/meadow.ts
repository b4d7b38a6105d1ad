import { z } from 'zod'
import { hours, minutes, type Instant } from '../../domain/time.ts'
import { parse, readJson } from '../../parse.ts'
import { contactOf, e164 } from '../contact.ts'
import { nothing } from '../driver/dispatch.ts'
import { email, id, instant, joined, status, words } from '../pos/fields.ts'
import { tellOrder } from '../pos/tell-order.ts'
import type { Context, Meaning, Standing } from '../vendor.ts'
import { keysOf, tellEach, type Ask, type PollVendor } from './poll-vendor.ts'

const BASE = 'https://api.getmeadow.com/api/v1/orders'
const PER_PAGE = 50

const keys = z.object({ consumerKey: z.string().min(1), clientKey: z.string().min(1) })

/** Whole cents, as the prices of its menu are; the page on orders does not say so. */
const wholeCents = z.number().int().min(0).max(100_000_000).optional().catch(undefined)

/** An order without birthday, sex, licence, recommendation and goods: nothing of these is read. */
const record = z.object({
  id,
  status,
  type: words,
  createdAt: instant,
  packedAt: instant,
  fulfilledAt: instant,
  canceledAt: instant,
  customerGrandTotal: wholeCents,
  customerName: words,
  customer: z.object({ firstName: words, lastName: words, phone: words, email }).optional().catch(undefined),
})
type MeadowOrder = z.infer<typeof record>

const list = z.array(z.unknown()).max(1_000)
/** A list, a list as `data`, or one order: whole (`/detail`) or no more than its status. */
const page = z.union([list, z.object({ data: list }), z.object({ id, status }).loose()])

const STANDINGS: Readonly<Record<string, Standing>> = {
  draft: 'received',
  new: 'verified',
  packed: 'packed',
  fulfilled: 'delivered',
  canceled: 'cancelled',
}

function changedAt({ status: now, createdAt, packedAt, fulfilledAt, canceledAt }: MeadowOrder): Instant | undefined {
  const times = new Map([
    ['draft', createdAt],
    ['new', createdAt],
    ['packed', packedAt],
    ['fulfilled', fulfilledAt],
    ['canceled', canceledAt],
  ])
  return times.get(now.toLowerCase())
}

function tellRecord(told: MeadowOrder, context: Context): Meaning {
  if (told.type !== '' && told.type.toLowerCase() !== 'delivery') return nothing()
  const { id: orderId, customer, customerGrandTotal: totalCents } = told
  return tellOrder(
    {
      orderId,
      status: told.status,
      at: changedAt(told),
      received: told.createdAt === undefined ? undefined : { number: orderId.slice(0, 40), at: told.createdAt },
      totalCents,
      contact: contactOf({
        name: told.customerName || joined([customer?.firstName, customer?.lastName], ' '),
        phone: e164(customer?.phone ?? ''),
        email: customer?.email,
      }),
      version: `${told.status.toLowerCase()}:${totalCents ?? ''}`,
    },
    STANDINGS,
    context,
  )
}

/** The list goes back in time and shows what was ordered, not what changed: each look reads the orders of a day again. */
export const meadow: PollVendor = {
  everyMs: minutes(2),
  overlapMs: hours(24),
  keys,
  ask: (_, secret) => {
    const { consumerKey, clientKey } = keysOf(secret, keys)
    const headers = { 'x-consumer-key': consumerKey, 'x-client-key': clientKey, accept: 'application/json' }
    return [{ method: 'GET', url: `${BASE}?type=delivery`, headers }]
  },
  read: (body, asked, { since }, context) => {
    const value = parse(page, readJson(body))
    const told = Array.isArray(value) ? value : 'data' in value && Array.isArray(value.data) ? value.data : [value]
    const last = z.object({ id, createdAt: instant }).safeParse(told.at(-1)).data
    const isMore = last && told.length === PER_PAGE && (last.createdAt ?? 0) >= since
    const meaning = tellEach(told, record, (one) => tellRecord(one, context))
    return { ...meaning, ...(isMore && { next: after(asked, last.id) }) }
  },
}

function after(asked: Ask, orderId: string): Ask {
  const url = new URL(asked.url)
  url.searchParams.set('startingAfter', orderId)
  return { ...asked, url: url.href }
}
