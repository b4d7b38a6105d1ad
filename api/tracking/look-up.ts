import { findDispensary } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { findOrdersByNumber } from '../../db/orders.ts'
import type { Contacts } from '../contacts.ts'
import type { LookUpAsked } from '../contract-page.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { isOver } from '../domain/link.ts'
import type { Order } from '../domain/order.ts'
import { minutes } from '../domain/time.ts'
import type { Clock, Random } from '../ports.ts'
import { notFound, Problem } from '../problem.ts'
import type { RecordEvent } from '../record.ts'
import { sameSecret } from '../secrets.ts'
import type { IssuedLink, Links } from './links.ts'
import { createTries } from './tries.ts'

/** A link to the order of that number, for whoever names the last four digits of its phone. @throws Problem 404, 429 */
export type LookUpOwn = (asked: LookUpAsked, network: string) => Promise<IssuedLink>
type Deps = { db: Database; contacts: Contacts; links: Links; record: RecordEvent; clock: Clock; random: Random }

const WITHIN = minutes(15)
const MOST_OF_A_NETWORK = 5
/** Numbers that do not exist grow the trail as well, from however many networks they come. */
const MOST_OF_A_DISPENSARY = 300

/**
 * What a customer knows who has lost the link. Every try is a row of the trail, of its order where there is one, and the
 * one door refuses more than a few wrong ones. Unknown, wrong, refused and over are all the same answer.
 */
export function createLookUpOwn({ db, contacts, links, record, clock, random }: Deps): LookUpOwn {
  const ofNetworks = createTries(MOST_OF_A_NETWORK, WITHIN, clock)
  const ofDispensaries = createTries(MOST_OF_A_DISPENSARY, WITHIN, clock)

  return async ({ dispensary: dispensaryId, number, digits }, network) => {
    if (ofNetworks.left(network) === 0 || ofDispensaries.left(dispensaryId) === 0)
      throw new Problem(429, 'Too many tries', { headers: { 'retry-after': String(WITHIN / 1_000) } })
    const dispensary = await findDispensary(db, dispensaryId)
    const orders = dispensary ? await findOrdersByNumber(db, dispensaryId, number) : []
    const named = orders.filter((order) => !isOver(order, dispensary ?? {}, clock()))
    const own = await whoseDigits(dispensaryId, named, digits)
    if (own && (await told(dispensaryId, 'look-up.opened', own)))
      return links.issue({ dispensaryId, orderId: own.id }, 'customer')
    if (!own && dispensary) await told(dispensaryId, 'look-up.denied', named[0])
    ofNetworks.note(network)
    ofDispensaries.note(dispensaryId)
    throw notFound()
  }

  async function whoseDigits(dispensaryId: string, orders: Order[], digits: string): Promise<Order | undefined> {
    for (const order of orders) {
      const { phone } = await contacts.find({ dispensaryId, orderId: order.id })
      if (phone !== undefined && sameSecret(phone.slice(-4), digits)) return order
    }
    return undefined
  }

  /** @returns whether the door took it */
  async function told(
    dispensaryId: string,
    type: 'look-up.opened' | 'look-up.denied',
    order: Order | undefined,
  ): Promise<boolean> {
    const eventId = `${type}:${Buffer.from(random(8)).toString('hex')}`
    const event = { type, time: clock(), data: order ? { orderId: order.id } : {} } as DoorstepEvent<typeof type>
    const { result } = await record({ dispensaryId, source: 'doorstep/look-up', eventId, event })
    return result !== 'refused'
  }
}
