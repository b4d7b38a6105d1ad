import type { Recipient, Send } from '../ports.ts'

/** For development: shows each message as one JSON line instead of sending it. */
export const consoleSender =
  (write: (line: string) => void): Send =>
  async (recipient, { kind, locale, subject, text, from, expiresAt }) => {
    const line = {
      channel: recipient.channel,
      to: hint(recipient),
      from: from.name,
      kind,
      locale,
      subject,
      text,
      expiresAt,
    }
    write(`${JSON.stringify(line)}\n`)
    return { outcome: 'sent' }
  }

/** Enough to tell two customers apart, too little to reach either. */
function hint(recipient: Recipient): string {
  switch (recipient.channel) {
    case 'web-push':
      return new URL(recipient.endpoint).origin
    case 'email':
      return `${recipient.address.slice(0, 1)}…${recipient.address.slice(recipient.address.lastIndexOf('@'))}`
    case 'sms':
      return `…${recipient.phone.slice(-2)}`
    default:
      return recipient satisfies never
  }
}
