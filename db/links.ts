import { and, eq, isNull } from 'drizzle-orm'
import type { Dispensary } from '../api/domain/dispensary.ts'
import type { Order } from '../api/domain/order.ts'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import { dispensaries, links, orders } from './schema.ts'

export type Link = typeof links.$inferSelect

export type NewLink = Pick<Link, 'tokenHash' | 'id' | 'orderId' | 'messageId'>

export async function saveLink(tx: Tx, link: NewLink & Pick<Link, 'dispensaryId' | 'issuedAt'>): Promise<void> {
  await tx.insert(links).values(link)
}

export type Opened = { link: Link; order: Order | null; dispensary: Dispensary | null }

/**
 * What a token leads to, whatever has become of it, by one statement: whoever has a token that opens nothing shall not
 * learn why by how much was read for it.
 */
export async function findOpened(reader: Reader, tokenHash: string): Promise<Opened | undefined> {
  const [found] = await reader
    .select({ link: links, order: orders.state, dispensary: dispensaries.profile })
    .from(links)
    .leftJoin(orders, and(eq(orders.dispensaryId, links.dispensaryId), eq(orders.id, links.orderId)))
    .leftJoin(dispensaries, eq(dispensaries.id, links.dispensaryId))
    .where(eq(links.tokenHash, tokenHash))
  return found
}

/** Once: what has happened to a link already stays as it is. */
export async function markLink(
  tx: Tx,
  id: string,
  mark: { openedAt: Instant } | { revokedAt: Instant },
): Promise<void> {
  const [only] = Object.keys(mark) as ['openedAt' | 'revokedAt']
  await tx
    .update(links)
    .set(mark)
    .where(and(eq(links.id, id), isNull(links[only])))
}

/** The link of a token, revoked or not. */
export async function findLinkOf(reader: Reader, tokenHash: string): Promise<Link | undefined> {
  const [link] = await reader.select().from(links).where(eq(links.tokenHash, tokenHash))
  return link
}

/** Every link that there ever was to an order. */
export function linksOfOrder(reader: Reader, { dispensaryId, orderId }: Pick<Link, 'dispensaryId' | 'orderId'>) {
  return reader
    .select({ id: links.id, revokedAt: links.revokedAt })
    .from(links)
    .where(and(eq(links.dispensaryId, dispensaryId), eq(links.orderId, orderId)))
}

/** The links to an order that still open it. */
export function openLinks(reader: Reader, { dispensaryId, orderId }: Pick<Link, 'dispensaryId' | 'orderId'>) {
  return reader
    .select({ id: links.id })
    .from(links)
    .where(and(eq(links.dispensaryId, dispensaryId), eq(links.orderId, orderId), isNull(links.revokedAt)))
}

export async function findLinkById(reader: Reader, id: string): Promise<Link | undefined> {
  const [link] = await reader.select().from(links).where(eq(links.id, id))
  return link
}
