import { LOOK_ALIKES } from './look-alikes.ts'

/** Folding for judging a text, never for showing it: one writing for all that a reader takes for the same words. */

const ALIKE = new Map(Object.entries(LOOK_ALIKES).flatMap(([letter, odd]) => [...odd].map((char) => [char, letter])))

/** Drawn as nothing, but with a width: the Braille blank, the fillers of Hangul, and two that have no picture. */
const BLANK = /[\u2800\u115f\u1160\ufffc\u{1d159}]/gu
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}]/u
const ODD = /[^\n -~]/gu

/** White letters in black circles and squares, and those that flags are made of, each in the order of the alphabet. */
const ALPHABETS = [0x1f150, 0x1f170, 0x1f1e6]

function plainChar(char: string): string {
  const alike = ALIKE.get(char)
  if (alike !== undefined) return alike
  const code = char.codePointAt(0) ?? 0
  if (code > 0xa0 && code < 0x250 && code !== 0xad) return char
  if (/\s/u.test(char)) return ' '
  if (char === '\u2044') return '/'
  if (char === '\u2018' || char === '\u2019') return "'"
  if (char.search(BLANK) === 0) return char
  if (INVISIBLE.test(char)) return ''
  if (/\p{Nd}/u.test(char)) return digit(code)
  const first = ALPHABETS.find((start) => code >= start && code < start + 26)
  return first === undefined ? char : String.fromCharCode(0x41 + code - first)
}

/** Every script's digits stand in one row from nought to nine. */
function digit(code: number): string {
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return `${value}`
}

/** Full-width letters, fractions, other alphabets' look-alikes, invisible characters and odd spaces made plain; accents stay. */
function plainWithBlanks(text: string): string {
  if (text.search(ODD) < 0) return text.replace(/ {2,}/g, ' ')
  // Normalization makes a final sigma of a letter that is drawn as c.
  const alike = text.replace(ODD, (char) => ALIKE.get(char) ?? char)
  return alike.normalize('NFKC').replace(ODD, plainChar).replace(/ {2,}/g, ' ')
}

const unaccented = (text: string): string =>
  text.search(ODD) < 0 ? text : text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')

/** A text as it is judged. */
export type Folded = {
  /** Plain characters, accents as they were: capitals and accents tell names of streets from other words. */
  said: string
  /** The same without accents. */
  bare: string
  /** The same with nothing where a blank is drawn: a text message leaves it out. */
  tight: string
}

export function folded(text: string): Folded {
  // One rule after the other asks for the same text.
  if (latest.text !== text) latest = { text, folded: fold(text) }
  return latest.folded
}
let latest: { text: string; folded: Folded } = { text: '', folded: { said: '', bare: '', tight: '' } }

function fold(text: string): Folded {
  const marked = plainWithBlanks(text)
  if (marked.search(BLANK) < 0) {
    const bare = unaccented(marked)
    return { said: marked, bare, tight: bare }
  }
  const said = marked.replace(BLANK, ' ').replace(/ {2,}/g, ' ')
  return { said, bare: unaccented(said), tight: unaccented(marked.replace(BLANK, '')) }
}
