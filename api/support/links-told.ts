import type { SupportLink } from '../contract-support.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import type { Instant } from '../domain/time.ts'

const rfc3339 = (at: Instant): string => new Date(at).toISOString()

/** An order's links, newest first, with who made and revoked them and when: as its events tell it. */
export function linksTold(events: readonly DoorstepEvent[]): SupportLink[] {
  const links = new Map<string, SupportLink>()
  for (const event of events) {
    const made = madeBy(event)
    if (made) links.set(made.linkId, made)
    const link = 'linkId' in event.data ? links.get(event.data.linkId) : undefined
    if (!link) continue
    switch (event.type) {
      case 'link.opened':
        link.openedAt = rfc3339(event.time)
        break
      case 'link.revoked':
        Object.assign(link, { revokedAt: rfc3339(event.time), revokedBy: event.data.by ?? null })
        break
      case 'link.suspected':
        link.mapClosed = { at: rfc3339(event.time), because: event.data.because, openedBy: null }
        break
      case 'link.cleared':
        if (link.mapClosed) link.mapClosed.openedBy = event.data.by
        break
      default:
    }
  }
  return [...links.values()].reverse()
}

/** A link is issued by itself, or goes out in a message. */
function madeBy({ type, time, data }: DoorstepEvent): SupportLink | undefined {
  const none = { openedAt: null, revokedAt: null, revokedBy: null, mapClosed: null }
  const issuedAt = rfc3339(time)
  if (type === 'link.issued') return { linkId: data.linkId, to: data.to, issuedAt, issuedBy: data.by ?? null, ...none }
  if (type === 'notification.claimed' && data.linkId !== undefined)
    return { linkId: data.linkId, to: 'customer', issuedAt, issuedBy: null, ...none }
  return undefined
}
