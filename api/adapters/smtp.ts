import { createHash } from 'node:crypto'
import { createTransport, type NodemailerError } from 'nodemailer'
import { seconds } from '../domain/time.ts'
import type { Delivery, Rendered, Send } from '../ports.ts'
import { noAnswer, senderOn } from './sender.ts'

export type SmtpSettings = {
  /** `smtp://user:password@host:587`, or `smtps:` for TLS from the start. */
  url: string
  /** The address that all mail is from; the dispensary's own goes into Reply-To, so that SPF and DKIM hold. */
  from: string
  /** A certificate authority beside the public ones, PEM. */
  ca?: string
}

/** E-mail over SMTP, as text and as HTML. */
export function smtpSender(settings: SmtpSettings): Send {
  const connection = {
    url: settings.url,
    // A password never leaves on a connection that others can read.
    requireTLS: new URL(settings.url).username !== '',
    connectionTimeout: seconds(10),
    greetingTimeout: seconds(10),
    socketTimeout: seconds(20),
    dnsTimeout: seconds(10),
    ...(settings.ca && { tls: { ca: settings.ca } }),
  }
  return senderOn('email', async ({ address }, message) => {
    if (!ONE_ADDRESS.test(address)) return { outcome: 'gone', reason: 'smtp-bad-address' }
    const { logger, wentOut } = watching()
    try {
      const transport = createTransport({ ...connection, logger, transactionLog: true })
      const { messageId } = await transport.sendMail(mail(settings, address, message))
      return { outcome: 'sent', reference: messageId }
    } catch (error) {
      return outcomeOf(error as NodemailerError, wentOut())
    }
  })
}

/** Hears the server ask for the mail itself: after that it may have been taken, whatever becomes of the connection. */
function watching() {
  let out = false
  const ignore = (): void => undefined
  const debug = (entry: unknown, said: unknown): void => {
    if ((entry as { tnx?: string }).tnx === 'server' && String(said).startsWith('354')) out = true
  }
  const logger = { level: ignore, trace: ignore, debug, info: ignore, warn: ignore, error: ignore, fatal: ignore }
  return { logger, wentOut: () => out }
}

/** One mailbox: a list or a line break in an address would send a customer's mail to somebody else. */
const ONE_ADDRESS = /^[^\s@,;<>"()[\]\\]+@[^\s@,;<>"()[\]\\]+$/

const mail = ({ from }: SmtpSettings, address: string, message: Rendered) => ({
  from: { name: message.from.name, address: from },
  to: { name: '', address },
  ...answeredAt(message),
  // What cannot be delivered comes back to an address that says which message it was.
  envelope: { from: message.mailboxes?.bounce ?? from, to: address },
  ...(message.inReplyTo && { inReplyTo: message.inReplyTo, references: message.inReplyTo }),
  messageId: messageId(from, address, message),
  subject: message.subject,
  text: message.text,
  ...(message.html && { html: message.html }),
  headers: {
    'Auto-Submitted': message.inReplyTo ? 'auto-replied' : 'auto-generated',
    'Content-Language': message.locale,
    // One click is a POST of the mailbox provider's, no visit of anybody's (RFC 8058).
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
  list: { unsubscribe: [stoppedAt(message)] },
  disableFileAccess: true,
  disableUrlAccess: true,
})

function answeredAt({ from: { name, email }, mailboxes }: Rendered) {
  const address = mailboxes?.reply ?? email
  return address === undefined ? {} : { replyTo: { name, address } }
}

/** By a click first; some programs write a mail instead. */
const stoppedAt = ({ unsubscribeUrl, mailboxes }: Rendered): string[] => [
  unsubscribeUrl,
  ...(mailboxes ? [`mailto:${mailboxes.unsubscribe}?subject=unsubscribe`] : []),
]

/** The same for the same message, so that one sent again after a lost answer is the same mail to its reader. */
function messageId(from: string, address: string, { topic, kind, expiresAt }: Rendered): string {
  const digest = createHash('sha256').update([topic, kind, expiresAt, address].join('\n')).digest('base64url')
  return `<${digest}@${from.slice(from.lastIndexOf('@') + 1)}>`
}

/** RFC 3463: no such mailbox, system or syntax of address, moved away, takes no mail, disabled. */
const DEAD_ADDRESS = /^5\.(?:1\.(?:1|2|3|6|10)|2\.1)$/

/** The reason keeps the codes and not the server's words, which repeat the address. */
function outcomeOf(error: NodemailerError, wentOut: boolean): Delivery {
  const { responseCode, response = '', command, permanent } = error
  if (responseCode === undefined) return withoutAnswer(error, wentOut)
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
  const reason = ['smtp', responseCode, ...(enhanced ? [enhanced] : [])].join('-')
  if (!permanent) return { outcome: 'later', reason }
  const dead = enhanced ? DEAD_ADDRESS.test(enhanced) : command === 'RCPT TO' && [550, 551, 553].includes(responseCode)
  return { outcome: dead ? 'gone' : 'failed', reason }
}

/** What nodemailer refuses by itself will be refused again; anything else was the network. */
const withoutAnswer = (error: NodemailerError, wentOut: boolean): Delivery =>
  error.code === 'EENVELOPE' || error.code === 'EMESSAGE' || error.code === 'ECONFIG' || error.code === 'ENOAUTH'
    ? { outcome: 'failed', reason: `smtp-${error.code}` }
    : { ...noAnswer(error), ...(wentOut && { outcome: 'unknown' }) }
