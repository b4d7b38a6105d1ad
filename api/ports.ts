import type { SupportConnections } from './contract-connections.ts'
import type { PushOffer, SupportOrder, TrackView } from './contract.ts'
import type { Locale } from './domain/contact.ts'
import type { Dispensary } from './domain/dispensary.ts'
import type { Legs } from './domain/estimate.ts'
import type { Channel, NotificationKind } from './domain/notification.ts'
import type { LatLng } from './domain/position.ts'
import type { Instant } from './domain/time.ts'

/** The outside world, as function types. Adapters in `adapters/` fill them; tests fill them with fakes. */
export type Clock = () => Instant

/** Random bytes from a source fit for secrets. */
export type Random = (bytes: number) => Uint8Array

/**
 * Drive times between consecutive points, in order: n points give n - 1 legs.
 * Rejects when no route exists or the engine does not answer in time.
 */
export type DriveTimes = (points: readonly LatLng[]) => Promise<Legs>

/** Where a message goes. */
export type Recipient =
  | { channel: 'web-push'; endpoint: string; p256dh: string; auth: string }
  | { channel: 'email'; address: string }
  | { channel: 'sms'; phone: string }

/** A rendered message, in every form that a channel may need. */
export type Rendered = {
  kind: NotificationKind
  locale: Locale
  subject: string
  /** Plain text; for SMS the whole message, link included. */
  text: string
  html?: string
  /** The tracking page. */
  url: string
  /** Same order, same topic: an unread push is replaced. */
  topic: string
  expiresAt: Instant
  from: Pick<Dispensary, 'name' | 'email'>
}

/**
 * What became of a send. `gone` means that the address itself is dead and must be forgotten;
 * `later` that it may work another time.
 */
export type Delivery =
  | { outcome: 'sent'; reference?: string }
  | { outcome: 'gone'; reason: string }
  | { outcome: 'failed'; reason: string }
  | { outcome: 'later'; reason: string; retryAfterMs?: number }

/** Sends one message on one channel. Never throws for an answer that the provider documents. */
export type Send = (recipient: Recipient, message: Rendered, now: Instant) => Promise<Delivery>
export type Senders = Partial<Record<Channel, Send>>

/** A request to a system that tells nothing unless it is asked. */
export type Ask = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: string }

/** What came back, or why nothing did that could be read. The body of a refusal is not read. */
export type Asked =
  | { outcome: 'answered'; status: number; body: string; retryAfter?: string }
  | { outcome: 'timed-out' | 'unreachable' | 'broken-off' | 'too-large' | 'sent-elsewhere' }

/** Asks one system once. Never throws for what the other side does. */
export type AskVendor = (ask: Ask, signal: AbortSignal) => Promise<Asked>

/** One structured line per request or job; never a name, phone, address or token. */
export type Log = (line: { event: string } & Record<string, string | number | boolean | undefined>) => void

/** What a page is given to print. */
export type PageLocals = {
  track?: { view: TrackView; token: string; push?: PushOffer; mapStyleUrl: string }
  support?: {
    signedIn: boolean
    email?: string
    dispensaryName?: string
    timeZone?: string
    fault?: string
    query?: string
    /** null: looked up and not there. */
    found?: SupportOrder | null
    /** Whether to forget the customer is asked once more. */
    isAsking?: boolean
    results?: Pick<SupportOrder, 'number' | 'milestone'>[]
  }
  connections?: SupportConnections & { email: string; timeZone: string }
  publicOrigin: string
}

/** Renders a page of the site in this process. */
export type Site = (request: Request, locals: PageLocals) => Promise<Response>
