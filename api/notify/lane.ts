import { minutes, seconds, type Instant } from '../domain/time.ts'
import type { Delivery } from '../ports.ts'

/** How fast one channel may send, and whether its provider is there at all. */
export type Lane = {
  /** How many messages may be taken up now. */
  room: (now: Instant) => number
  /** Whether the provider is left alone for now. */
  isClosed: (now: Instant) => boolean
  begin: (now: Instant) => void
  end: (delivery: Delivery | undefined, now: Instant) => void
}

const MOST_AT_ONCE = 40
/** So many failures one after the other, and the provider is left alone. */
const BREAKS_AFTER = 5
const FIRST_REST = seconds(30)
const LONGEST_REST = minutes(5)

/**
 * A lane to one provider: a bucket of what it takes a second, and a breaker that opens after failures in a row. When its
 * rest is over one message tries whether the provider is back, before the others follow.
 * @param perSecond without it, as fast as it answers
 */
export function createLane(perSecond = Infinity): Lane {
  const most = Math.max(1, Math.min(perSecond, MOST_AT_ONCE))
  let [tokens, filledAt] = [most, 0]
  let [underWay, failures, rests, closedUntil] = [0, 0, 0, 0]

  function fill(now: Instant): void {
    const since = Math.max(0, now - filledAt)
    tokens = perSecond === Infinity ? most : Math.min(most, tokens + (since / 1_000) * perSecond)
    filledAt = now
  }

  function rest(forMs: number, now: Instant): void {
    closedUntil = Math.max(closedUntil, now + forMs)
  }

  return {
    isClosed: (now) => now < closedUntil,
    room: (now) => {
      if (now < closedUntil) return 0
      fill(now)
      const free = failures >= BREAKS_AFTER ? 1 - underWay : MOST_AT_ONCE - underWay
      return Math.max(0, Math.min(free, Math.floor(tokens)))
    },
    begin: (now) => {
      fill(now)
      tokens -= 1
      underWay += 1
    },
    end: (delivery, now) => {
      underWay -= 1
      switch (delivery?.outcome) {
        case 'throttled':
          // Of a whole account or number, so the next message would fare no better.
          return rest(delivery.retryAfterMs ?? seconds(1), now)
        case 'later':
        case 'unknown':
          failures += 1
          if (failures < BREAKS_AFTER) return
          rests += 1
          return rest(Math.min(FIRST_REST * 2 ** (rests - 1), LONGEST_REST), now)
        case undefined:
          return
        default:
          failures = 0
          rests = 0
      }
    },
  }
}
