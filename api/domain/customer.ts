import type { DoorstepEvent } from './event.ts'
import type { Milestone } from './milestone.ts'
import { hours, type Instant } from './time.ts'

/** What an order's customer has done on its page. */
export type Doings = {
  /** Since when they have their ID at hand, by their own word. */
  idReadyAt?: Instant
  noteLeft?: boolean
  rating?: { stars: number; inWords: boolean }
  /** How often other digits than those of the phone were named, by link. */
  denied?: Readonly<Record<string, number>>
  /** When somebody named the order's number with digits of no phone of it; the last ones. */
  deniedLookUps?: readonly Instant[]
}

/** Digits that somebody may name wrongly by one link; then it shows no details any more. */
export const MOST_DENIED = 5

export const isClosedTo = ({ denied }: Doings, linkId: string): boolean => (denied?.[linkId] ?? 0) >= MOST_DENIED

/** Wrong look-ups of an order: in an hour, and ever. Whoever guesses on has a chance of one in a thousand in all. */
export const MOST_LOOK_UPS_AN_HOUR = 5
export const MOST_LOOK_UPS = 10

/** Whether an order is found by its number no more, or not for now; its links go on working. */
export const isClosedToLookUp = ({ deniedLookUps = [] }: Doings, now: Instant): boolean =>
  deniedLookUps.length >= MOST_LOOK_UPS ||
  deniedLookUps.filter((at) => at > now - hours(1)).length >= MOST_LOOK_UPS_AN_HOUR

type Standing = { milestone: Milestone }
export const mayReadyId = ({ milestone }: Standing): boolean =>
  milestone === 'out-for-delivery' || milestone === 'arriving-soon' || milestone === 'arrived'
/** Until the driver leaves the store; a second attempt begins there, too. */
export const mayLeaveNote = ({ milestone }: Standing): boolean =>
  milestone === 'received' || milestone === 'preparing' || milestone === 'not-delivered'
export const mayRate = ({ milestone }: Standing): boolean => milestone === 'delivered'

/** The doings after an event; the same when it is none of the customer's. */
export function evolveDoings<T extends Doings>(doings: T, { type, time, data }: DoorstepEvent): T {
  switch (type) {
    case 'id.readied': {
      const { idReadyAt: _, ...rest } = doings
      return data.ready ? { ...doings, idReadyAt: time } : (rest as T)
    }
    case 'note.left':
      return { ...doings, noteLeft: true }
    case 'note.withdrawn':
      return { ...doings, noteLeft: false }
    case 'order.rated':
      return { ...doings, rating: { stars: data.stars, inWords: data.inWords } }
    case 'details.denied':
      return { ...doings, denied: { ...doings.denied, [data.linkId]: (doings.denied?.[data.linkId] ?? 0) + 1 } }
    case 'look-up.denied':
      return { ...doings, deniedLookUps: [...(doings.deniedLookUps ?? []), time] }
    default:
      return doings
  }
}
