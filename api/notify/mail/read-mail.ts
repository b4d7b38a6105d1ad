import { compile } from 'html-to-text'
import PostalMime, { type Email } from 'postal-mime'
import { ownWords } from './own-words.ts'
import { readReport, type Report } from './report.ts'

/** A mail, as far as we have use for it. */
export type Mail = {
  /** Every address that its headers say it was for, as they stand there. */
  recipients: string[]
  /** In small letters. */
  from: string | undefined
  subject: string
  messageId: string | undefined
  /** What tells it from others of the same writer where it has no Message-ID. */
  date: string
  /** The writer's own, without what was quoted. */
  words: string
  /** How many files came with it. */
  files: number
  /** A machine wrote it: it is neither kept nor answered, or two of them would never end (RFC 3834). */
  isAutomatic: boolean
  report: Report | undefined
}

/** No mail of people is deeper, has longer headers or more parts. */
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 256 * 1024, forceRfc822Attachments: true }
const MOST_BOUNDARIES = 2_000
const MOST_HTML = 300_000
const MOST_RECIPIENTS = 50

/** @returns nothing where it cannot be read */
export async function readMail(raw: Uint8Array): Promise<Mail | undefined> {
  let email: Email
  try {
    email = await PostalMime.parse(withFewParts(raw), LIMITS)
  } catch {
    return undefined
  }
  const header = (name: string): string => email.headers.find(({ key }) => key === name)?.value ?? ''
  const report = readReport(email.attachments)
  return {
    recipients: recipientsOf(email),
    from: email.from?.address?.toLowerCase(),
    subject: email.subject ?? '',
    messageId: email.messageId,
    date: email.date ?? '',
    words: ownWords(textOf(email)),
    files: email.attachments.length,
    isAutomatic: report !== undefined || isAutomatic(header, email.subject ?? ''),
    report,
  }
}

/** Every part costs memory, however short it is: what comes after so many beginnings of parts is left away. */
function withFewParts(raw: Uint8Array): Uint8Array {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  let at = -1
  for (let n = 0; n < MOST_BOUNDARIES; n += 1) {
    at = bytes.indexOf('\n--', at + 1)
    if (at < 0) return raw
  }
  return raw.subarray(0, at)
}

/** As whoever brought it says, then as its writer says. */
function recipientsOf(email: Email): string[] {
  const brought = ['x-original-to', 'delivered-to', 'envelope-to', 'x-forwarded-to']
  const told = brought.flatMap((name) => email.headers.filter(({ key }) => key === name).map(({ value }) => value))
  const written = [...(email.to ?? []), ...(email.cc ?? [])].flatMap(({ address, group }) =>
    group ? group.map((one) => one.address) : [address],
  )
  return [...told, ...written].slice(0, MOST_RECIPIENTS)
}

const inText = compile({
  wordwrap: false,
  limits: { maxInputLength: MOST_HTML, maxDepth: 100, ellipsis: '' },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    // Told as text it would stand unquoted: Yahoo and Proton set it off by these alone.
    { selector: '.yahoo_quoted', format: 'skip' },
    { selector: '.protonmail_quote', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
})

const textOf = ({ text, html }: Email): string => (text?.trim() ? text : html ? inText(html) : '')

/** What the autoresponders of old, which set no header, begin their subject with. */
const AWAY =
  /^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|out of (?:the )?office|respuesta autom[aá]tica|fuera de (?:la )?oficina)\b/i

function isAutomatic(header: (name: string) => string, subject: string): boolean {
  const submitted = header('auto-submitted').trim().toLowerCase()
  return (
    (submitted !== '' && !/^no\b/.test(submitted)) ||
    /^(?:bulk|junk|list|auto[-_]?reply)$/i.test(header('precedence').trim()) ||
    ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'list-id', 'x-failed-recipients'].some((name) =>
      header(name),
    ) ||
    header('return-path').trim() === '<>' ||
    /^(?:mailer-daemon|postmaster|no-?reply)@/i.test(header('from').replace(/^.*</s, '')) ||
    AWAY.test(subject.trim())
  )
}
