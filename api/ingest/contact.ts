import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Contact } from '../domain/contact.ts'

/** A phone number as people write it in the US, as E.164; undefined when it is none. */
export function e164(written: string): string | undefined {
  const parsed = parsePhoneNumberFromString(written, 'US')
  return parsed?.isPossible() ? parsed.number : undefined
}

/** A contact without what is empty: a blank field must not overwrite what an earlier event told. */
export function contactOf(told: { [K in keyof Contact]?: Contact[K] | undefined }): Contact {
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined && value !== '')) as Contact
}

/** How people write telephone numbers and mail addresses; a code of ours has no spaces, and may hold a date. */
const NUMBER = /(?:\d[\s().+-]*){7}/
const ADDRESS = /\S@\S/
const CODE = /^[a-z0-9][a-z0-9_.:/-]{0,79}$/i

/** Whether words that are to stand in the trail seem to hold something of a person, of this customer above all. */
export function namesSomebody(words: string, { name, phone, email, address }: Named): boolean {
  if (ADDRESS.test(words) || (NUMBER.test(words) && !CODE.test(words))) return true
  const digits = phone?.replaceAll(/\D/g, '').slice(-7) ?? ''
  if (digits.length === 7 && words.replaceAll(/\D/g, '').includes(digits)) return true
  const said = words.toLowerCase()
  return [name?.includes(' ') ? name : undefined, email, address].some((own) => own && said.includes(own.toLowerCase()))
}

type Named = { [K in 'name' | 'phone' | 'email' | 'address']?: Contact[K] | undefined }
