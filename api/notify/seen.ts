import { minutes, seconds, type Instant } from '../domain/time.ts'

/** Up to when all that is due of a channel was looked at, and waits for those that were shut. */
export type Seen = {
  since: (channel: string, shut: readonly string[], now: Instant) => Instant
  /** @param upTo when the first was due that need not wait, if there is one */
  note: (channel: string, shut: readonly string[], upTo: Instant | undefined, now: Instant) => void
}

/** A message is due from the beginning of the transaction that plans it. */
const COMMITTED_WITHIN = seconds(5)
/** Then all of it is looked at again, for a device may have been added, or a clock set. */
const HOLDS_FOR = minutes(1)
const MOST_KEPT = 100

/** So that what waits for a provider that is down is read once a minute and not at every message for another. */
export function createSeen(): Seen {
  const seen = new Map<string, { upTo: Instant; at: Instant }>()
  const nameOf = (channel: string, shut: readonly string[]): string => [channel, ...shut].join(' ')
  const known = (name: string, now: Instant) => {
    const before = seen.get(name)
    return before && before.upTo <= now && now - before.at < HOLDS_FOR ? before : undefined
  }

  return {
    since: (channel, shut, now) => {
      const before = known(nameOf(channel, shut), now)
      return before ? before.upTo - COMMITTED_WITHIN : 0
    },
    note: (channel, shut, upTo, now) => {
      const name = nameOf(channel, shut)
      const at = known(name, now)?.at ?? now
      if (seen.size >= MOST_KEPT) seen.clear()
      seen.set(name, { upTo: upTo ?? now, at })
    },
  }
}
