import { shownInZone, instantInZone } from './local-time.ts'
import { CHANNELS, type Channel, type NotificationKind } from './notification.ts'
import type { OrderFacts, OrderType, Payment } from './order-event.ts'
import { hours, minutes, type Instant } from './time.ts'

/** `HH:MM` by the clocks of the store; one that ends no later than it begins goes over midnight. */
export type Span = { from: string; to: string }

/** How a dispensary wants its customers told. What it does not say is as it is for all. */
export type Telling = {
  /** The channels of each message, the first that reaches the customer first; none, and it is not sent at all. */
  channels?: Partial<Record<NotificationKind, readonly Channel[]>>
  /**
   * When each message is sent at all: within these hours, of orders paid or to be paid, of orders of this type. What
   * nobody told of an order meets no condition.
   */
  only?: Partial<Record<NotificationKind, { within?: Span; payment?: Payment; type?: OrderType }>>
  /** When nobody is told what can wait. */
  quiet?: Span
}

/** That the store is packing is on the page; a message of it is for those who wish it. */
const NOT_UNLESS_WISHED: readonly NotificationKind[] = ['preparing']

/** What the customer can act on or waits for is told at any hour; this can wait. */
const CAN_WAIT: readonly NotificationKind[] = ['preparing']

/** The hours in which nobody may be called without need: 47 CFR 64.1200(c)(1). */
const QUIET: Span = { from: '21:00', to: '08:00' }

/** "Packed" is held back so long: if the order leaves meanwhile, that is the one message of both. */
const HELD: Partial<Record<NotificationKind, number>> = { preparing: minutes(5) }

/** The channels that a message may take, in their order. */
export const ladderOf = (kind: NotificationKind, telling: Telling | undefined): readonly Channel[] =>
  telling?.channels?.[kind] ?? (NOT_UNLESS_WISHED.includes(kind) ? [] : CHANNELS)

const clockAt = (at: Instant, timeZone: string): string => shownInZone(at, timeZone).slice(11, 16)
const isWithin = (clock: string, { from, to }: Span): boolean =>
  to > from ? clock >= from && clock < to : clock >= from || clock < to

/** Whether a message of such an order is sent at the hour at which it is due. */
export function isWanted(
  kind: NotificationKind,
  telling: Telling | undefined,
  { payment, type }: OrderFacts,
  timeZone: string,
  dueAt: Instant,
): boolean {
  const only = telling?.only?.[kind]
  if (only?.payment !== undefined && only.payment !== payment) return false
  if (only?.type !== undefined && only.type !== type) return false
  return only?.within === undefined || isWithin(clockAt(dueAt, timeZone), only.within)
}

/** By the calendar: a day on which the clocks are put forward has 23 hours. */
const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + hours(24)).toISOString().slice(0, 10)

/** When a message may go out at the earliest. */
export function heldUntil(
  kind: NotificationKind,
  telling: Telling | undefined,
  at: Instant,
  timeZone: string,
  now: Instant,
): Instant {
  const due = Math.max(now, at + (HELD[kind] ?? 0))
  const quiet = telling?.quiet ?? QUIET
  if (!CAN_WAIT.includes(kind) || !isWithin(clockAt(due, timeZone), quiet)) return due
  const today = shownInZone(due, timeZone).slice(0, 10)
  const ends = [today, dayAfter(today)].map((day) => instantInZone(`${day} ${quiet.to}:00`, timeZone) ?? due)
  return ends.find((end) => end > due) ?? due
}
