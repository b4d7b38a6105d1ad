import { customerActs, type CustomerAct } from '../contract-page.ts'
import type { Wish } from '../contacts.ts'
import { hasOptedOut, isByText, isChosen, type OptOut } from '../domain/consent.ts'
import type { Contact } from '../domain/contact.ts'
import { mayLeaveNote, mayRate, mayReadyId } from '../domain/customer.ts'
import type { Dispensary } from '../domain/dispensary.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { CHANNELS, type Channel } from '../domain/notification.ts'
import type { Order } from '../domain/order.ts'
import type { Instant } from '../domain/time.ts'
import { parse } from '../parse.ts'
import { fieldFault, Problem } from '../problem.ts'

/** What is known of an order when its customer does something. */
/** @property stopped where they want nothing of the dispensary, whatever the order */
export type Situation = { order: Order; contact: Contact; dispensary: Dispensary; stopped: readonly OptOut[] }
/** An event, and what of it is personal and kept with the contact. */
export type Done = { event: DoorstepEvent; kept?: Contact; wish?: Wish }

const WORDING = 'on-the-messages-page'

/** What an act comes to; nothing where all is so already. Throws the problem of one that is not to be done (any more). */
export function doneBy(act: CustomerAct, input: unknown, situation: Situation, time: Instant): Done[] {
  const { order, contact } = situation
  const orderId = order.id
  switch (act) {
    case 'ready': {
      const ready = parse(customerActs.ready, input).ready === 'yes'
      open(mayReadyId(order))
      const isSo = (order.idReadyAt !== undefined) === ready
      return isSo ? [] : [{ event: { type: 'id.readied', time, data: { orderId, ready } } }]
    }
    case 'note': {
      const { note } = parse(customerActs.note, input)
      open(mayLeaveNote(order))
      if ((contact.note ?? '') === note) return []
      return [{ event: { type: note ? 'note.left' : 'note.withdrawn', time, data: { orderId } }, kept: { note } }]
    }
    case 'rating': {
      const { stars, words } = parse(customerActs.rating, input)
      open(mayRate(order))
      const before = contact.ratingWords ?? ''
      if (order.rating?.stars === stars && (words ?? before) === before) return []
      const data = { orderId, stars, inWords: (words ?? before) !== '' }
      return [
        { event: { type: 'order.rated', time, data }, ...(words !== undefined && { kept: { ratingWords: words } }) },
      ]
    }
    case 'language': {
      const { locale } = parse(customerActs.language, input)
      if (contact.locale === locale) return []
      return [{ event: { type: 'language.chosen', time, data: { orderId, locale } }, kept: { locale } }]
    }
    case 'messages':
      return chosen(input, situation, time)
    default:
      return act satisfies never
  }
}

function open(mayBeDone: boolean): asserts mayBeDone {
  if (!mayBeDone) throw new Problem(409, 'Not at this moment of an order')
}

function chosen(input: unknown, { order, contact, dispensary, stopped }: Situation, time: Instant): Done[] {
  const { channel, wish, email } = parse(customerActs.messages, input)
  const orderId = order.id
  const isStopped = (one: Channel): boolean => isOn(stopped, one)
  const isOff = (one: Channel): boolean => hasOptedOut(order, one) || isStopped(one)
  if (wish !== 'on') {
    const scope = wish === 'off' ? ('order' as const) : ('everywhere' as const)
    const said = [...stopped, ...(scope === 'order' ? (order.optedOut ?? []) : [])].filter(isChosen)
    const isSaid = (one: Channel): boolean => isOn(said, one)
    const turnedOff = CHANNELS.filter((one) => (channel === 'all' || channel === one) && !isSaid(one))
    return turnedOff.map((one) => ({
      event: { type: 'consent.withdrawn', time, data: { orderId, channel: one, source: 'page', scope } },
      ...(scope === 'everywhere' &&
        one !== 'web-push' && { wish: { channel: one, stops: true, source: 'page', ...reach(contact) } }),
    }))
  }
  // A device gives its consent by its own subscription; see POST /v1/track/:token/push. Whoever texted STOP has to text
  // START: until then their carrier lets nothing through, whatever they choose here.
  open(channel === 'email' || (channel === 'sms' && mayText(contact, dispensary) && !mustText(stopped)))
  const addressNeeded = channel === 'email' && contact.email === undefined
  if (addressNeeded && email === undefined) throw fieldFault('/email', 'is needed: the store has no address')
  if (!addressNeeded && !isOff(channel)) return []
  const data = { orderId, channel, wording: WORDING, source: 'page' as const }
  return [
    {
      event: { type: 'consent.given', time, data },
      // An address that the store knows is not replaced: whoever has the link could turn the messages to themselves.
      ...(addressNeeded && email && { kept: { email } }),
      ...(isStopped(channel) && { wish: { channel, stops: false, source: 'page', ...reach(contact) } }),
    },
  ]
}

const isOn = (said: readonly OptOut[], channel: Channel): boolean => said.some((one) => one.channel === channel)

const reach = ({ phone, email }: Contact): Pick<Contact, 'phone' | 'email'> => ({
  ...(phone !== undefined && { phone }),
  ...(email !== undefined && { email }),
})

export const mustText = (stopped: readonly OptOut[]): boolean =>
  stopped.some((one) => one.channel === 'sms' && isByText(one))

export const mayText = ({ phone }: Contact, { smsAttestation }: Dispensary): boolean =>
  phone !== undefined && smsAttestation !== undefined
