import type { Locale } from '../api/domain/contact.ts'
import type { Channel, NotificationKind } from '../api/domain/notification.ts'
import type { Fault } from './copy-rules.ts'
import { linkIn } from './links.ts'
import { messageFaults, renderAsWorded } from './render.ts'
import type { Facts } from './template.ts'
import { PLACEHOLDER, PLACEHOLDERS } from './wording.ts'

/** Why a dispensary's own sentence is not taken, and what in it. */
export type WordingFault = { rule: Fault['rule'] | 'placeholder' | 'sentence-length'; found: string }

/** In characters; a lock screen shows about as much of a message. */
export const LONGEST_SENTENCE = 120

const EVERY_CHANNEL: readonly Channel[] = ['web-push', 'email', 'sms']

/**
 * What keeps a sentence from being taken: by itself, and in every message that it would stand in.
 * @param known facts that the messages are tried with; those that are as long as any are tried beside them
 */
export function wordingFault(
  kind: NotificationKind,
  locale: Locale,
  text: string,
  known: Facts,
): WordingFault | undefined {
  const allowed: readonly string[] = PLACEHOLDERS[kind]
  const unknown = [...text.matchAll(PLACEHOLDER)].find(([, name = '']) => !allowed.includes(name))
  if (unknown) return { rule: 'placeholder', found: unknown[0] }
  const bare = text.replaceAll(PLACEHOLDER, '')
  const brace = /[{}]/.exec(bare)
  if (brace) return { rule: 'placeholder', found: brace[0] }
  const link = linkIn(bare)
  if (link !== undefined) return { rule: 'link', found: link }
  const length = [...text].length
  if (length > LONGEST_SENTENCE) return { rule: 'sentence-length', found: `${length}` }
  for (const facts of [known, longest(known)]) {
    const told = { ...facts, own: text }
    for (const channel of EVERY_CHANNEL) {
      const [inside] = messageFaults(renderAsWorded(kind, channel, locale, told), channel, told)
      if (inside) return inside
    }
  }
  return undefined
}

/** A number, a name and a window as long as a text message ever writes them, and at the last hour before noon. */
const longest = (known: Facts): Facts => ({
  ...known,
  orderNumber: 'W'.repeat(16),
  driverFirstName: 'Maximiliana-Guadalupe',
  window: { from: Date.UTC(2026, 8, 30, 11, 50), to: Date.UTC(2026, 8, 30, 12, 10) },
  reachedAt: Date.UTC(2026, 8, 30, 22, 50),
  stopsBefore: 0,
  dispensary: { ...known.dispensary, timeZone: 'UTC' },
})
