import type { Database } from '../../db/open.ts'
import { optOutsOf } from '../../db/opt-outs.ts'
import { findOrder, findOrders } from '../../db/orders.ts'
import type { Staff } from '../../db/staff.ts'
import type { Contacts, Wish } from '../contacts.ts'
import type { Contact } from '../domain/contact.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { isFinal } from '../domain/milestone.ts'
import { CHANNELS, type Channel } from '../domain/notification.ts'
import type { Order } from '../domain/order.ts'
import type { Clock, Random } from '../ports.ts'
import { notFound } from '../problem.ts'
import type { RecordEvent } from '../record.ts'

/**
 * What a customer has staff do, by whatever means they asked for it: stop messages, of this order or of everything from
 * this store; or take back what staff stopped, and nothing that was stopped otherwise.
 */
export type StopAct = { channel: Channel | 'all' } & ({ act: 'stop'; scope: 'order' | 'everywhere' } | { act: 'allow' })
export type ActOnStops = (staff: Staff, orderId: string, act: StopAct) => Promise<void>

type Deps = {
  db: Database
  record: RecordEvent
  contacts: Pick<Contacts, 'find' | 'ordersOf'>
  clock: Clock
  random: Random
}

/** Why staff allow messages again: only they themselves had stopped them. */
const TAKEN_BACK = 'staff-stop-taken-back'

export function createActOnStops({ db, record, contacts, clock, random }: Deps): ActOnStops {
  return async ({ id: by, dispensaryId }, orderId, asked) => {
    const order = (await findOrder(db, dispensaryId, orderId))?.state
    if (!order || order.forgottenAt !== undefined) throw notFound()
    const contact = await contacts.find({ dispensaryId, orderId })

    /** This order, and the open ones of whoever has its phone or its address; an address may serve for many. */
    async function ordersOn(channel: Channel): Promise<Order[]> {
      const { phone, email } = contact
      const who = channel === 'email' ? { ...(email && { email }) } : { ...(phone && { phone }) }
      const others = await findOrders(db, dispensaryId, await contacts.ordersOf(dispensaryId, who))
      return [order as Order, ...others.filter(({ id, milestone }) => id !== orderId && !isFinal(milestone))]
    }

    async function tell(event: DoorstepEvent<'consent.given' | 'consent.withdrawn'>, wish?: Wish): Promise<void> {
      const eventId = `${event.type}:${Buffer.from(random(8)).toString('hex')}`
      const told = { dispensaryId, source: 'doorstep/support', eventId, event }
      await record(wish ? { ...told, attached: { wish } } : told)
    }

    async function stop(channel: Channel, scope: 'order' | 'everywhere'): Promise<void> {
      const everywhere = (await optOutsOf(db, { dispensaryId, orderId })).some((one) => isStaffs(one, channel))
      for (const { id, optedOut = [] } of scope === 'order' ? [order as Order] : await ordersOn(channel)) {
        const isSaid = optedOut.some((one) => isStaffs(one, channel))
        if (isSaid && (scope === 'order' || everywhere || channel === 'web-push')) continue
        const data = { orderId: id, channel, source: 'staff', scope, by } as const
        const wish = scope === 'everywhere' && id === orderId ? wishOn(channel, true, contact) : undefined
        await tell({ type: 'consent.withdrawn', time: clock(), data }, wish)
      }
    }

    async function allow(channel: Channel): Promise<void> {
      const everywhere = (await optOutsOf(db, { dispensaryId, orderId })).some((one) => isStaffs(one, channel))
      for (const { id, optedOut = [] } of everywhere ? await ordersOn(channel) : [order as Order]) {
        const lifts = everywhere && id === orderId
        if (!lifts && !optedOut.some((one) => isStaffs(one, channel))) continue
        const data = { orderId: id, channel, source: 'staff', wording: TAKEN_BACK, by } as const
        await tell({ type: 'consent.given', time: clock(), data }, lifts ? wishOn(channel, false, contact) : undefined)
      }
    }

    for (const channel of CHANNELS) {
      if (asked.channel !== 'all' && asked.channel !== channel) continue
      await (asked.act === 'stop' ? stop(channel, asked.scope) : allow(channel))
    }
  }
}

const isStaffs = (one: { channel: Channel; source: string }, channel: Channel): boolean =>
  one.channel === channel && one.source === 'staff'

/** In force for every order of theirs; a device belongs to one order. */
function wishOn(channel: Channel, stops: boolean, { phone, email }: Contact): Wish | undefined {
  if (channel === 'web-push') return undefined
  return {
    channel,
    stops,
    source: 'staff',
    ...(phone !== undefined && { phone }),
    ...(email !== undefined && { email }),
  }
}
