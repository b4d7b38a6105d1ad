/**
 * Words written so that a person reads them and a filter does not: `w33d`, `w.e.e.d`, `w e e d`, `weeeed`. All of it works on
 * folded text in lower case.
 */

/** What is written for a letter: digits and, as far as a text message carries them, signs. */
const FOR_LETTERS: Record<string, string> = {
  a: '4@δλ',
  b: '8ß',
  c: '¢',
  e: '3€σξ',
  g: '69',
  i: '1!|¡',
  l: '£',
  o: '0θφω',
  s: '5$§',
  t: '7+',
  y: '¥',
  z: '2',
}
const LETTER = new Map(Object.entries(FOR_LETTERS).flatMap(([letter, odd]) => [...odd].map((sign) => [sign, letter])))
const SIGNS = '@¢€£¥$§ß|!¡+δλσξθφω'

const HAS_SIGN = new RegExp(`[0-9${SIGNS}](?:(?=[a-z])|(?<=[a-z][^]))`)
const WORD = new RegExp(`(?<![a-z0-9])(?=[a-z]*[0-9${SIGNS}])[a-z0-9${SIGNS}]*[a-z0-9$]`, 'g')

/** Digits among letters read as letters, where at least half are letters: `w33d`, but not `A-33`, `6pm` or `C10-0000123`. */
function lettered(word: string): string {
  const letters = word.replace(/[^a-z]/g, '').length
  if (word.length < 3 || letters === word.length || letters * 2 < word.length) return word
  return word.replace(/[^a-z]/g, (sign) => LETTER.get(sign) ?? sign)
}

/** No word has the same letter three times: it means one or two. */
function shortened(low: string): string {
  const twice = low.replace(LONG_DRAWN, '$1$1')
  return twice === low ? low : `${twice}\n${low.replace(LONG_DRAWN, '$1')}`
}
const LONG_DRAWN = /([a-z])\1{2,}/g

/** The whole text with its disguised words read, or nothing where there are none. */
export function undisguised(low: string): string | undefined {
  const read = shortened(HAS_SIGN.test(low) ? low.replace(WORD, lettered) : low)
  return read === low ? undefined : read
}

/** `Bud's` is no word in two parts. */
const SEPARATOR = `(?!'s(?![a-z0-9]))[^a-z0-9\\s${SIGNS}]{1,3}`
const PARTED = new RegExp(`(?<![a-z0-9])[a-z0-9]+(?:${SEPARATOR}[a-z0-9]+)+`, 'g')
const SPELLED = /(?<![a-z0-9])[a-z0-9](?:[^a-z0-9\n]{1,3}[a-z0-9](?![a-z0-9])){2,}/g

/** One letter astray: `w eed`, `po t`. Those that are words by themselves are left out. */
const BEFORE = /(?<![a-z0-9])[b-df-hj-np-tvwxz] [a-z]{2,}(?![a-z0-9])/g
const AFTER = /(?<![a-z0-9])[a-z]{2,} [b-df-hj-np-tvwxz](?![a-z0-9])/g

const joined = (parts: string): string => {
  const word = parts.replace(/[^a-z0-9]/g, '')
  return undisguised(word) ?? word
}

/** Words with signs inside, or a letter astray, put together: `we-ed`, `w eed`. */
export const parted = (low: string): string[] =>
  [PARTED, BEFORE, AFTER].flatMap((pattern) => low.match(pattern) ?? []).map(joined)

/** Words spelled letter by letter, put together: `w e e d`. Nobody knows where such a word begins and ends. */
export const spelled = (low: string): string[] => (low.match(SPELLED) ?? []).map(joined)
