import type { SupportConnections } from './contract-connections.ts'
import type { SupportMessages } from './contract-messages.ts'
import type { PushOffer, TrackView } from './contract.ts'
import type { SupportWording } from './contract-wording.ts'
import type { SupportOrder } from './contract-support.ts'
import type { Afterwards, ChannelChoices, DetailsDenied, OrderDetails } from './contract-page.ts'
import type { Locale } from './domain/contact.ts'
import type { Dispensary } from './domain/dispensary.ts'
import type { Legs } from './domain/estimate.ts'
import type { Channel, NotificationKind } from './domain/notification.ts'
import type { LatLng } from './domain/position.ts'
import type { Trouble } from './domain/sending.ts'
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

/** Addresses of ours that stand for one message: where it is answered, returned, and refused from then on. */
export type Mailboxes = { reply: string; bounce?: string; unsubscribe: string }

/** A rendered message, in every form that a channel may need. */
export type Rendered = {
  /** Its id in the outbox, the same at every try. */
  id: string
  /** `help` answers somebody who wrote HELP by mail, and was in no outbox. */
  kind: NotificationKind | 'help'
  locale: Locale
  subject: string
  /** Plain text; for SMS the whole message, link included. */
  text: string
  html?: string
  /** The tracking page. */
  url: string
  /** Takes a POST that stops these messages (RFC 8058). */
  unsubscribeUrl: string
  /** Where mail comes back to us; without them answers go to the dispensary's own mailbox. */
  mailboxes?: Mailboxes
  /** The Message-ID of the mail that this one answers. */
  inReplyTo?: string
  /** Same order, same topic: an unread push is replaced. */
  topic: string
  expiresAt: Instant
  from: Pick<Dispensary, 'name' | 'email'>
}

/**
 * What became of a send. `gone` means that the address itself is dead and must be forgotten; `opted-out` that whoever
 * has it wants nothing from us; `filtered` that a carrier lets none like it through; `failed` that it will be refused
 * again; `later` and `throttled` that it may work another time; `unknown` that it may have been taken: a connection broke
 * off after the message was on its way.
 */
export type Delivery =
  | { outcome: 'sent'; reference?: string }
  | { outcome: 'gone' | 'opted-out' | 'filtered' | 'failed' | 'unknown'; reason: string }
  | { outcome: 'later' | 'throttled'; reason: string; retryAfterMs?: number }

/** Sends one message on one channel. Never throws for an answer that the provider documents. */
export type Send = (recipient: Recipient, message: Rendered, now: Instant) => Promise<Delivery>
export type Senders = Partial<Record<Channel, Send>>

/**
 * Asks the provider for a message that it may have taken from a process that died; undefined when it cannot be asked
 * just now. `isIt` is told the texts that were sent to this address since then.
 */
export type FindSent = (
  recipient: Recipient,
  since: Instant,
  isIt: (text: string) => Promise<boolean>,
) => Promise<{ found: false } | { found: true; reference: string } | undefined>

/** What the provider tells by a request of its own: what became of a message, or what somebody wrote to us. */
export type Heard =
  | { what: 'receipt'; messageId: string; became: 'accepted' | 'delivered' | 'opened' }
  | { what: 'receipt'; messageId: string; became: 'failed'; reason: string; trouble: Trouble }
  | { what: 'text'; id: string; from: string; words: string; wish?: 'stop' | 'start' | 'help' }
  | { what: 'nothing' }

/** The provider of text messages, as it speaks to us. */
export type TextProvider = {
  /** Where it is to tell what becomes of a message, and what people write. */
  paths: { receipts: string; texts: string }
  /** The header that its signature is in. */
  signedIn: string
  /** What a request says; undefined when it is not from the provider. The address is the public one, query and all. */
  hear: (asked: { url: string; signature: string | undefined; body: string }) => Promise<Heard | undefined>
  /** What it expects as an answer to a text; with words, those are sent back. */
  answer: (words?: string) => { type: string; body: string }
}

/** Text messages by the aggregator that a dispensary has chosen itself: how to reach it, and what it tells. */
export type OwnTexts = {
  sender: (settings: { url: string; secret: string }) => Send
  /** What a request says; undefined when it is not signed with the secret. */
  hear: (asked: { secret: string; header: (name: string) => string | undefined; body: string }) => Heard | undefined
}

/** Those outside who have subscribed: how to reach them, and where they may not be. */
export type HookPort = {
  /** Why an address cannot be told anything, if so. */
  whyNot: (url: string) => string | undefined
  /** `gone` where the address says that nobody is there any more. Never throws for what the other side does. */
  tell: (hook: { url: string; secret: string }, told: { id: string; body: string }, now: Instant) => Promise<Delivery>
}

/** Whether a provider of text messages takes those of a cannabis business at all, and where it says so. */
export type TextPolicy = { provider: string; cannabisBusinesses: 'forbidden' | 'by-agreement'; statedAt: string }

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
  track?: { view: TrackView; token: string; mapStyleUrl: string; withDetails: boolean; logo?: string }
  messages?: {
    view: TrackView
    token: string
    choices: ChannelChoices
    push?: PushOffer
    fault?: 'email'
    mayStopAll?: boolean
  }
  afterwards?: Afterwards
  details?: { view: TrackView; token: string; details?: OrderDetails; denied?: DetailsDenied }
  support?: {
    signedIn: boolean
    email?: string
    dispensaryName?: string
    timeZone?: string
    fault?: string
    query?: string
    /** null: looked up and not there. */
    found?: SupportOrder | null
    /** The address of a link that was made just now. */
    newLink?: string
    /** Whether to forget the customer is asked once more. */
    isAsking?: boolean
    results?: Pick<SupportOrder, 'number' | 'milestone'>[]
  }
  connections?: SupportConnections & { email: string; timeZone: string }
  outgoing?: SupportMessages & { email: string; timeZone: string }
  wording?: SupportWording & { email: string }
  preview?: { email: string; dispensary: Pick<Dispensary, 'id' | 'name' | 'accent'>; origins: readonly string[] }
  /** The map style that may be opened, where the page is of no order. */
  mapStyleUrl?: string
  /** The origin of the page around a frame, where it is one of the dispensary's. */
  frame?: { parent?: string }
  publicOrigin: string
}

/** Renders a page of the site in this process. */
export type Site = (request: Request, locals: PageLocals) => Promise<Response>
