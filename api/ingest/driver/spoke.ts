import { z } from 'zod'
import type { RefusalReason } from '../../domain/order-event.ts'
import { seconds } from '../../domain/time.ts'
import { parse, readJson } from '../../parse.ts'
import { tellStanding } from '../standing.ts'
import type { Context, Meaning, Standing, Told, Vendor } from '../vendor.ts'
import { attachDoor, isSignedInHex, nothing, orderReference } from './dispatch.ts'
import { HEARD } from './request.ts'

const words = z.string().max(128)
const webhook = z.object({
  type: words,
  /** Epoch milliseconds, unlike every other time in it. */
  created: z.number().int().positive(),
  data: z.unknown().optional(),
})
/** A stop without recipient, photos, signature and notes: nothing of these is read. */
const stop = z.object({
  id: words.min(1),
  type: words.nullish(),
  activity: words.nullish(),
  address: z
    .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
    .transform(({ latitude, longitude }) => ({ lat: latitude, lng: longitude }))
    .optional()
    .catch(undefined),
  orderInfo: z.object({ sellerOrderId: orderReference }).nullish(),
  deliveryInfo: z
    .object({
      attempted: z.boolean().nullish(),
      succeeded: z.boolean().nullish(),
      state: words.nullish(),
      /** Epoch seconds. */
      attemptedAt: z.number().int().positive().nullish(),
    })
    .nullish(),
})
type Stop = z.infer<typeof stop>

/** The driver leaving a stop is not the order leaving the store. */
const STANDINGS: Readonly<Record<string, Standing>> = {
  'stop.allocated': 'preparing',
  'stop.out_for_delivery': 'departed',
  'stop.departed': 'nothing',
  'stop.tracking_link_added': 'nothing',
}

const REASONS = new Map<string, RefusalReason>([
  ['failed_not_home', 'not-home'],
  ['failed_cant_find_address', 'address'],
  ['failed_payment_not_received', 'payment'],
])

/**
 * Only what was given to the customer in person was handed over; a neighbour, a mailbox or a safe place is for staff
 * to look into, and so is an attempt that is taken back.
 */
function attemptOf({ deliveryInfo }: Stop): { status: string; map: Readonly<Record<string, Standing>> } {
  const { attempted, succeeded, state } = deliveryInfo ?? {}
  const status = state || 'attempted'
  if (attempted && succeeded && status === 'delivered_to_recipient') return { status, map: { [status]: 'delivered' } }
  if (attempted && succeeded === false) return { status, map: { [status.toLowerCase()]: 'not-delivered' } }
  return { status, map: {} }
}

/** `sellerOrderId`, else the stop's own id; never the recipient's id, which is of a customer and may be another's order. */
function translate(told: Told, context: Context): Meaning {
  const { type, created, data } = parse(webhook, readJson(told.body))
  if (type === 'test.send_event') return { ...nothing(), isTest: true }
  if (!type.startsWith('stop.')) return nothing()
  const value = parse(stop, data, '/data')
  if ((value.type ?? 'stop') !== 'stop' || value.activity === 'pickup') return nothing()
  const isAttempt = type === 'stop.attempted_delivery'
  const { status, map } = isAttempt ? attemptOf(value) : { status: type, map: STANDINGS }
  const orderId = value.orderInfo?.sellerOrderId ?? value.id
  const { attemptedAt } = value.deliveryInfo ?? {}
  const at = isAttempt && attemptedAt ? seconds(attemptedAt) : created
  const meaning = tellStanding(orderId, status, Math.min(at, context.now), map, context, {
    name: value.id,
    reason: REASONS.get(status),
    attached: isAttempt ? undefined : attachDoor(orderId, value.address),
  })
  return { ...meaning, fixes: [] }
}

const isFrom = ({ header, body }: Told, secret: string): boolean =>
  secret !== '' && isSignedInHex(header('spoke-signature') ?? header('circuit-signature'), 'sha256', secret, body)

/** Spoke Dispatch, which was Circuit for Teams: one event per request. */
export const spoke: Vendor = { isFrom, translate, answer: HEARD }
