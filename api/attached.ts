import { saveDriver } from '../db/contacts.ts'
import { saveHook, type NewHook } from '../db/hooks.ts'
import { saveLink, type NewLink } from '../db/links.ts'
import { findOrders } from '../db/orders.ts'
import { replaceByChunk, type Chunk } from '../db/tracks.ts'
import type { Wish } from './contacts.ts'
import type { Device } from './devices.ts'
import type { AtCheckout } from './domain/consent.ts'
import type { Contact } from './domain/contact.ts'
import type { DoorstepEvent } from './domain/event.ts'
import { isStale } from './domain/order.ts'
import type { NewWays } from './evolve-consent.ts'
import type { Reply } from './domain/reply.ts'
import type { Door } from './evolve-routes.ts'
import { Problem } from './problem.ts'
import type { StrangersReply } from './strangers.ts'

/** What comes with an event and must not stand in the trail: personal data, kept where it can be erased, and bulk. */
export type Attached = {
  contacts?: Record<string, Contact>
  /** What a till tells that its customers agreed to, by order; each is an event that follows. */
  agreed?: Record<string, AtCheckout>
  driver?: { id: string; firstName: string }
  track?: Chunk & { upToSeq: number }
  push?: Device & { orderId: string }
  wish?: Wish
  /** A link, which only whoever has its token can open. */
  link?: NewLink
  /** Where a hook is told, and by which secret: sealed. */
  hook?: NewHook
  reply?: Reply & { orderId: string }
  /** Words of somebody of whom no order is known. */
  stranger?: StrangersReply
}

/**
 * Keeps what came with an event, before the event itself changes anything. Of an order whose customer was forgotten
 * nothing is kept again, however often its sender tells it; and of news that is older than what is known, nothing.
 * @returns the ways to customers that are new by it
 */
export async function keepAttached(door: Door, event: DoorstepEvent, attached: Attached = {}): Promise<NewWays> {
  const { tx, dispensary, contacts, devices, change } = door
  const dispensaryId = dispensary.id
  const { driver, track, push, wish, reply, link, hook } = attached
  const told = Object.entries(attached.contacts ?? {})
  const known = await findOrders(tx, dispensaryId, [
    ...told.map(([orderId]) => orderId),
    ...(push ? [push.orderId] : []),
    ...(reply ? [reply.orderId] : []),
  ])
  const mayKeep = (orderId: string): boolean => {
    const order = known.find(({ id }) => id === orderId)
    return order?.forgottenAt === undefined && !isStale(order, event)
  }
  const newWays: NewWays = []
  for (const [orderId, contact] of told) {
    if (!mayKeep(orderId)) continue
    for (const channel of await contacts.merge(tx, { dispensaryId, orderId }, contact))
      newWays.push({ orderId, channel })
    change.contacts.push({ dispensaryId, orderId })
  }
  if (push && mayKeep(push.orderId)) {
    const { orderId, ...device } = push
    await devices.add(tx, { dispensaryId, orderId }, device)
  }
  if (link) await saveLink(tx, { ...link, dispensaryId, issuedAt: door.now })
  if (hook) await saveHook(tx, { ...hook, dispensaryId, subscribedAt: door.now })
  if (wish) await contacts.heed(tx, dispensaryId, wish, door.now)
  if (reply && mayKeep(reply.orderId))
    await contacts.keepReply(tx, { dispensaryId, orderId: reply.orderId }, reply, door.now)
  if (attached.stranger) await door.strangers.keep(tx, dispensaryId, attached.stranger, door.now)
  if (driver) await saveDriver(tx, dispensaryId, driver.id, driver.firstName)
  if (track) {
    const { upToSeq, ...chunk } = track
    await replaceByChunk(tx, chunk, upToSeq)
  }
  return newWays
}

/** Why something that comes with an event cannot be kept. */
export async function refusalToKeep(
  { tx, dispensary, devices }: Door,
  { push }: Attached = {},
): Promise<Problem | undefined> {
  if (!push || (await devices.hasRoomFor(tx, { dispensaryId: dispensary.id, orderId: push.orderId }, push)))
    return undefined
  return new Problem(409, 'Too many devices', { detail: 'Messages of this order go to as many devices as they may' })
}

/** The orders whose customer may be reached by another way from here on. */
export function ordersOpenedTo(
  { type, data }: DoorstepEvent,
  { contacts = {}, push, agreed = {} }: Attached = {},
): Set<string> {
  const reachable = Object.entries(contacts).filter(
    ([, { phone, email }]) => phone !== undefined || email !== undefined,
  )
  return new Set([
    ...reachable.map(([orderId]) => orderId),
    ...(push ? [push.orderId] : []),
    ...Object.keys(agreed),
    ...(type === 'consent.given' ? [data.orderId] : []),
  ])
}
