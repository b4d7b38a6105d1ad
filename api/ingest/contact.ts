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
