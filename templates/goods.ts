import { parted, spelled, undisguised } from './disguise.ts'
import { LONG, ROOTS, WORDS } from './product-words.ts'

// Folded text is nearly all plain letters, and such patterns are found several times faster than those of all Unicode.
const roots = ROOTS.join('|')
const words = WORDS.join('|')
const whole = `${roots}|(?<![a-z0-9])(?:${words})(?![a-z0-9])`
const DRAWN: Record<string, string> = { i: '[il]', l: '[il]', m: '(?:m|rn)', w: '(?:w|vv)' }
/** A capital I and a 1 stand for either of two letters, and two letters may be drawn as one. */
const asDrawn = (pattern: string): RegExp =>
  new RegExp(pattern.replace(/\[[^\]]*\]|\\.|[ilmw]/g, (part) => DRAWN[part] ?? part))
const plain = asDrawn(whole)
const inside = asDrawn(`${roots}|${words}`)
const long = new RegExp(LONG.map((word) => [...word].join('[^a-z0-9\n]{0,3}')).join('|'))

/**
 * A word for the goods, as it stands or as somebody reads it who sees through a disguise.
 * @param bare folded text without accents
 */
export function productWord(bare: string): string | undefined {
  const low = bare.toLowerCase()
  const found = plain.exec(low) ?? long.exec(low)
  return found ? bare.slice(found.index, found.index + found[0].length) : disguised(low)
}

function disguised(low: string): string | undefined {
  const asRead = undisguised(low)
  const found =
    (asRead === undefined ? null : plain.exec(asRead)) ??
    plain.exec(parted(low).join('\n')) ??
    inside.exec(spelled(low).join('\n'))
  return found?.[0]
}
