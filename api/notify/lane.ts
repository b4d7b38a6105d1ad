import { minutes, seconds, type Instant } from '../domain/time.ts'
import type { Delivery } from '../ports.ts'

/** How fast one provider may be sent to, and whether it is there at all. */
export type Lane = {
  /** How many messages may be taken up now. */
  room: (now: Instant) => number
  /** For how long its provider is left alone yet, ms. */
  restsFor: (now: Instant) => number
  begin: (now: Instant) => void
  /** What its provider answered to one of them. */
  hear: (delivery: Delivery, now: Instant) => void
  end: () => void
  /** Whether what it knows is too old to count. */
  isForgotten: (now: Instant) => boolean
}

const MOST_AT_ONCE = 40
/** So many failures one after the other, and the provider is left alone. */
const BREAKS_AFTER = 5
const FIRST_REST = seconds(30)
/** Also where a provider asks for longer: half of what is sent is true for half an hour at most. */
const LONGEST_REST = minutes(5)
const REMEMBERED_FOR = minutes(30)

/**
 * A lane to one provider: a bucket of what it takes a second, and a breaker that opens after failures in a row or when
 * it says that there were too many. When its rest is over one message tries whether the provider is back, before the
 * others follow.
 * @param perSecond without it, as fast as it answers
 */
export function createLane(perSecond = Infinity): Lane {
  const most = Math.max(1, Math.min(perSecond, MOST_AT_ONCE))
  let [tokens, filledAt] = [most, 0]
  let [underWay, failures, rests, closedUntil] = [0, 0, 0, 0]
  let [isTrying, usedAt] = [false, 0]

  function fill(now: Instant): void {
    const since = Math.max(0, now - filledAt)
    tokens = perSecond === Infinity ? most : Math.min(most, tokens + (since / 1_000) * perSecond)
    filledAt = now
  }

  function rest(forMs: number, now: Instant): void {
    closedUntil = Math.max(closedUntil, now + Math.min(forMs, LONGEST_REST))
    isTrying = true
  }

  return {
    restsFor: (now) => Math.max(0, closedUntil - now),
    room: (now) => {
      if (now < closedUntil) return 0
      fill(now)
      const free = (isTrying ? 1 : MOST_AT_ONCE) - underWay
      return Math.max(0, Math.min(free, Math.floor(tokens)))
    },
    begin: (now) => {
      fill(now)
      usedAt = now
      tokens -= 1
      underWay += 1
    },
    hear: (delivery, now) => {
      usedAt = now
      switch (delivery.outcome) {
        case 'throttled':
          // Of a whole account or number, so the next message would fare no better.
          return rest(delivery.retryAfterMs ?? seconds(1), now)
        case 'later':
        case 'unknown':
          failures += 1
          if (failures < BREAKS_AFTER) return
          rests += 1
          return rest(FIRST_REST * 2 ** (rests - 1), now)
        default:
          failures = 0
          rests = 0
          isTrying = false
      }
    },
    end: () => {
      underWay -= 1
    },
    isForgotten: (now) => underWay === 0 && now - usedAt > REMEMBERED_FOR,
  }
}
