import type { DoorstepEvent } from './event.ts'
import { isFinal } from './milestone.ts'
import type { Order } from './order.ts'
import { hours, type Instant } from './time.ts'

/**
 * What has become of a link: it opens nothing any more; or somebody seems to follow the driver by it, so that it shows no
 * map, until staff have looked and open it again.
 */
export type LinkStanding = 'revoked' | 'map-closed' | 'trusted'
/** By link; of one that nothing is said about, nothing is the matter. */
export type LinkStandings = Readonly<Record<string, LinkStanding>>

/** Why a map was closed: see `api/tracking/suspicions.ts`. */
export const SUSPICIONS = ['many-networks', 'follows-route', 'guessed'] as const
export type Suspicion = (typeof SUSPICIONS)[number]

/** The standings after an event; the same when it is of no link. */
export function evolveLinks(
  links: LinkStandings | undefined,
  { type, data }: DoorstepEvent,
): LinkStandings | undefined {
  switch (type) {
    case 'link.revoked':
      return { ...links, [data.linkId]: 'revoked' }
    case 'link.suspected':
      return links?.[data.linkId] === undefined ? { ...links, [data.linkId]: 'map-closed' } : links
    case 'link.cleared':
      return links?.[data.linkId] === 'revoked' ? links : { ...links, [data.linkId]: 'trusted' }
    default:
      return links
  }
}

/** A finished order's page stays this long, where the dispensary says nothing else. */
export const LINK_HOURS = 24
/** One that nobody ever finishes stays a week after the last that was heard of it, or was to happen. */
const UNFINISHED = hours(7 * 24)

type Standing = Pick<Order, 'milestone' | 'reachedAt' | 'updatedAt' | 'window' | 'promise'>

/** When an order's page is shown no more. */
export function pageEndsAt(
  { milestone, reachedAt, updatedAt = 0, window, promise }: Standing,
  linkHours = LINK_HOURS,
): Instant {
  if (isFinal(milestone)) return (reachedAt[milestone] ?? 0) + hours(linkHours)
  return Math.max(...Object.values(reachedAt), updatedAt, window?.to ?? 0, promise?.to ?? 0) + UNFINISHED
}

/** Whether an order's page is shown no more. */
export const isOver = (
  order: Standing & Pick<Order, 'forgottenAt'>,
  { linkHours }: { linkHours?: number },
  now: Instant,
): boolean => order.forgottenAt !== undefined || pageEndsAt(order, linkHours) < now
