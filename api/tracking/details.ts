import { findDriverName } from '../../db/contacts.ts'
import type { Database } from '../../db/open.ts'
import { findRoute } from '../../db/routes.ts'
import type { Contacts } from '../contacts.ts'
import type { DetailsDenied, OrderDetails } from '../contract-page.ts'
import { isClosedTo, MOST_DENIED } from '../domain/customer.ts'
import { minutes } from '../domain/time.ts'
import type { Clock, Random } from '../ports.ts'
import type { RecordEvent } from '../record.ts'
import { sameSecret } from '../secrets.ts'
import type { Situation } from './acts.ts'
import type { OpenedLink } from './links.ts'
import { situationOf } from './perform.ts'
import { createTries } from './tries.ts'

export type OpenDetails = (
  link: OpenedLink,
  digits: string,
  network: string,
) => Promise<{ details: OrderDetails } | { denied: DetailsDenied }>
type Deps = { db: Database; contacts: Contacts; record: RecordEvent; clock: Clock; random: Random }

/** Wrong digits that a network may name, for all its links together. */
const NETWORK_WITHIN = minutes(15)

/**
 * Shows what a stranger with the link must not know, to whoever names the last four digits of the phone. The answer is
 * the proof: nothing is handed out that would open the details again. Wrong tries are rows of the trail, refused by the
 * one door after the fifth of a link, so that neither many at once nor a new start of the process brings more.
 */
export function createDetails({ db, contacts, record, clock, random }: Deps): OpenDetails {
  const tries = createTries(MOST_DENIED, NETWORK_WITHIN, clock)

  return async (link, digits, network) => {
    const situation = await situationOf({ db, contacts }, link)
    const { order, contact } = situation
    const { linkId, dispensaryId, orderId } = link
    if (isClosedTo(order, linkId)) return { denied: { why: 'closed' } }
    if (tries.left(network) === 0) return { denied: { why: 'network' } }
    if (contact.phone === undefined) return { denied: { why: 'no-phone' } }
    if (!/^\d{4}$/.test(digits)) return { denied: { why: 'no-digits' } }
    const isRight = sameSecret(contact.phone.slice(-4), digits)
    if (!isRight) tries.note(network)
    const type = isRight ? 'details.opened' : 'details.denied'
    const eventId = `${type}:${linkId}:${Buffer.from(random(8)).toString('hex')}`
    const event = { type, time: clock(), data: { orderId, linkId } } as const
    const { result } = await record({ dispensaryId, source: 'doorstep/page', eventId, event })
    if (result === 'refused') return { denied: { why: 'closed' } }
    if (isRight) return { details: await detailsOf(db, situation) }
    const after = await situationOf({ db, contacts }, link)
    if (isClosedTo(after.order, linkId)) return { denied: { why: 'closed' } }
    const left = Math.min(MOST_DENIED - (after.order.denied?.[linkId] ?? 0), tries.left(network))
    return { denied: left > 0 ? { why: 'wrong', left } : { why: 'network' } }
  }
}

async function detailsOf(db: Database, { order, contact, dispensary }: Situation): Promise<OrderDetails> {
  const { routeId, reachedAt, idChecked = null, totalCents = null, payment = null } = order
  const route = routeId === undefined ? undefined : (await findRoute(db, dispensary.id, routeId))?.state
  const driver = (route && (await findDriverName(db, dispensary.id, route.driverId))) ?? null
  const at = reachedAt.delivered
  return {
    address: contact.address ?? null,
    ...{ totalCents, payment },
    note: contact.note || null,
    handoff: at === undefined ? null : { at: new Date(at).toISOString(), idChecked, driver },
  }
}
