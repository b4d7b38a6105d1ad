/** So much of a mail is looked at, and so much of what its writer wrote is kept. */
const LOOKED_AT = 100_000
const MOST_KEPT = 4_000

/** More lines than that no client breaks the line over which it sets a quotation. */
const INTRO_LINES = 4
const LONGEST_INTRO = 500
/** A quoted line of this length may have been broken by a system on the way, its tail standing unquoted below it. */
const MAY_BE_BROKEN = 60

/** What cannot be seen, or turns what follows around for whoever reads it. */
const UNSEEN = /[^\P{Cc}\n\t]|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

const BEGINS_INTRO = /^(?:on|el|le|em|am|in a message dated)\s/i
/** Yahoo goes on in the same line. */
const ENDS_INTRO =
  /(?:wrote|writes|escribi[oó]|escreveu|a écrit|schrieb)\s?:$|<[^<>\s]+@[^<>\s]+>\)?\s(?:wrote|escribi[oó]):\s/i
const NAMES_A_TIME_OR_SENDER = /\d{1,2}[:.h]\d{2}|\b20\d{2}\b|<[^<>\s]+@[^<>\s]+>/

const DIVIDER =
  /^-{2,}\s*(?:original message|forwarded message|mensaje original|mensaje reenviado)\s*-{2,}$|^(?:begin forwarded message|inicio del mensaje reenviado):$/i
const FROM = /^\*?(?:from|de)\s?:\*?\s?\S/i
const OTHER_HEADER = /^\*?(?:sent|date|to|cc|subject|reply-to|enviado(?: el)?|fecha|para|asunto|responder a)\s?:/i
const RULE = /^[_-]{8,}$/

const SIGNATURE_MARK = /^--$/
/** What is longer was not meant as one. */
const LONGEST_SIGNATURE = 12
const DEVICE =
  /^(?:\*?(?:sent|enviado|envoyé)\s(?:from|via|with|desde|de|con|depuis)\s\[?(?:my|mi|mon|the samsung|the all new aol|yahoo|outlook|gmail|aol|mail|proton|samsung|correo|el nuevo|at&t|t-mobile|verizon)\b|(?:get|obtener?|descarga?r?)\soutlook\s(?:for|para)\b|yahoo mail: search, organi[sz]e).{0,100}$/i

/**
 * The words that somebody wrote themselves: without what they answered to and without the signature of their phone. One
 * pass over the lines, so that no mail can be long to read. What cannot be told apart is kept whole.
 * @param text the mail as plain text, a quotation set off by `>`, by the line above it or by a block of headers
 */
export function ownWords(text: string): string {
  const lines = text
    .slice(0, LOOKED_AT)
    .replace(/\r\n?/g, '\n')
    .replace(UNSEEN, '')
    .replace(/[\u00a0\u202f]/g, ' ')
    .split('\n')
    .map((line) => line.trimEnd())
  const own = tidy(withoutDevice(unquoted(lines)))
  return bounded(own === '' ? tidy(lines) : own)
}

function unquoted(lines: string[]): string[] {
  const own: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').trim()
    if (line.startsWith('>')) {
      if (isTail(lines, at + 1)) at += 1
      continue
    }
    const intro = introAt(lines, at)
    if (intro > 0) {
      at += intro - 1
      // Set off line by line, something of theirs may still follow; else all of the rest is quoted.
      if (!isQuotedFrom(lines, at + 1)) break
      continue
    }
    if (DIVIDER.test(line) || isHeaderBlock(lines, at)) break
    const signature = SIGNATURE_MARK.test(line) ? endOfSignature(lines, at) - at : 0
    if (signature > 0 && signature <= LONGEST_SIGNATURE) {
      at += signature - 1
      continue
    }
    own.push(lines[at] ?? '')
  }
  return own
}

const isTail = (lines: string[], at: number): boolean => {
  const [before = '', line = ''] = [lines[at - 1], lines[at]]
  return before.length >= MAY_BE_BROKEN && line !== '' && !line.trimStart().startsWith('>')
}

/** How many lines from here on say who wrote what follows, and when; none where they do not. */
function introAt(lines: string[], at: number): number {
  if (!BEGINS_INTRO.test(lines[at]?.trim() ?? '')) return 0
  let said = ''
  for (let n = 0; n < INTRO_LINES; n += 1) {
    const line = lines[at + n]?.trim() ?? ''
    if (line === '') return 0
    said = `${said} ${line}`.trim()
    if (said.length > LONGEST_INTRO) return 0
    if (ENDS_INTRO.test(line)) return NAMES_A_TIME_OR_SENDER.test(said) ? n + 1 : 0
  }
  return 0
}

function isQuotedFrom(lines: string[], at: number): boolean {
  let next = at
  while (lines[next] === '') next += 1
  return lines[next]?.trimStart().startsWith('>') ?? false
}

/** From, and at least two more headers below it, as Outlook sets a quotation off. */
function isHeaderBlock(lines: string[], at: number): boolean {
  let from = at
  if (RULE.test(lines[from]?.trim() ?? '')) {
    from += 1
    while (from < at + 3 && lines[from] === '') from += 1
  }
  if (!FROM.test(lines[from]?.trim() ?? '')) return false
  return lines.slice(from + 1, from + 8).filter((line) => OTHER_HEADER.test(line.trim())).length >= 2
}

/** A signature ends where a quotation begins. */
function endOfSignature(lines: string[], at: number): number {
  let end = at + 1
  while (end < lines.length && !isBreak(lines, end)) end += 1
  return end
}

const isBreak = (lines: string[], at: number): boolean =>
  (lines[at]?.trimStart().startsWith('>') ?? false) ||
  introAt(lines, at) > 0 ||
  DIVIDER.test(lines[at]?.trim() ?? '') ||
  isHeaderBlock(lines, at)

/** What a phone or a program writes below everything. */
function withoutDevice(lines: string[]): string[] {
  let end = lines.length
  while (end > 0 && ((lines[end - 1] ?? '') === '' || DEVICE.test(lines[end - 1]?.trim() ?? ''))) end -= 1
  return lines.slice(0, end)
}

const tidy = (lines: string[]): string =>
  lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

function bounded(words: string): string {
  const chars = [...words]
  return chars.length <= MOST_KEPT
    ? words
    : `${chars
        .slice(0, MOST_KEPT - 1)
        .join('')
        .trimEnd()}…`
}
