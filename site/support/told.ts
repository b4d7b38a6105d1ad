import type { SupportOrder } from '../../api/contract-support.ts'
import { clockOf, type Clock } from '../../widget/clock.ts'
import en from '../../widget/messages-en.ts'
import { tellLinks, type LinksTold } from './links-told.ts'
import { CHANNELS, KINDS } from './messages-told.ts'
import { tellStops, type StopsTold } from './stops-told.ts'

type Fact = { name: string; value: string }
type Line = {
  key: number
  time: string
  day: string | null
  words: string
  type: string
  source: string
  late: string | null
  hash: string
}

/** How its customer can be forgotten, or why not yet. */
export type ForgetTold = { number: string; orderId: string; notYet: string | null; askUrl: string; keepUrl: string }

/** An order as the support page prints it. */
export type OrderTold = {
  number: string
  milestone: string
  isLate: boolean
  facts: Fact[]
  notifications: Fact[]
  stops: StopsTold | null
  links: LinksTold
  replies: (Fact & { asides: string[] })[]
  timeline: Line[]
  /** None where that has been done. */
  forget: ForgetTold | null
  downloads: { words: string; url: string }[]
}

/** Told this much later than it happened, the delay itself is worth a word. */
const LATE_MS = 120_000

export const milestoneWords = (milestone: SupportOrder['milestone']): string => en.step[milestone]

export function tellOrder(order: SupportOrder, timeZone: string): OrderTold {
  const clock = clockOf('en', timeZone)
  const { window, promise, met, driver, contact, customer, routeId, stopsBefore, forgottenAt } = order
  const route = driver && `${driver.firstName ?? driver.id}${routeId ? `, route ${routeId}` : ''}`
  const facts: [string, string | 0 | null][] = [
    ['Window', window && `${clock.range(window.from, window.to)}, very likely by ${clock.time(window.latestBy)}`],
    ['First told', promise && clock.range(promise.from, promise.to)],
    ['Reached', met && `${clock.time(met.at)}, ${missedWords(met.missedMs)}`],
    ['Driver', route],
    ['Stops before', stopsBefore === null ? null : String(stopsBefore)],
    ['Customer', forgottenAt ? `Forgotten on ${dated(forgottenAt, timeZone)}` : contact.name],
    ['Phone', contact.phone],
    ['E-mail', contact.email],
    ['ID at hand', customer.idReady ? 'Yes, by their own word' : null],
    ['Note for the driver', customer.note],
    ['Rating', customer.stars && `${customer.stars} of 5 stars`],
    ['In their words', customer.words],
    ['Order id', order.orderId],
  ]
  return {
    number: order.number,
    milestone: milestoneWords(order.milestone),
    isLate: order.delayed,
    facts: facts.flatMap(([name, value]) => (value ? [{ name, value }] : [])),
    notifications: order.notifications.map(({ kind, channel, status, at }) => ({
      name: `${KINDS[kind]} by ${channel}`,
      value: `${status} ${clock.time(at)}`,
    })),
    stops: tellStops(order),
    links: tellLinks(order, timeZone),
    replies: order.replies.map((reply) => tellReply(reply, order.receivedAt, clock)),
    timeline: tellTimeline(order.timeline, timeZone),
    forget: forgottenAt ? null : tellForget(order),
    downloads: downloadsOf(order.orderId),
  }
}

/** What staff have to know beside the words: that it may be somebody else, and that there was more. */
function tellReply(
  { at, channel, words, fromElsewhere, files }: SupportOrder['replies'][number],
  receivedAt: string | null,
  clock: Clock,
): OrderTold['replies'][number] {
  const day = clock.dayUnlessSame(at, receivedAt ?? at)
  const when = [...(day ? [day] : []), clock.time(at)].join(', ')
  const asides = [
    ...(fromElsewhere ? ['From another address than the one above: it may be somebody else.'] : []),
    ...(files > 0
      ? [`${files === 1 ? 'A file' : `${files} files`} came with it, and ${files === 1 ? 'is' : 'are'} not kept.`]
      : []),
  ]
  return { name: `${when}, by ${CHANNELS[channel]}`, value: words || 'No words.', asides }
}

/** Of what the customer was told first. */
function missedWords(missedMs: number): string {
  const minutes = Math.ceil(Math.abs(missedMs) / 60_000)
  if (minutes === 0) return 'as first told'
  return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${missedMs < 0 ? 'earlier' : 'later'} than first told`
}

/** With its year: this is looked up long afterwards. */
const dated = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(at))

const NOT_YET: Record<NonNullable<SupportOrder['keptBecause']>, string> = {
  'under-way': 'The driver is under way: this customer can be forgotten once the order is closed.',
  open: 'This customer can be forgotten once the order is delivered, returned or cancelled.',
}

function tellForget({ number, orderId, keptBecause }: SupportOrder): ForgetTold {
  const url = (asked: Record<string, string>): string =>
    `/support?${new URLSearchParams({ number, ...asked }).toString()}`
  const notYet = keptBecause && NOT_YET[keptBecause]
  return { number, orderId, notYet, askUrl: url({ forget: 'ask' }), keepUrl: url({}) }
}

function downloadsOf(orderId: string): OrderTold['downloads'] {
  const exported = `/v1/support/exports/${encodeURIComponent(orderId)}`
  return [
    { words: 'With proofs (JSON)', url: `${exported}/export.json` },
    { words: 'For a spreadsheet (CSV)', url: `${exported}/events.csv` },
  ]
}

function tellTimeline(timeline: SupportOrder['timeline'], timeZone: string): Line[] {
  const clock = clockOf('en', timeZone)
  return timeline.map(({ seq, time, recordedAt, words, type, source, hash }, index) => {
    const before = timeline[index - 1]
    return {
      key: seq,
      time: clock.time(time),
      day: before ? clock.dayUnlessSame(time, before.time) : clock.day(time),
      words,
      type,
      source,
      late: Date.parse(recordedAt) - Date.parse(time) > LATE_MS ? `told at ${clock.time(recordedAt)}` : null,
      hash,
    }
  })
}
