import {
  destroyContact,
  findSealedContact,
  ordersOfContact,
  saveContact,
  sealedContacts,
  type SealedContact,
} from '../db/contacts.ts'
import type { Database, Tx } from '../db/open.ts'
import { findOptOuts, liftOptOuts, saveOptOut } from '../db/opt-outs.ts'
import { saveReply, sealedReplies } from '../db/replies.ts'
import type { ContactKeys } from './contact-keys.ts'
import { takesBack, type Said } from './domain/consent.ts'
import type { Contact } from './domain/contact.ts'
import type { Reply } from './domain/reply.ts'
import { minutes, type Instant } from './domain/time.ts'
import { orderKey, type OrderKey } from './live/bus.ts'
import type { Clock } from './ports.ts'

export type Contacts = {
  /** Who an order is for; empty where nobody told it, or it was forgotten. */
  find: (order: OrderKey) => Promise<Contact>
  /** Of several orders of one dispensary, by order. */
  findMany: (dispensaryId: string, orderIds: readonly string[]) => Promise<ReadonlyMap<string, Contact>>
  /** Adds what is newly known; what a later event leaves out stays. Gives the channels that reach somewhere new by it. */
  merge: (tx: Tx, order: OrderKey, added: Contact) => Promise<('sms' | 'email')[]>
  /** Destroys the order's key, and with it all that is known of its customer. */
  forget: (tx: Tx, order: OrderKey) => Promise<void>
  /** Keeps that whoever has this phone or address wants nothing on the channel any more, whatever the order; or lifts what it takes back. */
  heed: (tx: Tx, dispensaryId: string, wish: Wish, now: Instant) => Promise<void>
  /** By what whoever has this phone stopped texts, whatever the order. */
  stoppedTexts: (dispensaryId: string, phone: string) => Promise<Said[]>
  /** Keeps what a customer wrote back. */
  keepReply: (tx: Tx, order: OrderKey, reply: Reply, now: Instant) => Promise<void>
  /** What an order's customer wrote back, the first first. */
  repliesTo: (order: OrderKey) => Promise<KeptReply[]>
  /** After the commit: what is remembered of these is no longer so. */
  changed: (orders: readonly OrderKey[]) => void
  /** The orders of whoever has this phone (E.164) or this e-mail address. */
  ordersOf: (dispensaryId: string, person: Pick<Contact, 'phone' | 'email'>) => Promise<string[]>
}

/** A reply, and when it came. */
export type KeptReply = Omit<Reply, 'replyId'> & { at: Instant }

/** That somebody wants no messages on a channel any more, or wants them again, and by what they said so. */
export type Wish = Said & { channel: 'sms' | 'email'; stops: boolean } & Pick<Contact, 'phone' | 'email'>

/** Opened contacts stay in memory, so that a ping of a driver does not open the doors of the whole route anew. */
const MOST_REMEMBERED = 5_000
/** No longer, for another process may have forgotten somebody: `npm run admin -- forget`. */
const REMEMBERED = minutes(1)

type Remembered = { contact: Contact; until: Instant }
type Deps = { db: Database; keys: ContactKeys; clock: Clock }

