import type { Locale } from '../api/domain/contact.ts'
import { copyFaults } from './copy-rules.ts'
import { linkIn, unlinked } from './links.ts'

const SOME_STORE: Record<Locale, string> = { en: 'Your store', es: 'Su tienda' }

/** One line of a fact that others wrote: no line breaks, no characters that steer the text or hide in it. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()

/**
 * The fact itself, or nothing when it breaks the copy rules: a name is no excuse for a product word.
 * @param before what the message will say right after it, with which it may read as something else
 */
export function neutral(fact: string | undefined, before = ''): string | undefined {
  const line = oneLine(fact ?? '')
  return line !== '' && copyFaults(line + before).length === 0 ? line : undefined
}

/** A fact that is written into a message: besides, none that a phone makes a link of, for the only link there is ours. */
export function spoken(fact: string | undefined, before = ''): string | undefined {
  const line = neutral(fact, before)
  if (line === undefined || linkIn(line) === undefined) return line
  const words = neutral(unlinked(line), before)
  return words === undefined || linkIn(words) !== undefined ? undefined : words
}

/** What the sender is called in messages: its name, or a neutral one when the name says what it sells. */
export const neutralName = (name: string, locale: Locale): string => spoken(name) ?? SOME_STORE[locale]
