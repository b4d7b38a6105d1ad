import type { Channel } from '../api/domain/notification.ts'
import { folded } from './fold.ts'
import { productWord } from './goods.ts'
import { notGsm7, segments } from './gsm7.ts'
import { SHORT_LINK } from './links.ts'
import { SIGNS } from './product-words.ts'

/** A rule that a text breaks, and the words that break it: maybe an address, so never for a log. */
export type Fault = {
  rule: 'product-word' | 'price' | 'quantity' | 'address' | 'short-link' | 'link' | 'full-name' | 'alphabet' | 'length'
  found: string
}

// These look at folded text in lower case, which is nearly all plain letters: several times faster than all of Unicode.
const whole = (pattern: string): string => `(?<![a-z0-9])(?:${pattern})(?![a-z0-9])`
const sign = new RegExp(SIGNS.join('|'), 'u')

const NUMBER = '\\d{1,4}(?:[.,]\\d+)?|\\d/\\d+(?:th)?|half|quarter|eighth|media|medio|cuarto|octavo'
const UNIT =
  'g|gr|grs|grams?|gramos?|mg|milligrams?|miligramos?|oz|ounces?|onzas?|lbs?|pounds?|libras?|ml|packs?|pk|ct|units?|unidades|paquetes?|items?|articulos?'
const SPELLED =
  'two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien'
const SPELLED_UNIT =
  'grams?|gramos?|milligrams?|miligramos?|ounces?|onzas?|pounds|libras|packs|paquetes|units|unidades|items|articulos'
const quantity = new RegExp(
  whole(
    `(?:${NUMBER})[ -]?(?:an? |of an? |de )?(?:${UNIT})|1/8th|an eighth|(?:${SPELLED})[ -](?:${SPELLED_UNIT})|(?:an?|one|una?) (?:grams?|gramo|ounce|onza)`,
  ),
)

const price = new RegExp(
  `(?:us)?[$€£] ?\\d|(?<![a-z])usd ?\\d|\\d ?[$€£¢]|(?<![a-z0-9])(?:\\d+(?:[.,]\\d+)? ?|(?:${SPELLED}) )(?:usd|dollars?|dolares|bucks|bux|cents|centavos|pesos)(?![a-z])`,
)

const STREET =
  'St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Ln|Lane|Dr|Drive|Ct|Court|Pl|Place|Ter|Terrace|Cir|Circle|Hwy|Highway|Pkwy|Parkway|Way|Trail|Calle|Avenida'
const STATE =
  'A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]'
const addresses = [
  // Names of streets are capitals, so that "order 1042 is on the way" is not one, nor is "6:40 PM. High Street Goods".
  new RegExp(
    `(?<![\\p{L}\\p{N}:])\\d{1,6}[A-Z]? (?![AP]\\.? ?M)(?:(?:[A-Z][\\p{L}'.]*|\\d{1,3}(?:st|nd|rd|th)),? ){1,4}(?:${STREET})(?![\\p{L}])`,
    'u',
  ),
  /(?<![\p{L}\p{N}])\d{1,6} (?!(?:a|the|this|your|our|on|in|at|down) )[\p{L}']+ (?:st|street|ave|avenue|blvd|boulevard|rd|road|ln|lane)(?!\p{L})/iu,
  /(?<![\p{L}\p{N}])\d{1,6} (?:(?:El|La|Las|Los) )?(?:Calle|Avenida|Camino|Paseo|Via) \p{Lu}/u,
  /(?<!\p{L})(?:calle|avenida|avda|bulevar|boulevard|callejon|carretera|paseo) (?:[\p{L}.]+ ){0,4}(?:n[uú]m\.? ?|no\.? ?|# ?)?\d{1,5}(?!\p{N})/iu,
  /(?<!\p{L})(?:apt|apartment|apto|apartamento|depto|departamento|suite|ste)\.? ?#? ?\d+/iu,
  /(?<!\p{L})p\.? ?o\.? box \d+/iu,
  new RegExp(`\\p{L}, ?(?:${STATE}) \\d{5}(?!\\d)`, 'u'),
  /-?\d{1,3}\.\d{4,} ?, ?-?\d{1,3}\.\d{4,}/,
]

/** A token in a link is drawn by lot and may spell anything: capitals or digits, sixteen or more. */
const withoutTokens = (text: string): string => text.replace(/\/(?=[\w-]*[A-Z0-9])[\w-]{16,}/g, '/')

/**
 * What a message may not say: the goods, their price or quantity, where somebody lives, a link that hides where it
 * leads; disguised or not. On the SMS channel also what a text message cannot carry, or not in two parts.
 */
export function copyFaults(text: string, channel?: Channel): Fault[] {
  const { said, bare, tight } = folded(withoutTokens(text))
  const fault = (rule: Fault['rule'], pattern: RegExp, within: string, shown = within): Fault[] => {
    const found = pattern.exec(within)
    return found ? [{ rule, found: shown.slice(found.index, found.index + found[0].length) }] : []
  }
  const low = bare.toLowerCase()
  const word = productWord(bare) ?? (tight === bare ? undefined : productWord(tight))
  return [
    ...(word === undefined ? [] : [{ rule: 'product-word' as const, found: word }]),
    ...fault('product-word', sign, text),
    ...fault('price', price, low, bare),
    ...fault('quantity', quantity, low, bare),
    ...addresses.flatMap((address) => fault('address', address, said)).slice(0, 1),
    ...fault('short-link', SHORT_LINK, tight.toLowerCase(), tight),
    ...(channel === 'sms' ? smsFaults(text) : []),
  ]
}

/** What a text message cannot carry. */
export function smsFaults(text: string): Fault[] {
  const strange = notGsm7(text)
  const count = segments(text)
  return [
    ...(strange.length > 0 ? [{ rule: 'alphabet' as const, found: strange.join('') }] : []),
    ...(count > 2 ? [{ rule: 'length' as const, found: `${count} parts` }] : []),
  ]
}
