import type { Delivery, Recipient, Rendered, Send } from '../../api/ports.ts'

export type Shown = { at: number; channel: Recipient['channel']; to: string; message: Rendered }

/** Keeps what would have gone out, newest first; a push really goes out when a real sender stands behind it. */
export function demoPhone() {
  const shown: Shown[] = []
  const sender =
    (real?: Send): Send =>
    async (recipient, message, now): Promise<Delivery> => {
      const delivery = real ? await real(recipient, message, now) : ({ outcome: 'sent' } as const)
      if (delivery.outcome === 'sent')
        shown.unshift({ at: now, channel: recipient.channel, to: toWhom(recipient), message })
      return delivery
    }
  return { shown, sender }
}

function toWhom(recipient: Recipient): string {
  switch (recipient.channel) {
    case 'web-push':
      return 'this device'
    case 'email':
      return recipient.address
    case 'sms':
      return recipient.phone
    default:
      return recipient satisfies never
  }
}
