import type { Channel } from '../domain/notification.ts'
import type { Instant } from '../domain/time.ts'
import type { Delivery, Recipient, Rendered, Send } from '../ports.ts'

type RecipientOn<C extends Channel> = Extract<Recipient, { channel: C }>
type SendOn<C extends Channel> = (recipient: RecipientOn<C>, message: Rendered, now: Instant) => Promise<Delivery>

/** What every sender keeps to: it takes its own channel's addresses only, and late news is no news. */
export function senderOn<C extends Channel>(channel: C, send: SendOn<C>): Send {
  const isOurs = (recipient: Recipient): recipient is RecipientOn<C> => recipient.channel === channel
  return async (recipient, message, now) => {
    if (!isOurs(recipient)) return { outcome: 'failed', reason: `${channel}-only` }
    if (message.expiresAt <= now) return { outcome: 'failed', reason: 'expired' }
    return send(recipient, message, now)
  }
}

/** Whole seconds for which a message is still true, so that no carrier keeps it longer. */
export const secondsLeft = (message: Rendered, now: Instant): number => Math.floor((message.expiresAt - now) / 1_000)

/** The peer gave no answer: nothing is wrong with the address or the message. */
export function noAnswer(error: unknown): Delivery {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return { outcome: 'later', reason: `network-${code}` }
}
