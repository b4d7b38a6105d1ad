import { z } from 'zod'
import { EXITS, STEPS } from './domain/milestone.ts'
import { ORDER_TYPES, REFUSAL_REASONS } from './domain/order-event.ts'
import { LATER_CAUSES } from './domain/window.ts'

/** Every shape that crosses the wire. Times are RFC 3339 with an offset, coordinates `{lat, lng}`. */
export const time = z.iso.datetime({ offset: true })
const id = z.string().min(1).max(128)
const text = (max: number) => z.string().trim().min(1).max(max)

export const latLng = z.object({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) })

/** What somebody typed may name a customer, and would stand in the trail for ever. */
const code = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,59}$/i)
  .catch('other')

/**
 * What the customer agreed to at the checkout: the words as they stood there, or a code by which the store finds them;
 * by a code where it was and when. False where they were asked and said no.
 */
const agreed = z.union([
  z.literal(false),
  z.object({ wording: text(300), where: code.optional(), at: time.optional() }),
])
const contact = z.object({
  name: text(120).optional(),
  phone: text(40).optional(),
  email: z.email().max(254).optional(),
  locale: z.enum(['en', 'es']).optional(),
  address: text(300).optional(),
  door: latLng.optional(),
  consent: z.object({ sms: agreed.optional(), email: agreed.optional() }).optional(),
})
const payment = z.enum(['paid', 'due'])
const facts = {
  totalCents: z.number().int().min(0).max(100_000_000).optional(),
  payment: payment.optional(),
  type: z.enum(ORDER_TYPES).optional(),
}
const onOrder = z.object({ orderId: id })
const onRoute = z.object({ routeId: id })
const onStop = onRoute.extend({ stopId: id })

/** The data of each event that a dispensary's systems may send; what Doorstep itself records cannot be sent. */
export const eventData = {
  'order.received': onOrder.extend({
    number: text(40),
    ...facts,
    customer: contact.optional(),
  }),
  'order.verified': onOrder,
  'order.preparing': onOrder,
  'order.packed': onOrder,
  'order.departed': onOrder,
  'order.updated': onOrder.extend({ ...facts, customer: contact.optional() }),
  'order.cancelled': onOrder.extend({ reason: code.optional() }),
  'order.returned': onOrder,
  'route.planned': onRoute.extend({
    driver: z.object({ id, firstName: text(40).optional() }),
    stops: z
      .array(z.object({ stopId: id, orderIds: z.array(id).min(1).max(20), door: latLng.optional() }))
      .min(1)
      .max(100),
  }),
  'route.departed': onRoute,
  'route.resequenced': onRoute.extend({ stopIds: z.array(id).min(1).max(100) }),
  'route.ended': onRoute,
  'stop.approached': onStop,
  'stop.arrived': onStop,
  'handoff.completed': onOrder.extend({ idChecked: z.boolean().optional() }),
  'handoff.refused': onOrder.extend({ reason: z.enum(REFUSAL_REASONS) }),
  'driver.positioned': z.object({
    driverId: id,
    ...latLng.shape,
    accuracyMeters: z.number().min(0).max(100_000).optional(),
    speedMetersPerSecond: z.number().min(0).max(150).optional(),
    headingDegrees: z.number().min(0).max(360).optional(),
  }),
  'driver.duress': z.object({ driverId: id }),
} as const

export type SentEventType = keyof typeof eventData
export type SentData<T extends SentEventType> = z.infer<(typeof eventData)[T]>

const isSent = (type: string): type is SentEventType => Object.hasOwn(eventData, type)

/** A CloudEvent 1.0 around one of these. `data` is checked by its type afterwards, so that a fault names its field. */
export const cloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: id,
  source: text(256),
  type: z.string().refine(isSent, { error: 'is no event that Doorstep takes' }),
  time: time.optional(),
  data: z.unknown(),
})

export const milestone = z.enum([...STEPS, ...EXITS])
export const range = { from: time, to: time }
const estimateSource = z.enum(['valhalla', 'osrm', 'straight-line'])

/** Everything that a customer's page or widget shows, and no more than a stranger with the link may know. */
export const trackView = z.object({
  /** The trail's number of the last change behind this view; the SSE id. */
  seq: z.number().int(),
  asOf: time,
  orderNumber: z.string(),
  dispensary: z.object({
    name: z.string(),
    legalName: z.string(),
    licence: z.string(),
    timeZone: z.string(),
    accent: z.string(),
    phone: z.string(),
    email: z.string().optional(),
    website: z.string().optional(),
  }),
  locale: z.enum(['en', 'es']),
  milestone,
  /** The five steps of the page, in order. */
  steps: z.array(z.object({ step: milestone, reachedAt: time.nullable(), done: z.boolean() })),
  /** The range shown now; null when nothing is known yet, or when it is over. */
  window: z.object({ ...range, latestBy: time, estimateAt: time, source: estimateSource }).nullable(),
  /** The range first told. */
  promise: z.object(range).nullable(),
  /** Ten minutes or more after what was first told; then, if it comes to that, back within it. */
  delayed: z.boolean(),
  recovered: z.boolean(),
  /** Why it ends later than was first told, while it does. */
  later: z.enum(LATER_CAUSES).nullable(),
  /** The estimate is due by now: say so in words. */
  arrivingNow: z.boolean(),
  stopsBefore: z.number().int().nullable(),
  driver: z.object({ firstName: z.string() }).nullable(),
  map: z.discriminatedUnion('open', [
    z.object({
      open: z.literal(false),
      why: z.enum(['not-on-the-way', 'not-next', 'not-near', 'finished', 'signal-lost', 'withheld']),
    }),
    z.object({
      open: z.literal(true),
      position: latLng.extend({ at: time }),
      /** The neighbourhood of the door, not the door. */
      door: latLng,
      stale: z.boolean(),
      styleUrl: z.string(),
    }),
  ]),
  /** How long the driver waits, once at the door; null where the store sets no time. */
  waits: z.object({ since: time, until: time }).nullable(),
  /** When the store opens again; null while it is open, and where its hours are not known. */
  opensAt: time.nullable(),
  /** What to have ready at the door, by the state's rules; what they are not known to ask is empty or null. */
  ready: z.object({
    minimumAge: z.number().int(),
    documents: z.array(z.string()),
    recipient: z.enum(['who-ordered']).nullable(),
    signature: z.boolean().nullable(),
    payment: z.enum([...payment.options, 'due-before']).nullable(),
  }),
  /** What the customer has done; null where it is not to be done, or not any more. */
  idReady: z.boolean().nullable(),
  noteLeft: z.boolean().nullable(),
  /** No stars before they have rated. */
  rating: z.object({ stars: z.number().int().min(0).max(5), inWords: z.boolean() }).nullable(),
  /** Why it was not delivered or was cancelled, as a code. */
  reason: z.string().nullable(),
})
export type TrackView = z.infer<typeof trackView>

/** What the driver's side is told of an order, for the door. */
export type DoorView = {
  orderId: string
  number: string
  milestone: TrackView['milestone']
  /** The customer says that they have their ID at hand. */
  idReady: boolean
  /** What they wrote for the driver, such as a gate code. */
  note: string | null
  payment: 'paid' | 'due' | null
}

export const pushSubscription = z.object({
  endpoint: z.url({ protocol: /^https$/ }).max(1_000),
  keys: z.object({ p256dh: z.string().min(80).max(100), auth: z.string().min(20).max(32) }),
})

/** What the page needs to know to offer push: the VAPID public key. */
export type PushOffer = { publicKey: string }
