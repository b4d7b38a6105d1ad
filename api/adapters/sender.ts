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

/** Nothing was sent: nobody listens there, there is no such name or none on the internet, or no certificate to trust. */
const NEVER_REACHED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EDNS|ENOTPUBLIC|ETLS|ERR_TLS_.*|UNABLE_TO_.*|.*CERT.*)$/

/** The peer gave no answer: nothing is wrong with the address or the message. */
export function noAnswer(error: unknown): Delivery & { outcome: 'later' } {
  return { outcome: 'later', reason: `network-${codeOf(error)}` }
}

/** The same where the line was cut in the middle: the peer may have taken the message. */
export function cutOff(error: unknown): Delivery {
  const { reason, ...later } = noAnswer(error)
  return NEVER_REACHED.test(codeOf(error)) ? { ...later, reason } : { outcome: 'unknown', reason }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause === undefined ? 'unknown' : codeOf(error.cause)
}
