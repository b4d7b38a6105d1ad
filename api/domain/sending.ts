import type { MessageStatus } from './notification.ts'
import { minutes, seconds, type Instant } from './time.ts'

/**
 * Why a message could not be sent: for good; to somebody who wants none; because a carrier lets none like it through;
 * for now; because too many were sent at once; or nobody knows whether it was.
 */
export const TROUBLES = ['permanent', 'opted-out', 'filtered', 'transient', 'throttled', 'unknown'] as const
export type Trouble = (typeof TROUBLES)[number]

/** How far a message can be from where it was; each is reached from those before it, so news may come in any order. */
const RANK: Record<MessageStatus, number> = {
  planned: 0,
  claimed: 1,
  sent: 2,
  accepted: 3,
  // What a provider calls failed and then delivered was delivered.
  failed: 4,
  dropped: 4,
  delivered: 5,
  opened: 6,
}

/** The statuses from which a message may still come to this one. */
export const statusesBefore = (status: MessageStatus): MessageStatus[] =>
  (Object.keys(RANK) as MessageStatus[]).filter((before) => RANK[before] < RANK[status])

type Message = { plannedAt: Instant; expiresAt: Instant; attempts: number }

const FIRST_WAIT: Partial<Record<Trouble, number>> = { transient: seconds(10), throttled: seconds(30) }
const MOST_ATTEMPTS = 5
const LONGEST_WAIT = minutes(10)

/**
 * How long to wait after so many tries: twice as long after each, and up to half as long again by chance, so that what
 * failed together does not come back together.
 * @param chance from 0 to 1
 * @returns whole milliseconds
 */
export const backOff = (waits: { first: number; longest: number }, attempts: number, chance: number): number =>
  Math.round(Math.min(waits.first * 2 ** attempts, waits.longest) * (1 + chance / 2))

/**
 * When a message may be tried again: after a longer wait each time (`backOff`). Never in the second half of its life: that belongs to the next channel.
 * @param chance from 0 to 1
 * @param asked how long the provider asks to be left alone, ms
 */
export function retryAt(
  { plannedAt, expiresAt, attempts }: Message,
  trouble: Trouble,
  chance: number,
  now: Instant,
  asked = 0,
): Instant | undefined {
  const first = FIRST_WAIT[trouble]
  if (first === undefined || attempts + 1 >= MOST_ATTEMPTS) return undefined
  const at = now + Math.max(backOff({ first, longest: LONGEST_WAIT }, attempts, chance), asked)
  return at < (plannedAt + expiresAt) / 2 ? at : undefined
}

/** What a dead process had claimed is looked into after so long: by then every send of its has ended. */
export const CLAIM_HOLDS = minutes(1)
