import type { DoorstepEvent } from './event.ts'
import type { Channel } from './notification.ts'
import type { Instant } from './time.ts'

/**
 * The page of the order, the subscription of a device, a text, an e-mail's own unsubscribing, the word of a carrier, the
 * checkout by the word of the till, a member of staff by whom the customer had it done.
 */
export const CONSENT_SOURCES = ['page', 'device', 'text', 'email', 'carrier', 'checkout', 'staff'] as const
export type ConsentSource = (typeof CONSENT_SOURCES)[number]

/** Of which number a text is: the one that all stores share, or a store's own. */
export const TEXT_NUMBERS = ['common', 'own'] as const
export type TextNumber = (typeof TEXT_NUMBERS)[number]

/** By what somebody said something of messages, and of a text or a carrier also at which number. */
export type Said = { source: ConsentSource; number?: TextNumber }
/** A channel on which a customer wants no messages of an order, and by what they said so. */
export type OptOut = Said & { channel: Channel }

/**
 * Whether a word that messages are welcome takes back a word that they are not. What customers choose themselves on their
 * page takes back all (and is not offered to whoever has to text START first); a text what was said by text or to the
 * carrier, at the number it came to; a till and staff no more than their own.
 */
export function takesBack({ source, number }: Said, stopped: Said): boolean {
  switch (source) {
    case 'page':
    case 'device':
    case 'email':
      return true
    case 'text':
    case 'carrier':
      return isByText(stopped) && stopped.number === number
    case 'checkout':
    case 'staff':
      return stopped.source === source
    default:
      return source satisfies never
  }
}

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

/** Said by a text, or to the carrier: nothing but another text takes it back. */
export const isByText = ({ source }: Said): boolean => source === 'text' || source === 'carrier'

/** Chosen by the customer in a way that nothing but their page takes back: it stands by itself when others are. */
export const isChosen = ({ source }: Said): boolean => source === 'page' || source === 'device' || source === 'email'

export const hasOptedOut = ({ optedOut = [] }: Choices, channel: Channel): boolean =>
  optedOut.some((one) => one.channel === channel)

/** An order after a word on messages. A number or address that was merely given starts nothing that was stopped. */
export function evolveChoices<T extends Choices>(
  order: T,
  { type, data }: DoorstepEvent<'consent.given' | 'consent.withdrawn'>,
): T {
  const { channel, source, number } = data
  const said: Said = { source, ...(number && { number }) }
  const { optedOut = [] } = order
  if (type === 'consent.withdrawn') {
    const isKnown = optedOut.some((one) => one.channel === channel && one.source === source && one.number === number)
    const stopped = isKnown ? order : { ...order, optedOut: [...optedOut, { channel, ...said }] }
    return source === 'checkout' ? told(stopped, channel, TOLD_NO) : stopped
  }
  if (source === 'checkout' && isUnsaid(data.wording)) return order
  const isLifted = (one: OptOut): boolean => one.channel === channel && takesBack(said, one)
  const lifted = optedOut.some(isLifted) ? { ...order, optedOut: optedOut.filter((one) => !isLifted(one)) } : order
  return source === 'checkout' ? told(lifted, channel, data.wording) : lifted
}

const told = <T extends Choices>(order: T, channel: Channel, wording: string): T => ({
  ...order,
  toldAtCheckout: { ...order.toldAtCheckout, [channel]: wording },
})
