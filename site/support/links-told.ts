import type { SupportLink, SupportOrder } from '../../api/contract-support.ts'
import { clockOf } from '../../widget/clock.ts'

type LinkTold = {
  linkId: string
  words: string
  lines: string[]
  warning: string | null
  mayRevoke: boolean
  mayOpenMap: boolean
}
/** An order's links as the support page prints them. */
export type LinksTold = { orderId: string; number: string; ends: string; links: LinkTold[]; mayRenew: boolean }

const TO: Record<SupportLink['to'], string> = {
  customer: 'For the customer',
  dispensary: 'For the store’s systems',
  staff: 'Made by staff',
}

const BECAUSE: Record<NonNullable<SupportLink['mapClosed']>['because'], string> = {
  'many-networks': 'It was looked at from many networks',
  'follows-route': 'Somebody looks at several stops of this route',
  guessed: 'Somebody tried many links before they found it',
}

export function tellLinks(
  { orderId, number, links, pageEndsAt, forgottenAt }: SupportOrder,
  timeZone: string,
): LinksTold {
  const clock = clockOf('en', timeZone)
  const day = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone })
  const dated = (at: string): string => `${day.format(new Date(at))}, ${clock.time(at)}`
  const by = (staffId: string | null): string => (staffId === null ? '' : ` by staff member ${staffId}`)
  return {
    ...{ orderId, number },
    ends: dated(pageEndsAt),
    mayRenew: forgottenAt === null,
    links: links.map((link): LinkTold => {
      const { linkId, to, issuedAt, issuedBy, openedAt, revokedAt, revokedBy, mapClosed } = link
      const isClosed = mapClosed !== null && mapClosed.openedBy === null && revokedAt === null
      const opened = mapClosed?.openedBy ? `Map opened again${by(mapClosed.openedBy)}` : null
      return {
        linkId,
        words: TO[to],
        lines: [
          `Made ${dated(issuedAt)}${by(issuedBy)}`,
          openedAt ? `First opened ${dated(openedAt)}` : 'Not opened yet',
          opened,
          revokedAt && `Revoked ${dated(revokedAt)}${by(revokedBy)}`,
        ].filter((line) => line !== null),
        warning: isClosed ? `${BECAUSE[mapClosed.because]}; since ${clock.time(mapClosed.at)} it shows no map.` : null,
        mayRevoke: revokedAt === null,
        mayOpenMap: isClosed,
      }
    }),
  }
}
