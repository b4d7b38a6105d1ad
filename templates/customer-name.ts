import { folded } from './fold.ts'

const NO_NAME = /^(?:mr|mrs|ms|miss|mx|dr|dra|sr|sra|srta|don|dona|senor|senora|senorita|jr|ii|iii|iv|and)$/
const PARTICLE = /^(?:de|del|la|las|los|el|y|e|da|das|do|dos|di|van|von|der|den|bin|al|san|santa)$/

const lowOf = (text: string): string => folded(text).bare.toLowerCase()
const wordsOf = (low: string): string[] => low.split(/[^\p{L}']+|'s(?!\p{L})|(?<!\p{L})'|'(?!\p{L})/u)

/** `Ruiz, Maria` is turned round. */
const inOrder = (name: string): string => {
  const [last = '', ...first] = name.split(',')
  return `${first.join(' ')} ${last}`.trim()
}

/** The first word of a driver's name, however whole it was entered; nothing where it begins with `Mr.` and a surname follows. */
export function firstName(name: string): string | undefined {
  const [word = ''] = inOrder(name).split(/\s+/)
  return word === '' || NO_NAME.test(word.toLowerCase().replace(/\.$/, '')) ? undefined : word
}

/**
 * What of a customer's family name stands in a text as a word; a given name alone tells nobody who they are.
 * @param ours what the message says whoever it is for: `Call` and `Friday` are family names too
 */
export function familyNameIn(text: string, name: string | undefined, ours: () => string): string | undefined {
  if (name === undefined) return undefined
  const low = lowOf(text)
  const parts = wordsOf(lowOf(inOrder(name))).filter((word) => word.length > 1 && !NO_NAME.test(word))
  const family = new Set(parts.slice(1).filter((word) => !PARTICLE.test(word)))
  if (family.size === 0) return undefined
  if (![...family].some((word) => low.includes(word))) return undefined
  const found = wordsOf(low).filter((word) => family.has(word))
  if (found.length === 0) return undefined
  const known = new Set(wordsOf(lowOf(ours())))
  return found.find((word) => !known.has(word))
}
