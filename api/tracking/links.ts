import { createHash } from 'node:crypto'
import { findLink, findLinkOf, markLink, type NewLink, type Link } from '../../db/links.ts'
import type { Database } from '../../db/open.ts'
import { findOrder } from '../../db/orders.ts'
import type { Write } from '../../db/write.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { isFinal } from '../domain/milestone.ts'
import type { Order } from '../domain/order.ts'
import { hours, type Instant } from '../domain/time.ts'
import type { OrderKey } from '../live/bus.ts'
import type { Clock, Random } from '../ports.ts'
import type { RecordEvent } from '../record.ts'

const TOKEN_BYTES = 16
const TOKEN = /^[A-Za-z0-9_-]{22}$/

/** A finished order's page stays this long. */
const KEPT_AFTER = hours(24)

/** Whether an order's page is shown no more. */
export const isOver = ({ forgottenAt, milestone, reachedAt }: Order, now: Instant): boolean =>
  forgottenAt !== undefined || (isFinal(milestone) && (reachedAt[milestone] ?? 0) + KEPT_AFTER < now)

export type IssuedLink = { token: string; url: string }
export type OpenedLink = OrderKey & { linkId: string }
export type Links = {
  /** A new link to an order; its token is known to the caller alone from here on. */
  issue: (order: OrderKey, to: 'dispensary' | 'customer' | 'staff', messageId?: string) => Promise<IssuedLink>
  /** The message that an address of ours went out in, by its id in the outbox. */
  messageOf: (url: string) => Promise<string | undefined>
  /** The order that a token was made for, whether it still opens it or not; not where it was revoked. */
  whose: (token: string) => Promise<OrderKey | undefined>
  /** The order that a token opens, if it does; the first opening is noted. */
  open: (token: string) => Promise<OpenedLink | undefined>
}

type LinkEvent = DoorstepEvent<'link.issued' | 'link.opened'>
type Deps = { db: Database; write: Write; record: RecordEvent; clock: Clock; random: Random; publicUrl: string }

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

export function createLinks({ db, write, record, clock, random, publicUrl }: Deps): Links {
  async function issue(
    { dispensaryId, orderId }: OrderKey,
    to: 'dispensary' | 'customer' | 'staff',
    messageId?: string,
  ): Promise<IssuedLink> {
    const token = Buffer.from(random(TOKEN_BYTES)).toString('base64url')
    const id = Buffer.from(random(6)).toString('hex')
    const link = { tokenHash: hashOf(token), id, orderId, messageId: messageId ?? null }
    const notificationId = messageId?.slice(dispensaryId.length + 1)
    const data = { orderId, linkId: id, to, ...(notificationId !== undefined && { notificationId }) }
    await tell({ dispensaryId, orderId }, { type: 'link.issued', time: clock(), data }, { link })
    return { token, url: `${publicUrl}/t/${token}` }
  }

  async function open(token: string): Promise<OpenedLink | undefined> {
    if (!TOKEN.test(token)) return undefined
    const link = await findLink(db, hashOf(token))
    const order = link && (await findOrder(db, link.dispensaryId, link.orderId))?.state
    if (!order || isOver(order, clock())) return undefined
    if (link.openedAt === null) await noteOpening(link)
    return { dispensaryId: link.dispensaryId, orderId: link.orderId, linkId: link.id }
  }

  async function whose(token: string): Promise<OrderKey | undefined> {
    const link = TOKEN.test(token) ? await findLink(db, hashOf(token)) : undefined
    return link && { dispensaryId: link.dispensaryId, orderId: link.orderId }
  }

  async function messageOf(url: string): Promise<string | undefined> {
    const token = url.startsWith(`${publicUrl}/t/`) ? url.slice(publicUrl.length + 3) : ''
    return (TOKEN.test(token) && (await findLinkOf(db, hashOf(token)))?.messageId) || undefined
  }

  async function noteOpening(link: Link): Promise<void> {
    await write((tx, now) => markLink(tx, link.id, { openedAt: now }))
    await tell(link, { type: 'link.opened', time: clock(), data: { orderId: link.orderId, linkId: link.id } })
  }

  async function tell({ dispensaryId }: OrderKey, event: LinkEvent, attached?: { link: NewLink }): Promise<void> {
    const told = { dispensaryId, source: 'doorstep/links', eventId: `${event.type}:${event.data.linkId}`, event }
    await record(attached ? { ...told, attached } : told)
  }

  return { issue, messageOf, whose, open }
}
