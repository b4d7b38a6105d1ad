import type { Instant } from '../domain/time.ts'
import type { Clock } from '../ports.ts'
import { keepLast } from './keep-last.ts'

/** So many different keys are remembered; the oldest are let go of first. */
const MOST_KEYS = 10_000

export type Tries = {
  /** How many more there may be now. */
  left: (key: string) => number
  note: (key: string) => void
}

/** Counts what somebody tries, for a while. */
export function createTries(most: number, withinMs: number, clock: Clock): Tries {
  const tries = new Map<string, Instant[]>()
  const recent = (key: string): Instant[] => (tries.get(key) ?? []).filter((at) => at > clock() - withinMs)
  return {
    left: (key) => Math.max(0, most - recent(key).length),
    note: (key) => {
      const its = [...recent(key), clock()]
      keepLast(tries, key, its.slice(-most), MOST_KEYS)
    },
  }
}
