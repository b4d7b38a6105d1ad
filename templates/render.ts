import type { Locale } from '../api/domain/contact.ts'
import type { Channel, NotificationKind } from '../api/domain/notification.ts'
import { arrivingSoon } from './arriving-soon.ts'
import { backOnTime } from './back-on-time.ts'
import { delayed } from './delayed.ts'
import { delivered } from './delivered.ts'
import { letterHtml, letterText } from './layout.ts'
import { neutral, neutralName } from './neutral.ts'
import { notDelivered } from './not-delivered.ts'
import { outForDelivery } from './out-for-delivery.ts'
import { packed } from './packed.ts'
import type { Facts, Message, Template } from './template.ts'
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

/** One message for one channel, in the customer's language. */
export function render(kind: NotificationKind, channel: Channel, locale: Locale, facts: Facts): Message {
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
