import type { Locale } from '../api/domain/contact.ts'
import type { Dispensary } from '../api/domain/dispensary.ts'
import { toGsm7 } from './gsm7.ts'
import { neutral, neutralName } from './neutral.ts'
import { phoneWords } from './words.ts'

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

/** What HELP is answered: how the store itself can be reached. */
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
