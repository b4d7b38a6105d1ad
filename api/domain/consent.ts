import type { DoorstepEvent } from './event.ts'
import type { Channel } from './notification.ts'
import type { Instant } from './time.ts'

/**
 * The page of the order, the subscription of a device, a text, an e-mail's own unsubscribing, the word of a carrier, the
 * checkout by the word of the till, a member of staff by whom the customer had it done.
 */
export const CONSENT_SOURCES = ['page', 'device', 'text', 'email', 'carrier', 'checkout', 'staff'] as const
export type ConsentSource = (typeof CONSENT_SOURCES)[number]

/** A channel on which a customer wants no messages of an order, and by what they said so. */
export type OptOut = { channel: Channel; source: ConsentSource }

/** What a till tells of its checkout, by channel: to which words the customer agreed there, or that they said no. */
export type AtCheckout = Partial<Record<'sms' | 'email', Agreed | false>>
export type Agreed = { wording: string; where?: string; at: Instant }

/** Where a till says nothing of consent: the customer gave the number or address for this order, and that is all. */
export const GIVEN_AT_CHECKOUT = { sms: 'number-given-at-checkout', email: 'address-given-at-checkout' } as const
const isUnsaid = (wording: string): boolean => Object.values<string>(GIVEN_AT_CHECKOUT).includes(wording)

/** The consents that a till has told of an order, by channel: told again they are none. */
export type ToldAtCheckout = Partial<Record<Channel, string>>
export const TOLD_NO = 'no'

type Choices = { optedOut?: OptOut[]; toldAtCheckout?: ToldAtCheckout }

export const hasOptedOut = ({ optedOut = [] }: Choices, channel: Channel): boolean =>
  optedOut.some((one) => one.channel === channel)

/**
 * An order after a word of its customer on messages. On their page they have the last word; a till takes back only what
 * it said itself, and a number or address that was merely given starts nothing that was stopped.
 */
export function evolveChoices<T extends Choices>(
  order: T,
  { type, data }: DoorstepEvent<'consent.given' | 'consent.withdrawn'>,
): T {
  const { channel, source } = data
  const { optedOut = [] } = order
  if (type === 'consent.withdrawn') {
    const isKnown = optedOut.some((one) => one.channel === channel && one.source === source)
    const stopped = isKnown ? order : { ...order, optedOut: [...optedOut, { channel, source }] }
    return source === 'checkout' ? told(stopped, channel, TOLD_NO) : stopped
  }
  if (source === 'checkout' && isUnsaid(data.wording)) return order
  const isLifted = (one: OptOut): boolean =>
    one.channel === channel && (!TAKES_BACK_ITS_OWN.has(source) || one.source === source)
  const lifted = optedOut.some(isLifted) ? { ...order, optedOut: optedOut.filter((one) => !isLifted(one)) } : order
  return source === 'checkout' ? told(lifted, channel, data.wording) : lifted
}

const TAKES_BACK_ITS_OWN: ReadonlySet<ConsentSource> = new Set(['checkout', 'staff'])

const told = <T extends Choices>(order: T, channel: Channel, wording: string): T => ({
  ...order,
  toldAtCheckout: { ...order.toldAtCheckout, [channel]: wording },
})
