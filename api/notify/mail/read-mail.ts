import { compile } from 'html-to-text'
import { simpleParser, type ParsedMail, type SimpleParserOptions } from 'mailparser'
import { frontOf } from './front-of.ts'
import { ownWords } from './own-words.ts'
import { readReport, type Report } from './report.ts'

/** A mail, as far as we have use for it. */
export type Mail = {
  /** Headers that say whom it was for, as they stand there. */
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

/** Only taken apart: what is made of the parts is up to us. */
const OPTIONS: SimpleParserOptions = {
  ...{ skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true },
  ...{ keepDeliveryStatus: true, ignoreEmbedded: true },
  checksumAlgo: false,
  ...{ maxHeadSize: 128 * 1024, maxChildNodes: 500 },
}
const MOST_HTML = 60_000

/** As whoever brought it says, then as its writer says. */
const RECIPIENTS = ['x-original-to', 'delivered-to', 'envelope-to', 'x-forwarded-to', 'to', 'cc']

/** @returns nothing where it cannot be read */
export async function readMail(raw: Uint8Array): Promise<Mail | undefined> {
  let mail: ParsedMail
  try {
    mail = await simpleParser(frontOf(raw), OPTIONS)
  } catch {
    return undefined
  }
  const headers = (name: string): string[] =>
    mail.headerLines.filter(({ key }) => key === name).map(({ line }) => line.slice(line.indexOf(':') + 1).trim())
  const header = (name: string): string => headers(name)[0] ?? ''
  const report = readReport(mail.attachments)
  return {
    recipients: RECIPIENTS.flatMap(headers),
    from: mail.from?.value[0]?.address?.toLowerCase(),
    subject: mail.subject ?? '',
    messageId: mail.messageId,
    date: header('date'),
    words: ownWords(textOf(mail)),
    // A picture that the text shows, such as the one below a signature, is none that somebody sent.
    files: mail.attachments.filter(({ related }) => !related).length,
    isAutomatic: report !== undefined || isAutomatic(header, mail.subject ?? ''),
    report,
  }
}

const inText = compile({
  wordwrap: false,
  limits: { maxDepth: 100, ellipsis: '' },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    // Told as text it would stand unquoted: Yahoo and Proton set it off by these alone.
    { selector: '.yahoo_quoted', format: 'skip' },
    { selector: '.protonmail_quote', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
})

const textOf = ({ text, html }: ParsedMail): string =>
  text?.trim() ? text : html ? inText(html.slice(0, MOST_HTML)) : ''

/** What the autoresponders of old, which set no header, begin their subject with. */
const AWAY =
  /^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|out of (?:the )?office|respuesta autom[aá]tica|fuera de (?:la )?oficina)\b/i

function isAutomatic(header: (name: string) => string, subject: string): boolean {
  const submitted = header('auto-submitted').toLowerCase()
  return (
    (submitted !== '' && !/^no\b/.test(submitted)) ||
    /^(?:bulk|junk|list|auto[-_]?reply)$/i.test(header('precedence')) ||
    ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'list-id', 'x-failed-recipients'].some((name) =>
      header(name),
    ) ||
    header('return-path') === '<>' ||
    /^(?:mailer-daemon|postmaster|no-?reply)@/i.test(header('from').replace(/^.*</s, '')) ||
    AWAY.test(subject.trim())
  )
}
