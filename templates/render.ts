import type { Locale } from '../api/domain/contact.ts'
import type { Channel, NotificationKind } from '../api/domain/notification.ts'
import { arrivingSoon } from './arriving-soon.ts'
import { backOnTime } from './back-on-time.ts'
import { copyFaults, smsFaults, type Fault } from './copy-rules.ts'
import { familyNameIn, firstName } from './customer-name.ts'
import { delayed } from './delayed.ts'
import { delivered } from './delivered.ts'
import { fullNameIn } from './full-names.ts'
import { letterHtml, letterText } from './layout.ts'
import { linkIn } from './links.ts'
import { neutral, neutralName } from './neutral.ts'
import { notDelivered } from './not-delivered.ts'
import { outForDelivery } from './out-for-delivery.ts'
import { packed } from './packed.ts'
import type { Facts, OrderMessage, Template } from './template.ts'
import { wordsOf } from './words.ts'

const TEMPLATES: Record<NotificationKind, Template> = {
  preparing: packed,
  'out-for-delivery': outForDelivery,
  delayed,
  'back-on-time': backOnTime,
  'arriving-soon': arrivingSoon,
  delivered,
  'not-delivered': notDelivered,
}

/**
 * One message for one channel, in the customer's language. Where the dispensary's own sentence would make it say what
 * it may not, or be too long for a phone, our words go out in its place: a message is never lost to a wording.
 */
export function render(kind: NotificationKind, channel: Channel, locale: Locale, facts: Facts): OrderMessage {
  const message = renderAsWorded(kind, channel, locale, facts)
  if (facts.own === undefined || messageFaults(message, channel, facts).length === 0) return message
  return renderAsWorded(kind, channel, locale, { ...facts, own: undefined })
}

/** What is wrong with a message and the sentence in it that is the store's own; on the SMS channel also what it cannot carry. */
export function messageFaults(message: OrderMessage, channel: Channel, facts: Facts): Fault[] {
  const name = facts.own === undefined ? undefined : fullNameIn(facts.own, facts.dispensary.name)
  return [
    ...saidFaults(message, channel, facts),
    ...(name === undefined ? [] : [{ rule: 'full-name' as const, found: name }]),
    ...(channel === 'sms' ? smsFaults(message.text) : []),
  ]
}

/** What a whole message may not say. Our own link is no part of its words; any other is one too many. */
export function saidFaults(message: OrderMessage, channel: Channel, facts: Facts): Fault[] {
  const said = `${message.subject}\n${message.text}`.replaceAll(message.url, ' ')
  const faults = copyFaults(said)
  const link = linkIn(said)
  const name = familyNameIn(said, facts.customerName, () => oursAlone(message, channel, facts))
  return [
    ...faults,
    ...(link === undefined ? [] : [{ rule: 'link' as const, found: link }]),
    ...(name === undefined ? [] : [{ rule: 'full-name' as const, found: name }]),
  ]
}

/** What the message may say to every customer of this store and driver. */
function oursAlone({ kind, locale }: OrderMessage, channel: Channel, facts: Facts): string {
  const { dispensary, driverFirstName = '' } = facts
  const { subject, text } = renderAsWorded(kind, channel, locale, { ...facts, own: undefined, orderNumber: '' })
  return [subject, text, dispensary.name, dispensary.legalName, firstName(driverFirstName)].join('\n')
}

/** The message as it is worded, whatever that says. */
export function renderAsWorded(kind: NotificationKind, channel: Channel, locale: Locale, facts: Facts): OrderMessage {
  const words = wordsOf(facts, channel, locale)
  const templates = TEMPLATES[kind][locale]
  const email = neutral(facts.dispensary.email)
  const from = { name: neutralName(facts.dispensary.name, locale), ...(email && { email }) }
  const message = { kind, locale, url: facts.url, from }
  switch (channel) {
    case 'web-push': {
      const { title, body } = templates['web-push'](words)
      return { ...message, subject: title, text: body }
    }
    case 'email': {
      const letter = templates.email(words)
      const page = { letter, words, facts, locale }
      return { ...message, subject: letter.subject, text: letterText(page), html: letterHtml(page) }
    }
    case 'sms':
      return { ...message, subject: words.sender, text: templates.sms(words) }
    default:
      return channel satisfies never
  }
}
