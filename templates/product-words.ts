import { STRAINS } from './strain-names.ts'

/**
 * Words for the goods, as patterns over lower-case text without accents. Carriers filter them, and a lock screen is
 * read by others. Each is a whole word but the roots, which count inside a longer word too (`alderbaycannabis.com`).
 */
export const ROOTS = ['(?<!s)cannab', 'mari[ghj]uana', 'budtender']

/** Long enough that no other words end and begin with its letters: found in `can na bis` too. */
export const LONG = ['cannabis', 'marijuana', 'marihuana', 'budtender', 'dispensary', 'dispensario']

const ENGLISH = [
  'weed(?:s|maps|shop)?',
  'w[*_#]{2}d',
  'c[*_#]nnabis',
  'm[*_#]rijuana',
  'canna\\w*',
  'thc\\w*',
  'cbd\\w*',
  'cbg',
  'cbn',
  'hhc',
  '(?:delta|δ)[- ]?(?:8|9|10|eight|nine|ten)',
  'strains?',
  // `Se indica` is ordinary Spanish.
  '(?<!\\b(?:se|le|lo|la|nos|que|como) )indicas?',
  'sativa',
  'kush\\w*',
  'edibles?',
  'gumm(?:y|ies)',
  'vap(?:e|es|ed|er|ers|ing|orizers?)',
  'flowers?',
  'pre[- ]?roll(?:s|ed)?',
  'joints?',
  'blunts?',
  'spliffs?',
  'bongs?',
  'dab[sz]?',
  'buds',
  'budz',
  'nugs?',
  'mmj',
  '[ck]ann?[ai]bis',
  'pot',
  'pot ?shop',
  'ganja\\w*',
  'reefers?',
  'doobies?',
  'mary ?jane',
  'hemp',
  'hash ?oil',
  'hashish',
  'kief',
  'rosin',
  'live resin',
  'shatter',
  'distillates?',
  'concentrates',
  'tinctures?',
  'cartridges?',
  'stoned',
  'stoners?',
  'get(?:ting)? high',
  '420[- ]friendly',
  '(?:420|4[:/]20|710) (?:specials?|deals?|sales?)',
  'dispensar(?:y|ies)',
]

const SPANISH = [
  '(?<!tienda de )comestibles?',
  'gomitas?',
  'gominolas?',
  'vape(?:o|ador|adores|ar)',
  'vaporizador(?:es)?',
  'flor(?:es)?',
  'cogollos?',
  'porros?',
  'canutos?',
  'churros de mota',
  'mota',
  'hierba',
  'yerba(?! (?:buena|mate))',
  'canamo',
  'hachis',
  'cepas?',
  'tinturas?',
  'concentrados',
  'cartuchos?',
  'dispensarios?',
  'pre[- ]?r+olados?',
]

export const WORDS = [...ENGLISH, ...SPANISH, ...STRAINS]

/** Signs that stand for the goods. */
export const SIGNS = ['🍁', '🍂', '🌿', '🍃', '🍀', '☘', '🌱', '🪴', '🥬', '🥦', '🚬', '💨']
