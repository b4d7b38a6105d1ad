import { folded } from './fold.ts'
import { FAMILY, GIVEN } from './names.ts'
import { PLACEHOLDER } from './wording.ts'

const wordsIn = (list: string): Set<string> => new Set(list.trim().split(/\s+/))
const given = wordsIn(GIVEN)
const family = wordsIn(FAMILY)

const titles = wordsIn('mr mrs ms miss mx dr dra sr sra srta don dona senor senora senorita')
const particles = wordsIn('de del la las los da di van von der')
/** San Francisco is no Francisco. */
const places = wordsIn('san santa santo st saint los las new fort port lake mount north south east west el nuevo nueva')

/** What stands before somebody who is asked for, sent to or signing. */
const ASKED =
  /(?<!\p{L})(?:(?:ask|look|order|package|delivery) for|(?:speak|talk) (?:to|with)|attn|signed by|on behalf of|name is|i am|i'm|(?:delivered|handed|given) to|(?:pedido|paquete|entrega) (?:de|para)|pregunt[ea] por|pida por|habl[ea] con|llam[ea] a|avis[ea] a|busque a|soy|llamo|nombre (?:de|es)|firmado por|entregado a|atencion):? $/iu

/** Capitals that a store writes and that are nobody's name. */
const everyday = wordsIn(`
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
november december christmas thanksgiving halloween easter memorial labor independence veterans presidents new year years eve
day week weekend night morning afternoon evening today tonight tomorrow now black cyber super bowl happy holiday holidays
lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre
noviembre diciembre navidad nochebuena ano nuevo dia dias noche tarde semana santa pascua reyes muertos madres padres gracias
a an the and or of in on at to by with from is are was will be has have had can may must please thank thanks your you our we
us my me i it its this that these those all any each every next last first second one two here there when where while if no
not only free more most best how what who why as so
un una el la los las y o de del en al con por para su sus nuestro nuestra es son fue sera que quien cuando donde si no ya muy
mas mejor este esta estos estas todo toda todos todas usted ustedes favor
order orders pickup delivery deliveries driver drivers door doors gate gates code store stores shop team crew staff desk front
back main side entrance entry exit lobby lot parking garage building tower floor level unit reception security office manager
management host customer customers client guest guests member members service services support care help line hours window
arrival status update updates tracking page link id ids photo government card identification signature name number phone text
call message messages sms email reply stop start yes ok pm am vip express priority special rewards points loyalty survey
feedback review questions question details info information directions instructions market goods provisions wellness collective
company co inc llc street avenue road city county state park beach hill hills heights valley bay square plaza center centre
mall station airport hotel club north south east west left right open closed ready outside inside upstairs downstairs nearby
soon later early late pedido pedidos entrega entregas repartidor puerta portal porton codigo tienda equipo recepcion entrada
salida estacionamiento edificio torre piso oficina gerente servicio servicios cliente clientes atencion apoyo ayuda horario
hora horas ventana llegada estado pagina enlace identificacion oficial foto firma nombre numero telefono mensaje mensajes norte
sur este oeste centro playa plaza calle avenida
`)

const HOLIDAYS = /martin luther king(?: jr)?|cesar chavez|benito juarez|san patricio/giu
/** Stands for `{driver}`, after which a surname may not follow either. */
const SOME_DRIVER = 'Sam'
const WORD = /\p{L}[\p{L}'-]*/gu
const isCapital = (word: string): boolean => /^\p{Lu}[\p{L}']/u.test(word)
type Word = { text: string; low: string; from: number; to: number }

/**
 * A whole name in a sentence that a store wrote: a given name with a family name, or two capitals in a row where somebody is
 * asked for. A given name alone may stand, and so may the store's own name.
 */
export function fullNameIn(sentence: string, store: string): string | undefined {
  const own = folded(store).bare.trim().toLowerCase()
  const said = sentence.replace(PLACEHOLDER, (_, name: string) => (name === 'driver' ? SOME_DRIVER : '|'))
  const apart = folded(said).bare.replace(/(?<=\p{Ll})-?(?=\p{Lu})|(?<=\p{L})-(?=\p{L})/gu, ' ')
  const bare = apart.replace(HOLIDAYS, '|')
  const text = own === '' ? bare : without(bare, own)
  const words = [...text.matchAll(WORD)].map(
    ({ 0: word, index }): Word => ({ text: word, low: word.toLowerCase(), from: index, to: index + word.length }),
  )
  const isHeadline = isTitled(words)
  for (const [index, first] of words.entries()) {
    const second = nextName(text, words, index)
    if (second && isWhole(text, words[index - 1], first, second, isHeadline)) {
      const found = text.slice(first.from, second.to)
      return sentence.includes(SOME_DRIVER) ? found : found.replace(SOME_DRIVER, '{driver}')
    }
  }
  return undefined
}

/** The next word of what may be a name, over particles and initials; nothing where something else stands between. */
function nextName(text: string, words: Word[], index: number): Word | undefined {
  let before = words[index]
  for (const word of words.slice(index + 1, index + 5)) {
    const mayEnd = before && (titles.has(before.low) || before.text.length === 1)
    if (!before || !(mayEnd ? /^\.? ?$/ : /^ $/).test(text.slice(before.to, word.from))) return undefined
    if (!particles.has(word.low) && !/^\p{Lu}$/u.test(word.text)) return word
    before = word
  }
  return undefined
}

function isWhole(text: string, before: Word | undefined, first: Word, second: Word, isHeadline: boolean): boolean {
  const isPlace = before !== undefined && places.has(before.low)
  const isGiven = given.has(first.low) && !isPlace
  if (isGiven && family.has(second.low)) return true
  const isInitial = /^\p{Lu}\.$/u.test(text.slice(first.from, first.to + 1))
  if (isInitial && family.has(second.low)) return true
  const areCapitals = isCapital(first.text) && isCapital(second.text)
  // Juan Carlos is a first name.
  const isFirstName = given.has(first.low) && given.has(second.low)
  if (!areCapitals || isFirstName || everyday.has(second.low) || /^[^\p{Ll}]+$/u.test(text)) return false
  if (isGiven) return true
  if (everyday.has(first.low) || places.has(first.low)) return false
  if (before && titles.has(before.low)) return true
  // `For Apple Wallet` is nobody, `for Aurelio Morales` is.
  if (family.has(second.low) && before && /^(?:for|para|con|with|by|por)$/.test(before.low)) return true
  return !isHeadline && ASKED.test(text.slice(0, first.from))
}

/** Where nearly every word has a capital, a capital says nothing. */
function isTitled(words: Word[]): boolean {
  const long = words.filter(({ low }) => low.length > 3)
  return long.length > 4 && long.filter(({ text }) => isCapital(text)).length > long.length * 0.8
}

function without(text: string, own: string): string {
  let rest = text
  for (let at = rest.toLowerCase().indexOf(own); at >= 0; at = rest.toLowerCase().indexOf(own))
    rest = `${rest.slice(0, at)}|${rest.slice(at + own.length)}`
  return rest
}
