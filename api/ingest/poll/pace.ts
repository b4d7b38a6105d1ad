import { hours, minutes, seconds, type Instant } from '../../domain/time.ts'
import type { Random } from '../../ports.ts'
import type { Failure } from './answer.ts'

const FIRST_WAIT = seconds(30)
const LONGEST_WAIT = minutes(15)
/** A vendor that wants more than that has mistaken its clock. */
const LONGEST_WISH = hours(1)

/** A number from 0 up to 1. */
export const chanceOf = (random: Random): number => Buffer.from(random(4)).readUInt32LE() / 2 ** 32

/**
 * How long to wait after so many failures in a row: doubling, up to half of it by chance, so that those who failed
 * together do not come back together. What the vendor wishes is never undercut; where the keys are refused,
 * asking again is no use, and the longest wait comes at once.
 */
export function waitAfter(failures: number, { waitMs = 0, concerns }: Failure, chance: number): number {
  const doubled = concerns === 'keys' ? LONGEST_WAIT : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1))
  const wish = Math.min(waitMs, LONGEST_WISH)
  return Math.round(Math.max(doubled * (1 - chance / 2), wish * (1 + chance / 10)))
}

/** When a connection that is newly known is first asked: not all of them in the second in which the process starts. */
export const firstTurn = (now: Instant, everyMs: number, chance: number): Instant =>
  now + Math.round(Math.min(everyMs, minutes(1)) * chance)
