import { allDispensaries } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { findOrders } from '../../db/orders.ts'
import { helpText } from '../../templates/help.ts'
import type { Contacts } from '../contacts.ts'
import type { TextNumber } from '../domain/consent.ts'
import type { Dispensary } from '../domain/dispensary.ts'
import { isFinal } from '../domain/milestone.ts'
import type { Order } from '../domain/order.ts'
import type { Clock, Heard } from '../ports.ts'
import type { RecordEvent } from '../record.ts'

type Text = Extract<Heard, { what: 'text' }>
/**
 * Takes what somebody texted to us; gives what they are to be answered, if anything.
 * @param only the one dispensary whose number it came to
 */
export type TakeText = (text: Text, only?: string) => Promise<string | undefined>

type Deps = { db: Database; record: RecordEvent; contacts: Pick<Contacts, 'find' | 'ordersOf'>; clock: Clock }
/** A dispensary and this person's orders with it, the last first. */
type Known = { dispensary: Dispensary; orders: Order[] }

const SOURCE = 'doorstep/texts'
const receivedAt = ({ reachedAt }: Order): number => reachedAt.received ?? 0

/**
 * Texts come to one number for all dispensaries. STOP and START count for all of them, for the number is what was
 * written to; anything else is for the store whose order the person waits for, and goes to its staff.
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

  /** First the wish itself, in force from then on; then, for the proof, each order that it concerns. */
  async function heed(
    { id, from, words, wish }: Text & { wish: 'stop' | 'start' },
    known: Known[],
    number: TextNumber,
  ): Promise<void> {
    const said = { source: 'text', number } as const
    const time = clock()
    for (const { dispensary, orders } of known) {
      const dispensaryId = dispensary.id
      if (orders.length === 0 && !dispensary.smsAttestation) continue
      const [last] = orders
      await record({
        ...{ dispensaryId, source: SOURCE, eventId: `text:${id}` },
        event: {
          ...{ type: 'reply.received', time },
          data: { replyId: id, channel: 'sms', wish, ...(last && { orderId: last.id }) },
        },
        attached: { wish: { channel: 'sms', ...said, phone: from, stops: wish === 'stop' } },
      })
      for (const order of orders.filter((one) => one === last || !isFinal(one.milestone))) {
        const on = { orderId: order.id, channel: 'sms', ...said } as const
        const event =
          wish === 'stop'
            ? ({ type: 'consent.withdrawn', time, data: { ...on, scope: 'everywhere' } } as const)
            : ({
                type: 'consent.given',
                time,
                data: {
                  ...on,
                  wording: `texted-${words
                    .trim()
                    .toLowerCase()
                    .slice(0, 20)
                    .replace(/[^a-z]+/g, '-')}`,
                },
              } as const)
        await record({ dispensaryId, source: SOURCE, eventId: `text:${id}:${order.id}`, event })
      }
    }
  }

  return async (text, only) => {
    const known = await knownBy(text.from, only)
    const { id, words, wish } = text
    if (wish === 'stop' || wish === 'start') {
      await heed({ ...text, wish }, known, only === undefined ? 'common' : 'own')
      return undefined
    }
    const waiting = known.flatMap(({ dispensary, orders }) => orders.map((order) => ({ dispensary, order })))
    const isOpen = ({ order }: (typeof waiting)[number]): boolean => !isFinal(order.milestone)
    const [meant] = waiting.sort(
      (a, b) => Number(isOpen(b)) - Number(isOpen(a)) || receivedAt(b.order) - receivedAt(a.order),
    )
    if (!meant || meant.order.forgottenAt !== undefined) return undefined
    const { dispensary, order } = meant
    await record({
      ...{ dispensaryId: dispensary.id, source: SOURCE, eventId: `text:${id}` },
      event: {
        ...{ type: 'reply.received', time: clock() },
        data: { replyId: id, channel: 'sms', orderId: order.id, ...(wish && { wish }) },
      },
      attached: { reply: { orderId: order.id, replyId: id, channel: 'sms', words } },
    })
    if (wish !== 'help') return undefined
    const { locale = 'en' } = await contacts.find({ dispensaryId: dispensary.id, orderId: order.id })
    return helpText(dispensary, locale)
  }
}
