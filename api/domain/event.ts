import type { Standing } from './connection.ts'
import type { Said } from './consent.ts'
import type { Locale } from './contact.ts'
import type { HookEnd, HookEvent, HookTrouble } from './hook.ts'
import type { Forecast } from './learned.ts'
import type { Suspicion } from './link.ts'
import type { Milestone } from './milestone.ts'
import type { Channel, NotificationKind } from './notification.ts'
import type { OnOrder, OrderEventData } from './order-event.ts'
import type { ReplyData } from './reply.ts'
import type { Trouble } from './sending.ts'
import type { Instant } from './time.ts'
import type { EstimateSource, RevisionCause } from './window.ts'

export type ExportKind = 'order' | 'route' | 'day' | 'range' | 'dispensary'
/** The first and last link of what one file holds, how many rows, and SHA-256 over their hashes. */
export type ExportPart = { first: number; last: number; rows: number; digest: string }
export type PlannedStop = { stopId: string; orderIds: string[] }

type OnRoute = { routeId: string }
type OnStop = { routeId: string; stopId: string }
type OnNotification = { notificationId: string; orderId: string; kind: NotificationKind; channel: Channel }
type ToOthers = { notificationId: string; dueAt: Instant; expiresAt: Instant }

/**
 * What each event says, by type. Ids, times and codes only: names, phones and addresses live in `contacts`, so that
 * they can be forgotten without touching the trail.
 */
export type EventData = OrderEventData & ReplyData & OtherData

