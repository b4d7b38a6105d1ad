import { findDispensary } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { findMessage, lostMessages, messagesOfOrder, type OutboxRow } from '../../db/outbox.ts'
import { findOrder, findOrders } from '../../db/orders.ts'
import { repliesSince } from '../../db/replies.ts'
import type { Staff } from '../../db/staff.ts'
import type { FailedMessage, SupportMessages } from '../contract-messages.ts'
import type { Dispensary } from '../domain/dispensary.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { isOver } from '../domain/link.ts'
import { mayBeHad, renewed } from '../domain/notification.ts'
import type { Order } from '../domain/order.ts'
import { hours, type Instant } from '../domain/time.ts'
import { NOBODY, nextName, onMessage, tellsTheSame } from '../evolve-messages.ts'
import type { Clock, Random } from '../ports.ts'
import { notFound } from '../problem.ts'
import type { RecordEvent } from '../record.ts'
import type { Strangers } from '../strangers.ts'

export type Messages = {
  /** The messages of the staff's own dispensary that went nowhere lately. Every look leaves a trace. */
  view: (staff: Staff) => Promise<SupportMessages>
  /** Has one that failed sent again, if it is still true. @throws Problem where the dispensary has no such message */
  renew: (staff: Staff, id: string) => Promise<void>
}
type Deps = { db: Database; record: RecordEvent; strangers: Pick<Strangers, 'since'>; clock: Clock; random: Random }

const LATELY = hours(24 * 7)
const MOST = 200
/** Dropped by us, so that nobody got what they should have; not what was no longer so, or no longer wanted. */
const LOST_BY_US = ['too-late', 'copy-rules', 'not-attested', NOBODY]

export function createMessages({ db, record, strangers, clock, random }: Deps): Messages {
  async function tell({ dispensaryId }: Staff, event: DoorstepEvent): Promise<void> {
    const eventId = `${event.type}:${Buffer.from(random(8)).toString('hex')}`
    await record({ dispensaryId, source: 'doorstep/support', eventId, event })
  }

  async function present(row: OutboxRow, dispensary: Dispensary, now: Instant): Promise<FailedMessage[]> {
    const order = (await findOrder(db, row.dispensaryId, row.orderId))?.state
    if (!order) return []
    const others = await messagesOfOrder(db, row.dispensaryId, row.orderId)
    const { id, orderId, kind, channel, settledAt, reason, trouble } = row
    const toldBy =
      others.find((other) => other.id !== id && tellsTheSame(other, row) && mayBeHad(other))?.channel ?? null
    return [
      {
        ...{ id, orderId, kind, channel, number: order.number, milestone: order.milestone },
        at: new Date(settledAt ?? row.plannedAt).toISOString(),
        ...{ reason: reason ?? 'unknown', trouble },
        toldBy,
        mayRenew: toldBy === null && !isOver(order, dispensary, now) && mayRenew(row, others, order, now),
      },
    ]
  }

  async function repliesTo({ dispensaryId }: Staff, now: Instant): Promise<SupportMessages['replies']> {
    const rows = await repliesSince(db, dispensaryId, now - LATELY, MOST)
    const orders = await findOrders(db, dispensaryId, [...new Set(rows.map(({ orderId }) => orderId))])
    const numbers = new Map(orders.map(({ id, number }) => [id, number]))
    return rows.flatMap(({ orderId, channel, at }) => {
      const number = numbers.get(orderId)
      return number === undefined ? [] : [{ number, channel, at: new Date(at).toISOString() }]
    })
  }

  return {
    view: async (staff) => {
      const now = clock()
      await tell(staff, { type: 'staff.viewed-messages', time: now, data: { staffId: staff.id } })
      const dispensary = await findDispensary(db, staff.dispensaryId)
      if (!dispensary) throw notFound()
      const rows = await lostMessages(db, staff.dispensaryId, now - LATELY, LOST_BY_US, MOST)
      const failed = (await Promise.all(rows.map((row) => present(row, dispensary, now)))).flat()
      const unknown = await strangers.since(staff.dispensaryId, now - LATELY, MOST)
      return {
        ...{ asOf: new Date(now).toISOString(), failed, replies: await repliesTo(staff, now) },
        strangers: unknown.map(({ phone, words, at }) => ({ phone, words, at: new Date(at).toISOString() })),
      }
    },

    renew: async (staff, id) => {
      const row = await findMessage(db, id)
      if (row?.dispensaryId !== staff.dispensaryId) throw notFound()
      const data = { ...onMessage(row), staffId: staff.id }
      await tell(staff, { type: 'notification.renewed', time: clock(), data })
    },
  }
}

const mayRenew = (row: OutboxRow, others: OutboxRow[], order: Order, now: Instant): boolean =>
  renewed(row, order, now) !== undefined && !others.some(({ id }) => id === nextName(row.id))
