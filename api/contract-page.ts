import { z } from 'zod'
import { CHANNELS } from './domain/notification.ts'

/** What a customer's page sends and is given beside the view; all of it as text, as a form sends it. */
const words = (max: number) =>
  z
    .string()
    .transform((text) =>
      text
        .replace(/\r\n?/g, '\n')
        .replace(/[^\P{Cc}\n]/gu, '')
        .trim(),
    )
    .pipe(z.string().max(max))

export const NOTE_LENGTH = 300
export const RATING_LENGTH = 600

/** What a customer may do under the token of their order, by name: `POST /v1/track/:token/<name>`. */
export const customerActs = {
  ready: z.object({ ready: z.enum(['yes', 'no']) }),
  /** Empty takes it back. */
  note: z.object({ note: words(NOTE_LENGTH) }),
  /** Without words, those that were told before stay. */
  rating: z.object({ stars: z.coerce.number().int().min(1).max(5), words: words(RATING_LENGTH).optional() }),
  language: z.object({ locale: z.enum(['en', 'es']) }),
  messages: z.object({
    channel: z.enum([...CHANNELS, 'all']),
    /** Off for this order, or for every order of theirs with the store. */
    wish: z.enum(['on', 'off', 'off-everywhere']),
    /** Where the store has none. */
    email: z.email().max(254).optional(),
  }),
} as const
export type CustomerAct = keyof typeof customerActs

/** What a customer names who has lost the link; of a number that is written `#1042` the sign does not count. */
export const lookUpAsked = z.object({
  dispensary: z.string().max(40),
  number: z
    .string()
    .trim()
    .max(40)
    .transform((number) => number.replace(/^#\s*/, '')),
  digits: z
    .string()
    .trim()
    .regex(/^\d{4}$/, { error: 'are not four digits' }),
})
export type LookUpAsked = z.infer<typeof lookUpAsked>

/** How a customer hears of the order: on or off; `unknown` where an address would be needed first; null where it cannot be. */
export type ChannelChoices = {
  push: 'on' | 'off' | null
  email: 'on' | 'off' | 'unknown' | null
  /** `stopped`: they texted STOP, and have to text START. */
  sms: 'on' | 'off' | 'stopped' | null
}

/** What may still be chosen by a link when its order's page has ended: for every order from the store, and nothing else. */
export type Afterwards = { token: string; accent: string; locale: 'en' | 'es' } & {
  [C in 'email' | 'sms']: Exclude<ChannelChoices[C], 'unknown'>
}

/** What is shown only after the last four digits of the phone. */
export type OrderDetails = {
  address: string | null
  totalCents: number | null
  payment: 'paid' | 'due' | null
  note: string | null
  /** RFC 3339. */
  handoff: { at: string; idChecked: boolean | null; driver: string | null } | null
}

/** Why details stay closed: `left` tries, for this link or for this network, or none to compare with. */
export type DetailsDenied = { why: 'wrong'; left: number } | { why: 'no-digits' | 'closed' | 'network' | 'no-phone' }
