import type { EventType } from './event.ts'
import type { Instant } from './time.ts'

/** What a dispensary can connect: our own API, the tills, dispatchers, and drivers' apps. */
export const CONNECTION_KINDS = [
  'api',
  'woocommerce',
  'shopify',
  'treez',
  'jane',
  'blaze',
  'weedmaps',
  'flowhub',
  'cova',
  'dutchie',
  'meadow',
  'onfleet',
  'spoke',
  'owntracks',
  'osmand',
  'gpslogger',
  'transistor',
] as const

export type ConnectionKind = (typeof CONNECTION_KINDS)[number]

/** Which of them speak of drivers, under `/v1/driver`; the others are tills, under `/v1/pos`. */
const DRIVERS: ReadonlySet<ConnectionKind> = new Set([
  'onfleet',
  'spoke',
  'owntracks',
  'osmand',
  'gpslogger',
  'transistor',
])

export type Lane = 'pos' | 'driver'
export const laneOf = (kind: ConnectionKind): Lane => (DRIVERS.has(kind) ? 'driver' : 'pos')

/** Tills that have to be asked, the last of them only for what it does not tell by itself. */
export const ASKED_KINDS = ['cova', 'dutchie', 'meadow', 'treez'] as const
export type AskedKind = (typeof ASKED_KINDS)[number]
export const isAsked = (kind: ConnectionKind): kind is AskedKind => ASKED_KINDS.includes(kind as AskedKind)

/** Those that speak to us in words of their own, without being asked. */
export type TellingKind = Exclude<ConnectionKind, 'api' | Exclude<AskedKind, 'treez'>>
export const tellsByItself = (kind: ConnectionKind): kind is TellingKind =>
  kind === 'treez' || (kind !== 'api' && !isAsked(kind))

/** Where an order stands, in the one vocabulary that every vendor's statuses are mapped to. */
export const STANDINGS = [
  'received',
  'verified',
  'preparing',
  'packed',
  'departed',
  'approached',
  'arrived',
  'delivered',
  'not-delivered',
  'returned',
  'cancelled',
  'nothing',
] as const

export type Standing = (typeof STANDINGS)[number]

/** What a request in test mode would have been: nothing of a person. */
export type Rehearsal = {
  at: Instant
  events: { type: EventType; orderId?: string }[]
  /** Events that are not listed. */
  more: number
  /** Positions of drivers. */
  fixes: number
  unknown: { orderId: string; status: string }[]
}
