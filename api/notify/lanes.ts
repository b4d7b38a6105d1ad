import type { Instant } from '../domain/time.ts'
import type { Clock, Recipient, Send } from '../ports.ts'
import { createLane, type Lane } from './lane.ts'

/** A lane for each provider, by whatever name its own are told apart. */
export type Lanes = {
  of: (provider: string, now: Instant) => Lane
  /** Those that take nothing up just now, and of them those that are left alone. */
  shut: (now: Instant) => string[]
  resting: (now: Instant) => string[]
}

/** @param perSecond of those that take only so many; the others as many as they answer */
export function createLanes(perSecond: (provider: string) => number | undefined): Lanes {
  const lanes = new Map<string, Lane>()
  const those = (hold: (lane: Lane) => boolean): string[] =>
    [...lanes].flatMap(([provider, lane]) => (hold(lane) ? [provider] : []))

  return {
    of: (provider, now) => {
      const known = lanes.get(provider)
      if (known) return known
      // Only a new one makes more of them, so that is when there is something to clear.
      for (const old of those((lane) => lane.isForgotten(now))) lanes.delete(old)
      const lane = createLane(perSecond(provider))
      lanes.set(provider, lane)
      return lane
    },
    shut: (now) => those((lane) => lane.room(now) === 0),
    resting: (now) => those((lane) => lane.restsFor(now) > 0),
  }
}

/** A sender that asks no provider that is left alone, and whose answers each lane hears. */
export const sendThrough =
  (lanes: Lanes, providerOf: (recipient: Recipient) => string, send: Send, clock: Clock): Send =>
  async (recipient, message, now) => {
    const lane = lanes.of(providerOf(recipient), now)
    const retryAfterMs = lane.restsFor(now)
    if (retryAfterMs > 0) return { outcome: 'later', reason: 'provider-resting', retryAfterMs }
    const delivery = await send(recipient, message, now)
    lane.hear(delivery, clock())
    return delivery
  }
