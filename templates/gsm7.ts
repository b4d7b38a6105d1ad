/** The basic alphabet of text messages (3GPP TS 23.038): seven bits a character. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** Its extension: each costs two. */
const EXTENDED = new Set('\f^{}\\[~]|€')

/** The characters that would turn the whole message into 16 bits a character. */
export const notGsm7 = (text: string): string[] => [...text].filter((char) => !BASIC.has(char) && !EXTENDED.has(char))

/** How many messages a phone company makes, and bills, of a text: 160 or 153 characters a part, 70 or 67 in 16 bits. */
export function segments(text: string): number {
  const chars = [...text]
  const wide = notGsm7(text).length > 0
  const costs = chars.map((char) => (wide ? char.length : EXTENDED.has(char) ? 2 : 1))
  return wide ? parts(costs, 70, 67) : parts(costs, 160, 153)
}

/** A character of two units is never cut in half: it moves to the next part whole. */
function parts(costs: number[], single: number, each: number): number {
  if (costs.reduce((sum, cost) => sum + cost, 0) <= single) return 1
  let count = 1
  let filled = 0
  for (const cost of costs) {
    if (filled + cost > each) {
      count += 1
      filled = 0
    }
    filled += cost
  }
  return count
}

/** What is written in place of each of these; the extended characters too, for they cost double. */
const LIKENESS: Record<string, string> = {
  "'": '‘’‚`´',
  '"': '“”„«»',
  '-': '‐‑‒–—−·•~',
  '(': '[{',
  ')': ']}',
  '/': '|\\',
  '...': '…',
  EUR: '€',
  '': '^\f',
}
const FOLDED = new Map(Object.entries(LIKENESS).flatMap(([plain, odd]) => [...odd].map((char) => [char, plain])))

/** The nearest writing in the basic alphabet: curly quotes made straight, á made a, what has no likeness left out. */
export const toGsm7 = (text: string): string =>
  [...text.normalize('NFC')].map((char) => (BASIC.has(char) ? char : (FOLDED.get(char) ?? unaccented(char)))).join('')

const unaccented = (char: string): string => {
  if (/\s/u.test(char)) return ' '
  return [...char.normalize('NFKD')].filter((part) => BASIC.has(part)).join('')
}
