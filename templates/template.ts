import type { Locale } from '../api/domain/contact.ts'
import type { Dispensary } from '../api/domain/dispensary.ts'
import type { RefusalReason } from '../api/domain/order-event.ts'
import type { Channel, NotificationKind } from '../api/domain/notification.ts'
import type { Instant } from '../api/domain/time.ts'

/** What a message may be made of. Nothing of the goods, the price or the address is here, so none can slip in. */
export type Facts = {
  dispensary: Pick<Dispensary, 'name' | 'legalName' | 'licence' | 'phone' | 'email' | 'timeZone' | 'accent'>
  orderNumber: string
  /** The range shown now. */
  window?: { from: Instant; to: Instant } | undefined
  /** However whole it was entered: messages have its first word. */
  driverFirstName?: string | undefined
  /** Whom no message may name whole. */
  customerName?: string | undefined
  /** How many doors come before this one; 0 when it is next. */
  stopsBefore?: number | undefined
  /** Why it was not delivered, as its code. */
  reason?: string | undefined
  /** When the milestone that the message tells of was passed. */
  reachedAt?: Instant | undefined
  /** The tracking page. */
  url: string
  minimumAge: number
  /** A sentence of the dispensary's own, with its placeholders. */
  own?: string | undefined
}

/** The same facts as a template writes them: in the customer's language, on the dispensary's clock, fit for the channel. */
export type Words = {
  /** A label, not part of a sentence: it may be `Your store`. */
  sender: string
  /** ` 1042` with its leading space, or nothing when the number itself may not be written. */
  number: string
  window: { hours: string; day: string } | undefined
  /** When it happened: the time of day alone, and with its day. */
  reached: { time: string; dayAndTime: string } | undefined
  driver: string | undefined
  stopsBefore: number | undefined
  reason: RefusalReason
  phone: string
  url: string
  minimumAge: number
  /** The dispensary's own sentence, in place of ours after what the message has to tell. */
  own: string | undefined
}

/** An e-mail before it is laid out: plain words, told once as text and once as HTML. */
export type Letter = {
  subject: string
  /** What an inbox shows beside the subject. */
  preview: string
  eyebrow: string
  headline: string
  under?: string | undefined
  /** How far along, in quarters. */
  progress?: 1 | 2 | 3 | 4
  paragraphs: string[]
  ready?: { title: string; text: string }
  /** The words of the link to the order's page; nothing where that has ended. */
  button?: string
  /** The words of a second button that dials the dispensary. */
  call?: string
}

export type Copy = { 'web-push': { title: string; body: string }; email: Letter; sms: string }

/** A message in every language and for every channel; one that lacks any does not compile. */
export type Template = Record<Locale, { [C in Channel]: (words: Words) => Copy[C] }>

/** A message ready to go, but for when it expires and what it replaces. */
export type Message = {
  kind: NotificationKind | 'help'
  locale: Locale
  /** The title of a push, the subject of an e-mail, the sender of a text message. */
  subject: string
  text: string
  html?: string
  url: string
  from: { name: string; email?: string }
}

/** A message that tells of an order, and answers nothing. */
export type OrderMessage = Message & { kind: NotificationKind }