/** Personal data of orders: sealed in the database, opened here and nowhere else. */
export function createContacts({ db, keys, clock }: Deps): Contacts {
  const memory = new Map<string, Remembered>()
  let changes = 0

  const opened = (dispensaryId: string, { orderId, sealedKey, sealed }: SealedContact): Contact =>
    keys.open(sealedKey, { dispensaryId, orderId }, 'contact', sealed) as Contact

  /** The oldest go first, since each stands where it was put in. */
  function remember(key: string, contact: Contact, now: Instant): void {
    for (const [oldest, { until }] of memory) {
      if (until > now && memory.size < MOST_REMEMBERED) break
      memory.delete(oldest)
    }
    memory.set(key, { contact, until: now + REMEMBERED })
  }

  async function findMany(dispensaryId: string, orderIds: readonly string[]): Promise<ReadonlyMap<string, Contact>> {
    const now = clock()
    const found = new Map<string, Contact>()
    const missing: string[] = []
    for (const orderId of orderIds) {
      const known = memory.get(orderKey({ dispensaryId, orderId }))
      if (known && known.until > now) found.set(orderId, known.contact)
      else missing.push(orderId)
    }
    if (missing.length === 0) return found
    const before = changes
    const rows = await sealedContacts(db, dispensaryId, missing)
    const read = new Map(rows.map((row) => [row.orderId, opened(dispensaryId, row)]))
    for (const orderId of missing) {
      const contact = read.get(orderId) ?? {}
      found.set(orderId, contact)
      // What was read before a change is not remembered after it.
      if (before === changes) remember(orderKey({ dispensaryId, orderId }), contact, now)
    }
    return found
  }

  async function merge(tx: Tx, order: OrderKey, added: Contact): Promise<('sms' | 'email')[]> {
    const known = await findSealedContact(tx, order)
    const sealedKey = known?.sealedKey ?? (await keys.make(tx, order))
    const before = (known?.sealed ? keys.open(sealedKey, order, 'contact', known.sealed) : {}) as Contact
    const contact: Contact = { ...before, ...added }
    const sealed = keys.seal(sealedKey, order, 'contact', contact)
    await saveContact(tx, { ...order, sealed, ...keys.hashesOf(order.dispensaryId, contact) })
    const isNew = (one: 'phone' | 'email'): boolean => contact[one] !== undefined && contact[one] !== before[one]
    return [...(isNew('phone') ? ['sms' as const] : []), ...(isNew('email') ? ['email' as const] : [])]
  }

  async function heed(tx: Tx, dispensaryId: string, wish: Wish, now: Instant): Promise<void> {
    const { channel, stops, source, number, ...who } = wish
    const { phoneHash, emailHash } = keys.hashesOf(dispensaryId, who)
    const addressHash = channel === 'sms' ? phoneHash : emailHash
    if (addressHash === null) return
    const of = { dispensaryId, channel, addressHash }
    const said: Said = { source, ...(number && { number }) }
    await (stops ? saveOptOut(tx, of, said, now) : liftOptOuts(tx, of, (stopped) => takesBack(said, stopped)))
  }

  async function keepReply(tx: Tx, order: OrderKey, reply: Reply, at: Instant): Promise<void> {
    const { replyId, channel, words, fromElsewhere, files } = reply
    const sealedKey = (await findSealedContact(tx, order))?.sealedKey ?? (await keys.make(tx, order))
    const { dispensaryId, orderId } = order
    const sealed = keys.seal(sealedKey, order, 'reply', { words, fromElsewhere, files })
    await saveReply(tx, { dispensaryId, orderId, replyId, channel, at, sealed })
  }

  async function repliesTo(order: OrderKey): Promise<KeptReply[]> {
    const rows = await sealedReplies(db, order)
    return rows.map(({ at, channel, sealed, sealedKey }) => {
      const reply = keys.open(sealedKey, order, 'reply', sealed) as Omit<KeptReply, 'at' | 'channel'>
      return { at, channel, ...reply }
    })
  }

  function changed(orders: readonly OrderKey[]): void {
    changes += 1
    for (const order of orders) memory.delete(orderKey(order))
  }

  return {
    findMany,
    find: async ({ dispensaryId, orderId }) => (await findMany(dispensaryId, [orderId])).get(orderId) ?? {},
    merge,
    ...{ heed, keepReply, repliesTo },
    stoppedTexts: async (dispensaryId, phone) => {
      const addressHash = keys.hashesOf(dispensaryId, { phone }).phoneHash ?? ''
      return findOptOuts(db, { dispensaryId, channel: 'sms', addressHash })
    },
    forget: destroyContact,
    changed,
    ordersOf: (dispensaryId, person) => ordersOfContact(db, dispensaryId, keys.hashesOf(dispensaryId, person)),
  }
}
