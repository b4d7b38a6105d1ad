import type { TrackView } from '../../api/contract.ts'
import type { DetailsDenied, OrderDetails } from '../../api/contract-page.ts'
import { clockOf, dollars } from '../../widget/clock.ts'
import type { DetailsWords } from './details-words.ts'

type Row = { name: string; means: string }

/** What is shown after the last four digits, line by line; what nobody told is said to be so. */
export function tellDetails(
  { address, totalCents, payment, note, handoff }: OrderDetails,
  { locale, dispensary }: TrackView,
  say: DetailsWords,
): Row[] {
  const amount = payment === 'due' ? say.due : payment === 'paid' ? say.paid : say.total
  const rows: Row[] = [
    { name: say.address, means: address ?? say.unknown },
    { name: amount, means: totalCents === null ? say.unknown : dollars(locale, totalCents) },
  ]
  if (note !== null) rows.push({ name: say.note, means: note })
  if (handoff) {
    const { at, driver, idChecked } = handoff
    const time = clockOf(locale, dispensary.timeZone).time(at)
    const who = driver === null ? time : `${time}, ${say.by(driver)}`
    const id = idChecked === null ? say.idNotTold : idChecked ? say.idChecked : say.idNotChecked
    rows.push({ name: say.handoff, means: `${who}. ${id}` })
  }
  return rows
}

/** Why the details stay closed, and whom to ask. */
export function tellDenied(denied: DetailsDenied, say: DetailsWords, dispensary: string): string {
  switch (denied.why) {
    case 'wrong':
      return say.wrong(denied.left)
    case 'no-digits':
      return say.noDigits
    case 'closed':
      return say.closed(dispensary)
    case 'network':
      return say.network(dispensary)
    case 'no-phone':
      return say.noPhone(dispensary)
    default:
      return denied satisfies never
  }
}
