import type { SupportLink } from '../contract-support.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import type { Instant } from '../domain/time.ts'

const rfc3339 = (at: Instant): string => new Date(at).toISOString()

/** An order's links, newest first, with who made and revoked them and when: as its events tell it. */
export function linksTold(events: readonly DoorstepEvent[]): SupportLink[] {
  const links = new Map<string, SupportLink>()
  for (const event of events) {
    if (event.type === 'link.issued') links.set(event.data.linkId, issued(event))
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

const issued = ({ time, data }: DoorstepEvent<'link.issued'>): SupportLink => ({
  linkId: data.linkId,
  to: data.to,
  issuedAt: rfc3339(time),
  issuedBy: data.by ?? null,
  openedAt: null,
  revokedAt: null,
  revokedBy: null,
  mapClosed: null,
})
