import type { Delivery, Recipient, Rendered, Send } from '../../api/ports.ts'
import type { Instant } from '../../api/domain/time.ts'

export type SentMessage = { recipient: Recipient; message: Rendered; at: Instant }
export type FakeSender = {
  send: Send
  /** What arrived, in order. */
  sent: SentMessage[]
  /** What becomes of every message from now on. */
  answer: (delivery: Delivery) => void
}

/** A sender of one channel that keeps what it was given. Like the real ones it takes no late news. */
export function fakeSender(channel: Recipient['channel']): FakeSender {
  const sent: SentMessage[] = []
  let next: Delivery = { outcome: 'sent' }
  return {
    sent,
    answer: (delivery) => {
      next = delivery
    },
    send: async (recipient, message, now) => {
      if (recipient.channel !== channel) return { outcome: 'failed', reason: `${channel}-only` }
      if (message.expiresAt <= now) return { outcome: 'failed', reason: 'expired' }
      if (next.outcome === 'sent') sent.push({ recipient, message, at: now })
      return next
    },
  }
}
