import { findDispensary } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { optOutsOf } from '../../db/opt-outs.ts'
import { findOrder } from '../../db/orders.ts'
import type { Contacts } from '../contacts.ts'
import type { CustomerAct } from '../contract-page.ts'
import { isChosen } from '../domain/consent.ts'
import { minutes } from '../domain/time.ts'
import type { OrderKey } from '../live/bus.ts'
import type { Clock, Random } from '../ports.ts'
import { notFound, Problem } from '../problem.ts'
import type { RecordEvent } from '../record.ts'
import { doneBy, type Situation } from './acts.ts'
import type { OpenedLink } from './links.ts'
import { createTries } from './tries.ts'

export type Perform = (link: OpenedLink, act: CustomerAct, input: unknown) => Promise<void>
type Deps = { db: Database; contacts: Contacts; record: RecordEvent; clock: Clock; random: Random }

/** More than any customer does, and few enough to leave the trail readable. */
const MOST_ACTS = 40
const ACTS_WITHIN = minutes(15)

/** Writes down what a customer does on their page. */
export function createPerform({ db, contacts, record, clock, random }: Deps): Perform {
  const tries = createTries(MOST_ACTS, ACTS_WITHIN, clock)

  return async (link, act, input) => {
    if (tries.left(link.linkId) === 0) throw new Problem(429, 'Too much at once', { headers: { 'retry-after': '900' } })
    tries.note(link.linkId)
    const { dispensaryId, orderId } = link
    for (const { event, kept, wish } of doneBy(act, input, await situationOf({ db, contacts }, link), clock())) {
      const eventId = `${event.type}:${orderId}:${Buffer.from(random(8)).toString('hex')}`
      const attached = (kept ?? wish) && { ...(kept && { contacts: { [orderId]: kept } }), ...(wish && { wish }) }
      const told = { dispensaryId, source: 'doorstep/page', eventId, event }
      await record(attached ? { ...told, attached } : told)
    }
  }
}

export type Unsubscribe = (order: OrderKey) => Promise<void>

/** No e-mail of the dispensary any more, whatever the order; heard twice it is one wish. */
export function createUnsubscribe({ db, contacts, record, clock }: Omit<Deps, 'random'>): Unsubscribe {
  return async ({ dispensaryId, orderId }) => {
    const { contact, stopped } = await situationOf({ db, contacts }, { dispensaryId, orderId })
    if (stopped.some((one) => one.channel === 'email' && isChosen(one))) return
    const time = clock()
    const data = { orderId, channel: 'email', source: 'email', scope: 'everywhere' } as const
    await record({
      ...{ dispensaryId, source: 'doorstep/page', eventId: `unsubscribed:${orderId}:${time}` },
      event: { type: 'consent.withdrawn', time, data },
      ...(contact.email !== undefined && {
        attached: { wish: { channel: 'email', stops: true, source: 'email', email: contact.email } },
      }),
    })
  }
}

type Known = { db: Database; contacts: Contacts }

export async function situationOf({ db, contacts }: Known, { dispensaryId, orderId }: OrderKey): Promise<Situation> {
  const order = (await findOrder(db, dispensaryId, orderId))?.state
  const dispensary = await findDispensary(db, dispensaryId)
  if (!order || !dispensary) throw notFound()
  const stopped = await optOutsOf(db, { dispensaryId, orderId })
  return { order, dispensary, stopped, contact: await contacts.find({ dispensaryId, orderId }) }
}