type OtherData = {
  'route.planned': OnRoute & { driverId: string; stops: PlannedStop[] }
  'route.departed': OnRoute
  'route.resequenced': OnRoute & { stopIds: string[] }
  'route.ended': OnRoute
  'stop.approached': OnStop
  'stop.arrived': OnStop
  /** The word that the driver is at the door was given far from it; `cause` is the seq of that word. */
  'stop.arrival-doubted': OnStop & { metersAway: number; cause: number }
  /** By their positions the driver has left the door, and nobody has told what became of it. */
  'stop.departed': OnStop
  'driver.duress': { driverId: string }
  /** `cause` is the seq of the row that carried the order past it. */
  'milestone.reached': OnOrder & { milestone: Milestone; cause: number }
  'window.revised': OnOrder & {
    estimateAt: Instant
    from: Instant
    to: Instant
    latestBy: Instant
    source: EstimateSource
    cause: RevisionCause
  }
  /** A stop was reached: what had been said of it on the way. `hour` is by the dispensary's clocks, of the arrival. */
  'estimate.judged': OnStop & { arrivedAt: Instant; hour: number; forecasts: Forecast[] }
  /** Held back until `dueAt`, where there is one. */
  'notification.planned': OnNotification & { expiresAt: Instant; dueAt?: Instant }
  /** Taken to be sent, by one who alone may, with a link to the order; without where it is only to be dropped. */
  'notification.claimed': OnNotification & { attempt: number; linkId?: string }
  /**
   * The provider took it, under its own name for it. To `others` of the customer's devices, which could not be reached
   * for now, it goes as a message of its own.
   */
  'notification.sent': OnNotification & { reference?: string; others?: ToOthers }
  /** By the word of the provider: a carrier took it, and the phone has it. */
  'notification.accepted': OnNotification
  'notification.delivered': OnNotification
  /** Its link was opened. */
  'notification.opened': OnNotification
  'notification.dropped': OnNotification & { reason: string }
  /** Tried again at `retryAt`, or over where there is none. */
  'notification.failed': OnNotification & { reason: string; trouble: Trouble; retryAt?: Instant }
  /** Staff had a message that failed sent again. */
  'notification.renewed': OnNotification & { staffId: string }
  /**
   * To which words, as they stood or by a code. Of a checkout also where, and `cause` is the seq of the till's word; of
   * staff, `by` whom.
   */
  'consent.given': OnOrder & Said & { channel: Channel; wording: string; where?: string; cause?: number; by?: string }
  /** `everywhere` is of every order of theirs with this dispensary. */
  'consent.withdrawn': OnOrder & Said & { channel: Channel; scope: 'order' | 'everywhere'; cause?: number; by?: string }
  /** The customer has their ID at hand, or took that back. */
  'id.readied': OnOrder & { ready: boolean }
  /** Words for the driver; they themselves are with the contact. */
  'note.left': OnOrder
  'note.withdrawn': OnOrder
  /** One to five stars; whether words came with them, which are with the contact. */
  'order.rated': OnOrder & { stars: number; inWords: boolean }
  'language.chosen': OnOrder & { locale: Locale }
  /** Somebody with the link named the last digits of the phone, or other ones. */
  'details.opened': OnOrder & { linkId: string }
  'details.denied': OnOrder & { linkId: string }
  /** Somebody named an order's number and the last digits of its phone, or other ones; or a number that no order has. */
  'look-up.opened': OnOrder
  'look-up.denied': { orderId?: string }
  /** By itself; the link of a message is told with its claim. */
  'link.issued': OnOrder & { linkId: string; to: 'dispensary' | 'customer' | 'staff'; by?: string }
  'link.opened': OnOrder & { linkId: string }
  /** By a member of staff; else it follows from the customer's being forgotten. */
  'link.revoked': OnOrder & { linkId: string; by?: string }
  /** Somebody seems to follow the driver by it: it shows no map any more. */
  'link.suspected': OnOrder & { linkId: string; because: Suspicion }
  /** A member of staff has looked, and it shows the map again. */
  'link.cleared': OnOrder & { linkId: string; by: string }
  /** The customer's data was destroyed, at the wish of a staff member or of the operator. */
  'contact.forgotten': OnOrder & { by: string }
  /** A chunk of a driver's track was put away; its digest holds it fast, and `root` each of its fixes by itself. */
  'track.sealed': { driverId: string; from: Instant; to: Instant; fixes: number; digest: string; root: string }
  /** The links from one to another, signed: see `api/audit/checkpoint.ts`. */
  'checkpoint.signed': {
    from: number
    to: number
    head: string
    root: string
    previous: string
    key: string
    signature: string
  }
  /** Rows were handed out by `by`, a member of staff or the operator; each part's digest is over the hashes of its rows. */
  'trail.exported': {
    exportId: string
    by: string
    what: ExportKind
    orderId?: string
    routeId?: string
    from?: Instant
    to?: Instant
    parts: ExportPart[]
  }
  /** By whom, when and on what ground it was stated that these may be sent in spite of the policies named. */
  'attestation.given': { channel: 'sms'; by: string; at: Instant; ground: string; policy: string }
  'attestation.withdrawn': { channel: 'sms' }
  'connection.test-mode-switched': { connectionId: string; on: boolean; staffId: string }
  /** What a status of a vendor's own means, by the word of the dispensary. */
  'connection.status-mapped': { connectionId: string; status: string; standing: Standing; staffId: string }
  /** Somebody outside is told of these from here on; where and by which secret stands beside the trail. */
  'hook.subscribed': { hookId: string; events: HookEvent[]; by: string }
  'hook.unsubscribed': { hookId: string; because: HookEnd; by?: string }
  'hook.disabled': { hookId: string; because: HookTrouble; failingSince: Instant }
  /** What happened since then is told anew. */
  'hook.replayed': { hookId: string; since: Instant; by: string }
  /** The sentence of a message that is the dispensary's to write; empty for Doorstep's own words. */
  'wording.changed': { kind: NotificationKind; locale: Locale; version: number; text: string; staffId: string }
  'staff.signed-in': { staffId: string }
  'staff.looked-up': { staffId: string; orderId?: string; found: boolean }
  'staff.viewed-connections': { staffId: string }
  'staff.viewed-messages': { staffId: string }
}

export type EventType = keyof EventData

/** One thing that happened. `time` is when it happened, by the word of whoever tells it. */
export type DoorstepEvent<T extends EventType = EventType> = {
  [K in T]: { type: K; time: Instant; data: EventData[K] }
}[T]

/** What all checkpoints of a chain are filed under. */
export const CHECKPOINTS = 'trail/checkpoints'

/** The subject of an event, as the trail files it: `order/727`, `route/evening-1`, `driver/sam`. */
export function subjectOf({ type, data }: DoorstepEvent): string {
  if (type === 'checkpoint.signed') return CHECKPOINTS
  if ('orderId' in data && data.orderId !== undefined) return `order/${data.orderId}`
  if ('routeId' in data) return `route/${data.routeId}`
  if ('driverId' in data) return `driver/${data.driverId}`
  if ('connectionId' in data) return `connection/${data.connectionId}`
  if ('hookId' in data) return `hook/${data.hookId}`
  if (type === 'wording.changed') return `wording/${data.kind}`
  if (type === 'look-up.denied') return 'look-ups'
  if (type === 'trail.exported') return 'trail/exports'
  if (type === 'reply.received') return 'replies/inbound'
  if (type === 'attestation.given' || type === 'attestation.withdrawn') return `attestation/${data.channel}`
  return `staff/${(data as { staffId: string }).staffId}`
}
