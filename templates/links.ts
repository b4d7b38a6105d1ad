import { folded } from './fold.ts'

const SHORTENERS =
  'bit\\.ly|tinyurl\\.com|t\\.co|goo\\.gl|ow\\.ly|is\\.gd|v\\.gd|buff\\.ly|rebrand\\.ly|cutt\\.ly|tiny\\.cc|rb\\.gy|shorturl\\.at|t\\.ly|lnkd\\.in|bl\\.ink|s\\.id|adf\\.ly|soo\\.gd|tr\\.im|qr\\.ae|dub\\.sh|short\\.io|shorte\\.st|trib\\.al|amzn\\.to|fb\\.me'
/** A host that hides where its links lead, in folded text in lower case. */
export const SHORT_LINK = new RegExp(`(?<![a-z0-9.-])(?:www\\.)?(?:${SHORTENERS})(?![a-z0-9-]|\\.[a-z])`)

/** A letter of any script, roughly: much faster to look for than by its property. */
const LETTER = '[a-z\\u00aa-\\u1fff\\u2c00-\\ud7ff]'
const WORD = `[^\\s.,;:!?"'()[\\]{}]+`
/** Endings that nobody writes after a space but to name a host. */
const ENDING = `(?:com|net|org|biz|info|io|ly|xyz)(?!${LETTER}|\\d)`
/** Phones make a link of anything with a dot in it. */
const LINK = new RegExp(
  [
    '[a-z]+://|https?:|mailto:|(?<![a-z\\d])www\\.\\S',
    `${WORD}\\.${LETTER}{2,}`,
    '[^\\s@]+@[^\\s@]+',
    '(?<![\\d.])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\d.])',
    // Hosts that only a person puts together: `evil .com`, `evil dot com`, `evil (.) com`.
    `${WORD} \\. ?${ENDING}`,
    `${WORD}\\. (?:com|org)(?!${LETTER}|\\d)`,
    `${WORD} ?[([{] ?(?:\\.|dot|punto) ?[)\\]}] ?${LETTER}{2,}`,
    `${WORD} (?:dot|punto) ${ENDING}`,
  ].join('|'),
  'i',
)
/** Nearly every text is without any of these. */
const MAY_HAVE_LINK = new RegExp(
  `:/|:[a-z]|www|@|\\d\\.\\d+\\.|\\.${LETTER}{2}| \\.|\\. (?:com|org)|[([{] ?(?:\\.|dot|punto)|(?:dot|punto) `,
  'i',
)

/** What a reader, or a reader's phone, takes for a link. */
export function linkIn(text: string): string | undefined {
  const { bare, tight } = folded(text)
  if (!MAY_HAVE_LINK.test(tight)) return undefined
  return (LINK.exec(tight) ?? (tight === bare ? null : LINK.exec(bare)))?.[0]
}

/** Full stops inside a word, of any script: some become one in a text message, and some in a browser. */
const DOTS = /(?<=[\p{L}\p{N}-]\p{M}*)[.．․｡。﹒ꓸ](?=\p{L}{2})/gu

/** A store may be called after its site: its name stays readable, and no phone makes a link of it. */
export const unlinked = (name: string): string =>
  name
    .replace(/\w+:\/+|www\./gi, '')
    .replace(DOTS, ' ')
    .replace(/(?<=\S)@(?=\S)/g, ' @ ')
    .trim()
