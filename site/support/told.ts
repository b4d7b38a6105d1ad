import type { SupportOrder } from '../../api/contract.ts'
import { clockOf } from '../../widget/clock.ts'
import en from '../../widget/messages-en.ts'

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

/** An order as the support page prints it. */
export type OrderTold = {
  number: string
  milestone: string
  isLate: boolean
  facts: Fact[]
  notifications: Fact[]
  timeline: Line[]
}

/** Told this much later than it happened, the delay itself is worth a word. */
const LATE_MS = 120_000

export const milestoneWords = (milestone: SupportOrder['milestone']): string => en.step[milestone]

export function tellOrder(order: SupportOrder, timeZone: string): OrderTold {
  const clock = clockOf('en', timeZone)
  const { window, promise, driver, contact, customer, routeId, stopsBefore } = order
  const route = driver && `${driver.firstName ?? driver.id}${routeId ? `, route ${routeId}` : ''}`
  const facts: [string, string | 0 | null][] = [
    ['Window', window && `${clock.range(window.from, window.to)}, very likely by ${clock.time(window.latestBy)}`],
    ['First told', promise && clock.range(promise.from, promise.to)],
    ['Driver', route],
    ['Stops before', stopsBefore === null ? null : String(stopsBefore)],
    ['Customer', contact.name],
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
      name: `${en.step[kind]} by ${channel}`,
      value: `${status} ${clock.time(at)}`,
    })),
    timeline: tellTimeline(order.timeline, timeZone),
  }
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
