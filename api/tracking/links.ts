import { createHash } from 'node:crypto'
import { findLinkOf, findOpened, markLink, type NewLink, type Link } from '../../db/links.ts'
import type { Database } from '../../db/open.ts'
import type { Write } from '../../db/write.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { isOver } from '../domain/link.ts'
import type { OrderKey } from '../live/bus.ts'
import type { Clock, Random } from '../ports.ts'
import type { RecordEvent } from '../record.ts'
import type { LookedFrom, Suspicions } from './suspicions.ts'

const TOKEN_BYTES = 16
const TOKEN = /^[A-Za-z0-9_-]{22}$/

export type IssuedLink = { token: string; url: string }
export type OrderLink = OrderKey & { linkId: string }
/** A link that somebody looks at now, from a network that has no name but this for as long as it is remembered. */
export type OpenedLink = OrderLink & { network?: string }
type IssuedTo = 'dispensary' | 'customer' | 'staff'
export type Links = {
  /** A new link to an order; its token is known to the caller alone from here on. */
  issue: (order: OrderKey, to: IssuedTo, by?: string) => Promise<IssuedLink>
  /** The same for a message, whose claim keeps it. */
  linkFor: (message: { orderId: string; id: string }) => IssuedLink & { link: NewLink }
  /** The message that an address of ours went out in, by its id in the outbox. */
  messageOf: (url: string) => Promise<string | undefined>
  /** The order that a token was made for, whether it still opens it or not; not where it was revoked. */
  whose: (token: string) => Promise<OrderLink | undefined>
  /**
   * The order that a token opens, if it does. Every look that comes from somewhere is noted, and the first that is more
   * than the fetching of a page: what scans mail for harm and draws previews of links does that, and nobody has seen it.
   */
  open: (token: string, from?: LookedFrom, what?: 'page' | 'order') => Promise<OpenedLink | undefined>
}

type LinkEvent = DoorstepEvent<'link.issued' | 'link.opened'>
type Deps = {
  db: Database
  write: Write
  record: RecordEvent
  clock: Clock
  random: Random
  publicUrl: string
  watch: Suspicions
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

export function createLinks({ db, write, record, clock, random, publicUrl, watch }: Deps): Links {
  function make(orderId: string, messageId: string | null): IssuedLink & { link: NewLink } {
    const token = Buffer.from(random(TOKEN_BYTES)).toString('base64url')
    const id = Buffer.from(random(6)).toString('hex')
    return { token, url: `${publicUrl}/t/${token}`, link: { tokenHash: hashOf(token), id, orderId, messageId } }
  }

  async function issue({ dispensaryId, orderId }: OrderKey, to: IssuedTo, by?: string): Promise<IssuedLink> {
    const { token, url, link } = make(orderId, null)
    const data = { orderId, linkId: link.id, to, ...(by !== undefined && { by }) }
    await tell({ dispensaryId, orderId }, { type: 'link.issued', time: clock(), data }, { link })
    return { token, url }
  }

  /** Whatever is wrong with a token, the same is done to find out. */
  async function open(
    token: string,
    from?: LookedFrom,
    what: 'page' | 'order' = 'order',
  ): Promise<OpenedLink | undefined> {
    const found = await findOpened(db, hashOf(token))
    if (!found && from) watch.missed(from, token)
    if (!found?.order || !found.dispensary || found.link.revokedAt !== null) return undefined
    if (isOver(found.order, found.dispensary, clock())) return undefined
    const { dispensaryId, orderId, id: linkId, openedAt } = found.link
    const link = { dispensaryId, orderId, linkId }
    if (!from) return link
    if (openedAt === null && what === 'order') await noteOpening(found.link)
    watch.looked(link, from, openedAt === null)
    return { ...link, network: watch.nameOf(from) }
  }

  async function whose(token: string): Promise<OrderLink | undefined> {
    const link = await findLinkOf(db, hashOf(token))
    if (!link || link.revokedAt !== null) return undefined
    return { dispensaryId: link.dispensaryId, orderId: link.orderId, linkId: link.id }
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

  return { issue, linkFor: ({ orderId, id }) => make(orderId, id), messageOf, whose, open }
}
