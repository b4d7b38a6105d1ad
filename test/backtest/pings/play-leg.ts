import { arrivalAt } from '../../../api/domain/arrival.ts'
import { distanceMeters, type LatLng, type Position } from '../../../api/domain/position.ts'
import { rememberedTrack } from '../../../api/domain/remembered-track.ts'
import { minutes, seconds, type Instant } from '../../../api/domain/time.ts'
import type { Leg, Sent } from './legs.ts'

/** What was made of a phone's fixes: what was shown, and when the driver was said to have come. */
export type Played = {
  leg: Leg
  shown: Position[]
  /** When they came, and when that was known. */
  came?: { at: Instant; knownAt: Instant }
  /** Of doors that were passed, those at which the driver was said to have come. */
  passed: number
  claimed: number
}

/** Whoever watches the fixes as they come: what they show, and whether the driver has come to a door. */
export type Watch = {
  hear: (fix: Position, now: Instant) => void
  shown: () => Position | undefined
  came: (door: LatLng, now: Instant) => Instant | undefined
}

const REMEMBERED = minutes(15)
const EVERY = seconds(5)
const AFTER_THE_END = minutes(3)

/** As Doorstep does: `api/positions.ts`, `api/eta/notice.ts`. */
export function doorstepWatch(): Watch {
  const memory = rememberedTrack()
  let since = 0
  return {
    hear: (fix, now) => {
      since = now - REMEMBERED
      memory.forgetBefore(since)
      if (fix.at > since) memory.add(fix)
    },
    shown: () => memory.shownSince(since).at(-1),
    came: (door, now) => arrivalAt(memory.since(now - REMEMBERED), door, now),
  }
}

/** Each fix is believed, the latest shown; whoever is within 60 m of a door, or as much more as claimed, has come. */
export function plainWatch(): Watch {
  let latest: Position | undefined
  return {
    hear: (fix) => {
      if (!latest || fix.at > latest.at) latest = fix
    },
    shown: () => latest,
    came: (door) =>
      latest && distanceMeters(latest, door) <= 60 + Math.min(60, latest.accuracyMeters ?? 0) ? latest.at : undefined,
  }
}

/** Plays a leg as it could be heard, and asks in between as the clock of the process does. */
export function playLeg(leg: Leg, watch: Watch): Played {
  const door = leg.route.at(-1)
  if (!door) throw new Error(`${leg.run} goes nowhere`)
  const passed = doorsPassed(leg.route).map((place) => ({ place, claimed: false }))
  const shown: Position[] = []
  let came: Played['came']
  const look = (now: Instant): void => {
    const latest = watch.shown()
    if (latest && latest.at > (shown.at(-1)?.at ?? 0)) shown.push(latest)
    const at = came || now < leg.startedAt ? undefined : watch.came(door, now)
    if (at !== undefined) came = { at, knownAt: now }
    for (const one of passed) one.claimed ||= watch.came(one.place, now) !== undefined
  }
  for (const { now, sent } of inTime(leg)) {
    if (sent) watch.hear({ ...sent.fix, at: Math.min(now, sent.fix.at) }, now)
    look(now)
  }
  return {
    leg,
    shown,
    ...(came && { came }),
    passed: passed.length,
    claimed: passed.filter((one) => one.claimed).length,
  }
}

function inTime(leg: Leg): { now: Instant; sent?: Sent }[] {
  const moments: { now: Instant; sent?: Sent }[] = leg.sent.map((sent) => ({ now: sent.sentAt, sent }))
  for (let now = leg.startedAt; now < leg.endedAt + AFTER_THE_END; now += EVERY) moments.push({ now })
  return moments.sort((a, b) => a.now - b.now)
}

const APART_METERS = 500
const AWAY_METERS = 400

/** Places on the way where somebody might live: one each half a kilometre, not near its ends. */
function doorsPassed(route: readonly LatLng[]): LatLng[] {
  const doors: LatLng[] = []
  let meters = 0
  for (const [index, place] of route.entries()) {
    const before = route[index - 1] ?? place
    meters += distanceMeters(before, place)
    const ends = [route[0] ?? place, route.at(-1) ?? place]
    if (meters < APART_METERS) continue
    meters = 0
    if (ends.every((end) => distanceMeters(end, place) > AWAY_METERS)) doors.push(place)
  }
  return doors
}
