import { allDispensaries } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { findOrders } from '../../db/orders.ts'
import { helpOfNobody, helpText } from '../../templates/help.ts'
import type { Attached } from '../attached.ts'
import type { Contacts } from '../contacts.ts'
import { takesBack, type Said } from '../domain/consent.ts'
import type { Dispensary } from '../domain/dispensary.ts'
import { isFinal } from '../domain/milestone.ts'
import type { Order } from '../domain/order.ts'
import { codeOfText, isInSpanish, isPlainStart, type TextWish } from '../domain/text-wish.ts'
import type { Clock, Heard } from '../ports.ts'
import type { RecordEvent } from '../record.ts'

type Text = Extract<Heard, { what: 'text' }>
/**
 * Takes what somebody texted to us; gives what they are to be answered, if anything.
 * @param only the one dispensary whose number it came to
 */
export type TakeText = (text: Text, only?: string) => Promise<string | undefined>

type Deps = {
  db: Database
  record: RecordEvent
  contacts: Pick<Contacts, 'find' | 'ordersOf' | 'stoppedTexts'>
  clock: Clock
}
/** A dispensary and this person's orders with it, the last first. */
type Known = { dispensary: Dispensary; orders: Order[] }
type Meant = { dispensary: Dispensary; order: Order }

const SOURCE = 'doorstep/texts'
const receivedAt = ({ reachedAt }: Order): number => reachedAt.received ?? 0

/**
 * Texts come to one number for all dispensaries, or to one's own. STOP and START count for all whose number it is;
 * anything else is for the store whose order the person waits for, and goes to its staff.
 */
export function createTakeText({ db, record, contacts, clock }: Deps): TakeText {
  async function knownBy(phone: string, only: string | undefined): Promise<Known[]> {
    const known: Known[] = []
    for (const dispensary of await allDispensaries(db)) {
      if (only !== undefined && dispensary.id !== only) continue
      const orders = await findOrders(db, dispensary.id, await contacts.ordersOf(dispensary.id, { phone }))
      known.push({ dispensary, orders: orders.sort((a, b) => receivedAt(b) - receivedAt(a)) })
    }
    return known
  }

  async function tell(dispensaryId: string, { id }: Text, order: Order | undefined, more: More): Promise<void> {
    const { wish, attached } = more
    const data = { replyId: id, channel: 'sms', ...(wish && { wish }), ...(order && { orderId: order.id }) } as const
    const event = { type: 'reply.received', time: clock(), data } as const
    await record({ dispensaryId, source: SOURCE, eventId: `text:${id}`, event, attached })
  }

  /** First the wish itself, in force from then on; then, for the proof, each order that it concerns. */
  async function heed(text: Text, wish: 'stop' | 'start', { dispensary, orders }: Known, said: Said, its: Attached) {
    const dispensaryId = dispensary.id
    const { id, from, words } = text
    const [last] = orders
    const order = orders.find((one) => one.id === its.reply?.orderId) ?? last
    const attached = { ...its, wish: { channel: 'sms', ...said, phone: from, stops: wish === 'stop' } } as const
    await tell(dispensaryId, text, order, { wish, attached })
    const time = clock()
    for (const { id: orderId } of orders.filter((one) => one === last || !isFinal(one.milestone))) {
      const on = { orderId, channel: 'sms', ...said } as const
      const event =
        wish === 'stop'
          ? ({ type: 'consent.withdrawn', time, data: { ...on, scope: 'everywhere' } } as const)
          : ({ type: 'consent.given', time, data: { ...on, wording: codeOfText(words) } } as const)
      await record({ dispensaryId, source: SOURCE, eventId: `text:${id}:${orderId}`, event })
    }
  }

  /** Of a store that texts nobody and has nobody of this number, nothing is stopped. */
  async function stop(text: Text, known: Known[], said: Said): Promise<void> {
    for (const one of known)
      if (one.orders.length > 0 || one.dispensary.smsAttestation || said.number === 'own')
        await heed(text, 'stop', one, said, {})
  }

  /**
   * Where something was stopped by a text to this number it begins again. A bare yes may be for the driver: their staff
   * read it too, and where nothing was stopped it is that alone.
   */
  async function start(text: Text, known: Known[], said: Said, meant: Meant | undefined): Promise<void> {
    const isPlain = isPlainStart(text.words)
    for (const one of known) {
      const { id } = one.dispensary
      const stopped = await contacts.stoppedTexts(id, text.from)
      const lifts = stopped.some((by) => takesBack(said, by))
      const reply = !isPlain && meant?.dispensary.id === id ? { reply: replyOf(text, meant.order) } : {}
      if (lifts || (isPlain && one.orders.length > 0)) await heed(text, 'start', one, said, reply)
      else if (reply.reply) await tell(id, text, meant?.order, { attached: reply })
    }
  }

  return async (text, only) => {
    const known = await knownBy(text.from, only)
    const said = { source: 'text', number: only === undefined ? 'common' : 'own' } as const
    const { id, from, words, wish } = text
    const meant = meantBy(known)
    if (wish === 'stop') await stop(text, known, said)
    if (wish === 'start') await start(text, known, said, meant)
    if (wish === 'stop' || wish === 'start') return undefined
    if (meant) {
      const { dispensary, order } = meant
      await tell(dispensary.id, text, order, { wish, attached: { reply: replyOf(text, order) } })
      if (wish !== 'help') return undefined
      const { locale = 'en' } = await contacts.find({ dispensaryId: dispensary.id, orderId: order.id })
      return helpText(dispensary, locale)
    }
    const locale = isInSpanish(words) ? 'es' : 'en'
    const [store] = known
    // To the number that all share nobody can tell whose staff are to read it.
    if (only === undefined || !store) return wish === 'help' ? helpOfNobody(locale) : undefined
    const { dispensary } = store
    await tell(dispensary.id, text, undefined, { wish, attached: { stranger: { replyId: id, phone: from, words } } })
    return wish === 'help' ? helpText(dispensary, locale) : undefined
  }
}

type More = { wish?: TextWish | undefined; attached: Attached }

const replyOf = ({ id, words }: Text, { id: orderId }: Order): Attached['reply'] & object => ({
  ...{ orderId, replyId: id, channel: 'sms', words },
})

/** The open order that came last, or else the last one; of a customer who is still known. */
function meantBy(known: Known[]): Meant | undefined {
  const all = known.flatMap(({ dispensary, orders }) => orders.map((order) => ({ dispensary, order })))
  const isOpen = ({ order }: Meant): boolean => !isFinal(order.milestone)
  const [meant] = all.sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || receivedAt(b.order) - receivedAt(a.order))
  return meant?.order.forgottenAt === undefined ? meant : undefined
}
