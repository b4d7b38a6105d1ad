import type { FailedMessage, SupportMessages } from '../../api/contract-messages.ts'
import { clockOf } from '../../widget/clock.ts'

/** A message that failed, as its page prints it. */
export type FailedTold = {
  id: string
  number: string
  orderUrl: string
  what: string
  when: string
  why: string
  code: string
  /** Whether the customer knows all the same. */
  known: string
  isOpen: boolean
  mayRenew: boolean
}

export const KINDS: Record<FailedMessage['kind'], string> = {
  preparing: 'Being packed',
  'out-for-delivery': 'On the way',
  delayed: 'Running late',
  'back-on-time': 'Back on time',
  'arriving-soon': 'Almost there',
  delivered: 'Delivered',
  'not-delivered': 'Not delivered',
}
export const CHANNELS: Record<FailedMessage['channel'], string> = {
  'web-push': 'push',
  email: 'e-mail',
  sms: 'text message',
}

const WHY: Record<NonNullable<FailedMessage['trouble']>, string> = {
  permanent: 'It was refused, and would be refused again.',
  'opted-out': 'The customer wants no messages on this channel.',
  filtered: 'A carrier did not let it pass.',
  transient: 'The provider could not take it, however often it was tried.',
  throttled: 'Too many were sent at once, for too long.',
  unknown: 'It may have been sent: nobody saw the end of it, so it was not sent twice.',
}

/** By the code of what we dropped ourselves. */
const WHY_DROPPED: Record<string, string> = {
  'too-late': 'It could not be sent while it was true, and late is worse than not at all.',
  'copy-rules': 'It would have said what no carrier may carry: look the store’s name and own sentences over.',
  'not-attested': 'Text messages were turned off while it waited.',
  'nobody-to-send-to': 'There was no address or device left to send it to.',
}

export function headline(failed: SupportMessages['failed']): string {
  const lost = failed.filter(({ toldBy }) => toldBy === null).length
  if (failed.length === 0) return 'Every message found its way'
  if (lost === 0) return 'Every customer was told another way'
  return lost === 1 ? 'One message was lost' : `${lost} messages were lost`
}

const when = (at: string, timeZone: string): string => {
  const clock = clockOf('en', timeZone)
  return `${clock.day(at)}, ${clock.time(at)}`
}

export const tellReply = ({ number, channel, at }: SupportMessages['replies'][number], timeZone: string) => ({
  number,
  by: `by ${CHANNELS[channel]}`,
  url: `/support?${new URLSearchParams({ number }).toString()}`,
  when: when(at, timeZone),
})

export const tellStranger = ({ phone, words, at }: SupportMessages['strangers'][number], timeZone: string) => ({
  ...{ phone, words: words || 'No words.' },
  when: when(at, timeZone),
})

export function tellFailed(message: FailedMessage, timeZone: string): FailedTold {
  const { id, number, kind, channel, at, reason, trouble, toldBy, mayRenew } = message
  return {
    ...{ id, number, mayRenew, code: reason, why: trouble === null ? (WHY_DROPPED[reason] ?? '') : WHY[trouble] },
    orderUrl: `/support?${new URLSearchParams({ number }).toString()}`,
    what: `“${KINDS[kind]}” by ${CHANNELS[channel]}`,
    when: when(at, timeZone),
    known: knownBy(message),
    isOpen: toldBy === null,
  }
}

function knownBy({ toldBy, trouble }: FailedMessage): string {
  if (toldBy !== null) return `Told by ${CHANNELS[toldBy]} instead.`
  return trouble === 'unknown' ? 'The customer may not know.' : 'The customer was not told.'
}
