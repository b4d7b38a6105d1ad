import { z } from 'zod'
import { time } from './contract.ts'
import { CHANNELS, NOTIFICATION_KINDS } from './domain/notification.ts'

const kind = z.enum(NOTIFICATION_KINDS)
const locale = z.enum(['en', 'es'])
const RULES = [
  ...['product-word', 'price', 'quantity', 'address', 'short-link', 'full-name', 'alphabet', 'length'],
  ...['placeholder', 'link', 'sentence-length', 'changed-meanwhile'],
] as const
/** A rule that a sentence or a message breaks, and the words that break it. */
const fault = z.object({ rule: z.enum(RULES), found: z.string() })

const preview = z.object({
  channel: z.enum(CHANNELS),
  /** The title of a push, the subject of an e-mail, the sender of a text message. */
  title: z.string(),
  text: z.string(),
  /** Where the e-mail is as its reader sees it. */
  letterUrl: z.string().nullable(),
  /** What a phone company bills of a text message. */
  segments: z.number().int().nullable(),
  faults: z.array(fault),
})

const worded = z.object({
  locale,
  /** The dispensary's own sentence; empty for Doorstep's words. */
  text: z.string(),
  /** Of that sentence; 0 where none was ever written. */
  version: z.number().int(),
  /** What was typed and is not saved, and why it cannot be. */
  draft: z.object({ text: z.string(), fault: fault.nullable() }).nullable(),
  previews: z.array(preview),
  /** Newest first. */
  versions: z.array(z.object({ version: z.number().int(), text: z.string(), by: z.string().nullable(), at: time })),
})

/** Every message as it would be sent, and the one sentence of each that is the dispensary's. */
export const supportWording = z.object({
  storeName: z.string(),
  accent: z.string(),
  /** IANA zone of the times on the page. */
  timeZone: z.string(),
  /** The order that the previews are of; null where it is made up, since there is none. */
  orderId: z.string().nullable(),
  orders: z.array(z.object({ id: z.string(), number: z.string() })),
  longestSentence: z.number().int(),
  messages: z.array(z.object({ kind, placeholders: z.array(z.string()), languages: z.array(worded) })),
})
export type SupportWording = z.infer<typeof supportWording>

/** The form of one sentence: to look at it, to save it, or to use a former version again. */
export const wordingForm = z.object({
  kind,
  locale,
  order: z.string().max(128).optional(),
  /** The version that its writer has seen. */
  version: z.coerce.number().int().min(0),
  text: z.string().max(1_000).default(''),
  again: z.coerce.number().int().min(0).optional(),
  act: z.enum(['look', 'save']),
})
export type WordingForm = z.infer<typeof wordingForm>

/** The address of one e-mail; `text` is of a sentence that is not saved. */
export const letterAsked = z.object({
  kind,
  locale,
  order: z.string().max(128).optional(),
  text: z.string().max(1_000).optional(),
})
export type LetterAsked = z.infer<typeof letterAsked>
