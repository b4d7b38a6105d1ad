import type { Locale } from '../api/domain/contact.ts'
import type { Dispensary } from '../api/domain/dispensary.ts'
import { toGsm7 } from './gsm7.ts'
import { letterHtml, letterText } from './layout.ts'
import { neutral, neutralName } from './neutral.ts'
import type { Facts, Letter, Message, Words } from './template.ts'
import { phoneWords, wordsOf } from './words.ts'

type Store = Pick<Dispensary, 'name' | 'phone' | 'email'>

const HELP: Record<Locale, (sender: string, contact: string, or: (email: string) => string, email?: string) => string> =
  {
    en: (sender, phone, or, email) =>
      `${sender}: for help with your delivery call ${phone}${email ? or(email) : ''}. Reply STOP to opt out, START to hear from us again.`,
    es: (sender, phone, or, email) =>
      `${sender}: para ayuda con su entrega llame al ${phone}${email ? or(email) : ''}. Responda STOP para darse de baja, START para volver.`,
  }
const OR: Record<Locale, (email: string) => string> = {
  en: (email) => ` or write to ${email}`,
  es: (email) => ` o escriba a ${email}`,
}

/** What HELP by text is answered: how the store itself can be reached. */
export function helpText({ name, phone, email }: Store, locale: Locale): string {
  // Cut, or without what a text message cannot write, a name may say something else.
  const sender = neutralName(toGsm7(neutralName(name, locale)).slice(0, 30), locale)
  const mail = neutral(email)
  return HELP[locale](
    sender,
    phoneWords(phone),
    OR[locale],
    mail && toGsm7(mail) === mail && mail.length <= 40 ? mail : undefined,
  )
}

/** What HELP is answered at the number that all stores share, to somebody of whom no order is known: no store is named. */
const NOBODYS: Record<Locale, string> = {
  en: 'Updates by text about orders that you placed. For help ask the store that you ordered from. Reply STOP to opt out.',
  es: 'Avisos por mensaje sobre pedidos que usted hizo. Para ayuda pregunte a la tienda. Responda STOP para darse de baja.',
}
export const helpOfNobody = (locale: Locale): string => NOBODYS[locale]

const HELP_LETTER: Record<Locale, (words: Words, email: string | undefined) => Letter> = {
  en: ({ number, phone }, email) => ({
    subject: `Help with your order${number}`,
    preview: `Call ${phone}${email ? OR.en(email) : ''}.`,
    eyebrow: number ? `Order${number}` : 'Your order',
    headline: 'How to reach us',
    paragraphs: [
      `For help with your order${number} call ${phone}${email ? OR.en(email) : ''}.`,
      'The store reads what you write back. Reply STOP to get no more e-mails.',
    ],
    button: 'See your delivery',
    call: `Call ${phone}`,
  }),
  es: ({ number, phone }, email) => ({
    subject: `Ayuda con su pedido${number}`,
    preview: `Llame al ${phone}${email ? OR.es(email) : ''}.`,
    eyebrow: number ? `Pedido${number}` : 'Su pedido',
    headline: 'Cómo contactarnos',
    paragraphs: [
      `Para ayuda con su pedido${number} llame al ${phone}${email ? OR.es(email) : ''}.`,
      'La tienda lee lo que usted responde. Responda STOP para no recibir más correos.',
    ],
    button: 'Ver mi entrega',
    call: `Llamar al ${phone}`,
  }),
}

type HelpFacts = Pick<Facts, 'dispensary' | 'orderNumber' | 'customerName' | 'url' | 'minimumAge'> & {
  /** Whether the order's page still is. */
  isShown: boolean
}

/** What HELP by mail is answered. */
export function helpMail(locale: Locale, { isShown, ...facts }: HelpFacts): Message {
  const words = wordsOf(facts, 'email', locale)
  const email = neutral(facts.dispensary.email)
  const { button, ...whole } = HELP_LETTER[locale](words, email)
  const letter = { ...whole, ...(isShown && button !== undefined && { button }) }
  const page = { letter, words, facts, locale }
  const from = { name: neutralName(facts.dispensary.name, locale), ...(email && { email }) }
  return {
    ...{ kind: 'help', locale, url: facts.url, from, subject: letter.subject },
    ...{ text: letterText(page), html: letterHtml(page) },
  }
}
