export type TextWish = 'stop' | 'start' | 'help'

/** The words that 47 CFR 64.1200(a)(10) names, those of the carriers, and their Spanish. */
const STOP = /^(?:stop(?: ?all)?|quit|end|revoke|opt[- ]?out|cancel|unsubscribe|alto|parar?|baja|cancelar)$/
const START = /^(?:start|unstop|alta|iniciar)$/
/** Carriers take these for START as well; they may as well answer what a driver has asked. */
const YES = /^(?:yes|si)$/
const HELP = /^(?:help|info|ayuda)$/

/** The letters alone, small and without their accents. */
export const plainWords = (words: string): string =>
  words
    .normalize('NFD')
    .replace(/[^\p{L}\- ]/gu, '')
    .trim()
    .toLowerCase()

/** @param word as `plainWords` gives it */
export const isHelp = (word: string): boolean => HELP.test(word)

/** What a text wishes whose whole words are one that means it. */
export function wishOfText(words: string): TextWish | undefined {
  const word = plainWords(words)
  if (STOP.test(word)) return 'stop'
  if (START.test(word) || YES.test(word)) return 'start'
  return isHelp(word) ? 'help' : undefined
}

/** Whether words that were taken for START can mean nothing else. */
export const isPlainStart = (words: string): boolean => START.test(plainWords(words))

/** A word of a list, as a code; whatever else stands there is not told. */
export const codeOfText = (words: string): string =>
  `texted-${wishOfText(words) === undefined ? 'start' : plainWords(words).replaceAll(' ', '-')}`

export const isInSpanish = (words: string): boolean => plainWords(words) === 'ayuda'
