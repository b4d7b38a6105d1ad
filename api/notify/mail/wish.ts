import { isHelp, plainWords } from '../../domain/text-wish.ts'
import type { Mail } from './read-mail.ts'

/**
 * Whole lines only. Of the words that stop texts, those are not here that mean something else to somebody who waits for
 * an order: "cancel" and "end" are read by the store's staff.
 */
const STOP =
  /^(?:stop(?: ?all)?|quit|revoke|opt[- ]?out|unsubscribe(?: me)?|remove me|alto|parar?|baja|dar(?:me)? de baja|no mas correos)$/
const ANSWERS = /^(?:(?:re|rv|fwd?|aw)\s?:\s*)+/i

/** What the first line of a mail asks for, or its subject where it has no words; `more` is what else it says. */
export function wishIn({ words, subject }: Pick<Mail, 'words' | 'subject'>): { wish?: 'stop' | 'help'; more: string } {
  const [first = '', ...rest] = words.split('\n')
  const asked = plainWords(first === '' ? subject.replace(ANSWERS, '') : first)
  const more = rest.join('\n').trim()
  if (STOP.test(asked)) return { wish: 'stop', more }
  return isHelp(asked) ? { wish: 'help', more } : { more }
}
