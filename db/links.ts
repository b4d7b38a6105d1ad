import { and, eq, isNull } from 'drizzle-orm'
import type { Instant } from '../api/domain/time.ts'
import type { Reader, Tx } from './open.ts'
import { links } from './schema.ts'

export type Link = typeof links.$inferSelect

export type NewLink = Pick<Link, 'tokenHash' | 'id' | 'orderId' | 'messageId'>

export async function saveLink(tx: Tx, link: NewLink & Pick<Link, 'dispensaryId' | 'issuedAt'>): Promise<void> {
  await tx.insert(links).values(link)
}

/** The link that a token opens, unless it was revoked. */
export async function findLink(reader: Reader, tokenHash: string): Promise<Link | undefined> {
  const [link] = await reader
    .select()
    .from(links)
    .where(and(eq(links.tokenHash, tokenHash), isNull(links.revokedAt)))
  return link
}

export async function markLink(
  tx: Tx,
  id: string,
  mark: { openedAt: Instant } | { revokedAt: Instant },
): Promise<void> {
  await tx.update(links).set(mark).where(eq(links.id, id))
}

/** The link of a token, revoked or not. */
export async function findLinkOf(reader: Reader, tokenHash: string): Promise<Link | undefined> {
  const [link] = await reader.select().from(links).where(eq(links.tokenHash, tokenHash))
  return link
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
