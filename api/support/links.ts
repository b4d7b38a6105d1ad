import type { Database } from '../../db/open.ts'
import { linksOfOrder } from '../../db/links.ts'
import { findOrder } from '../../db/orders.ts'
import type { Staff } from '../../db/staff.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import type { OrderKey } from '../live/bus.ts'
import type { Clock, Random } from '../ports.ts'
import { notFound } from '../problem.ts'
import type { RecordEvent } from '../record.ts'

/** What staff may do about an order's links: take one back, put one in the place of all, show its map again. */
export type LinkAct = { act: 'revoke' | 'open-map'; linkId: string } | { act: 'renew' }

/** Gives the address of a new link, known to nobody else; undefined where none was asked for. */
export type ActOnLinks = (staff: Staff, orderId: string, act: LinkAct) => Promise<string | undefined>

type Issue = (order: OrderKey, to: 'staff', by: string) => Promise<{ url: string }>
type Deps = { db: Database; record: RecordEvent; issue: Issue; clock: Clock; random: Random }

export function createActOnLinks({ db, record, issue, clock, random }: Deps): ActOnLinks {
  return async ({ id: by, dispensaryId }, orderId, asked) => {
    const order = { dispensaryId, orderId }
    const tell = async (event: DoorstepEvent<'link.revoked' | 'link.cleared'>): Promise<void> => {
      const eventId = `${event.type}:${event.data.linkId}:${Buffer.from(random(8)).toString('hex')}`
      await record({ dispensaryId, source: 'doorstep/support', eventId, event })
    }
    const known = await linksOfOrder(db, order)
    if (asked.act === 'renew') {
      const found = (await findOrder(db, dispensaryId, orderId))?.state
      if (!found || found.forgottenAt !== undefined) throw notFound()
      for (const { id: linkId, revokedAt } of known)
        if (revokedAt === null) await tell({ type: 'link.revoked', time: clock(), data: { orderId, linkId, by } })
      return (await issue(order, 'staff', by)).url
    }
    const { linkId } = asked
    const link = known.find(({ id }) => id === linkId)
    if (!link || link.revokedAt !== null) throw notFound()
    const type = asked.act === 'revoke' ? 'link.revoked' : 'link.cleared'
    await tell({ type, time: clock(), data: { orderId, linkId, by } })
    return undefined
  }
}
