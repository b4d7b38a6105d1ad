import { metersEast, metersNorth, moved, type LatLng, type Position } from './position.ts'
import type { Instant } from './time.ts'

/**
 * What is believed of a driver after a fix. Place and accuracy are the estimate's, not the phone's; the accuracy is one
 * standard deviation of either axis.
 */
export type TrackPoint = Position & {
  accuracyMeters: number
  speedMetersPerSecond: number
  eastMetersPerSecond: number
  northMetersPerSecond: number
  /** Variance of the place (m²) and of the speed (m²/s²) and what they share (m²/s), alike for both axes. */
  spread: { place: number; shared: number; speed: number }
  /** Since when the driver has stood or gone on foot. */
  slowSince?: Instant
  /** Where people may be told that the driver is; there is none until it is known well enough. */
  shown?: Position
  /** Fixes that contradict all this, so far. */
  doubted?: { last: Position; times: number }
}

/** No fix is believed to be better than this, and one that claims nothing is taken for a middling one. */
const BEST_METERS = 5
const UNCLAIMED_METERS = 30
/** Errors of fixes within this time are the same error: ten of them know no more than one. */
const SAME_ERROR_SECONDS = 6
/** How much a driver speeds up and slows down: the spectral density of white acceleration, m²/s³. */
const RESTLESSNESS = 1
/** Beyond this the speed of before says nothing; what is known is how fast drivers drive at all (m/s, one deviation). */
const OUT_OF_TOUCH_SECONDS = 30
const ANY_SPEED = 10
/** A fix farther off than so many deviations, metres, and what a driver can swerve or stop by, is a teleport, until so many agree. */
const DEVIATIONS = 4
const ALLOWED_METERS = 20
const swerveMeters = (seconds: number): number => Math.min(2 * seconds ** 2, 15 * seconds)
const BELIEVED_AFTER = 3
/** On foot or at rest below the one, driving again above the other (m/s); known no worse than by the third. */
const SLOW = 2
const DRIVING = 2.5
const SPEED_KNOWN_BY = 5
/** Driving is told by a speed that is so many of its deviations above none. */
const DRIVING_DEVIATIONS = 1.5
/** Who does not drive is shown where they were, unless they are farther off than so many deviations, and metres. */
const RESTING_METERS = 45
const RESTING_DEVIATIONS = 3
/** What is shown is known at least so well, and moves no faster (m/s): 25 along the streets, which are longer than straight lines. */
const SHOWN_WITHIN_METERS = 100
const FASTEST = 22

const claimed = ({ accuracyMeters }: Position): number => Math.max(BEST_METERS, accuracyMeters ?? UNCLAIMED_METERS)
const secondsBetween = (earlier: Position, later: Position): number => (later.at - earlier.at) / 1_000
const between = (a: LatLng, b: LatLng): number => Math.hypot(metersEast(a, b), metersNorth(a, b))

/** A place and a speed, and how well they are known. */
type Motion = Pick<TrackPoint, 'lat' | 'lng' | 'eastMetersPerSecond' | 'northMetersPerSecond' | 'spread'>
type Believed = Omit<TrackPoint, 'slowSince' | 'shown' | 'doubted'>

/**
 * The track after one more fix, later than those before: a Kalman filter with steady speed (constant-velocity model) and
 * each fix weighed by the accuracy that its phone claims. Costs the same however long the track is.
 */
export function follow(before: TrackPoint | undefined, fix: Position): TrackPoint {
  if (!before) return joined(undefined, begin(fix))
  const seconds = secondsBetween(before, fix)
  if (seconds <= 0) return before
  const expected = predict(before, seconds)
  const variance = claimed(fix) ** 2 * Math.max(1, SAME_ERROR_SECONDS / seconds)
  const allowed = DEVIATIONS * Math.sqrt(expected.spread.place + variance) + ALLOWED_METERS + swerveMeters(seconds)
  return between(expected, fix) > allowed ? doubt(before, fix) : joined(before, correct(expected, fix, variance))
}

function begin({ lat, lng, at, headingDegrees, ...fix }: Position): Believed {
  const accuracyMeters = claimed({ lat, lng, at, ...fix })
  const spread = { place: accuracyMeters ** 2, shared: 0, speed: ANY_SPEED ** 2 }
  const still = { speedMetersPerSecond: 0, eastMetersPerSecond: 0, northMetersPerSecond: 0 }
  return { lat, lng, at, ...(headingDegrees !== undefined && { headingDegrees }), accuracyMeters, ...still, spread }
}

/** A single fix from elsewhere is the phone's mistake; several that agree with one another are where the driver is. */
function doubt(before: TrackPoint, fix: Position): TrackPoint {
  const { doubted } = before
  const agrees =
    doubted !== undefined &&
    fix.at > doubted.last.at &&
    between(doubted.last, fix) <=
      ANY_SPEED * DEVIATIONS * secondsBetween(doubted.last, fix) + claimed(fix) + claimed(doubted.last)
  const times = agrees ? doubted.times + 1 : 1
  return times < BELIEVED_AFTER ? { ...before, doubted: { last: fix, times } } : joined(before, begin(fix))
}

/** Where the driver is so many seconds later if they went on as before. */
function predict({ lat, lng, eastMetersPerSecond, northMetersPerSecond, spread }: TrackPoint, seconds: number): Motion {
  if (seconds > OUT_OF_TOUCH_SECONDS) {
    const speed = ANY_SPEED ** 2
    const after = { place: spread.place + seconds ** 2 * speed, shared: seconds * speed, speed }
    return { lat, lng, eastMetersPerSecond: 0, northMetersPerSecond: 0, spread: after }
  }
  const place =
    spread.place + 2 * seconds * spread.shared + seconds ** 2 * spread.speed + (RESTLESSNESS * seconds ** 3) / 3
  const shared = spread.shared + seconds * spread.speed + (RESTLESSNESS * seconds ** 2) / 2
  const speed = spread.speed + RESTLESSNESS * seconds
  const to = moved({ lat, lng }, eastMetersPerSecond * seconds, northMetersPerSecond * seconds)
  return { lat: to.lat, lng: to.lng, eastMetersPerSecond, northMetersPerSecond, spread: { place, shared, speed } }
}

/** Moves the expected place and speed towards the fix, the more the better it claims to be. */
function correct(expected: Motion, fix: Position, variance: number): Believed {
  const { place, shared, speed } = expected.spread
  const weight = place / (place + variance)
  const weightOfSpeed = shared / (place + variance)
  const [east, north] = [metersEast(expected, fix), metersNorth(expected, fix)]
  const eastMetersPerSecond = expected.eastMetersPerSecond + weightOfSpeed * east
  const northMetersPerSecond = expected.northMetersPerSecond + weightOfSpeed * north
  const { lat, lng } = moved(expected, weight * east, weight * north)
  return {
    lat,
    lng,
    at: fix.at,
    ...(fix.headingDegrees !== undefined && { headingDegrees: fix.headingDegrees }),
    accuracyMeters: Math.sqrt((1 - weight) * place),
    speedMetersPerSecond: Math.hypot(eastMetersPerSecond, northMetersPerSecond),
    eastMetersPerSecond,
    northMetersPerSecond,
    spread: { place: (1 - weight) * place, shared: (1 - weight) * shared, speed: speed - weightOfSpeed * shared },
  }
}

function joined(before: TrackPoint | undefined, after: Believed): TrackPoint {
  const slowSince = before && slowSinceOf(before, after)
  const shown = shownOf(before?.shown, after, slowSince)
  return { ...after, ...(slowSince !== undefined && { slowSince }), ...(shown && { shown }) }
}

/** Somebody who was driving at the last fix has come the rest of the way before they stood. */
function slowSinceOf(before: TrackPoint, after: Believed): Instant | undefined {
  if (before.slowSince !== undefined) return after.speedMetersPerSecond > DRIVING ? undefined : before.slowSince
  if (after.speedMetersPerSecond >= SLOW || Math.sqrt(after.spread.speed) > SPEED_KNOWN_BY) return undefined
  const rolledMs = (1_000 * between(before, after)) / Math.max(DRIVING, before.speedMetersPerSecond)
  return Math.min(after.at, Math.round(before.at + rolledMs))
}

/** The shown position follows the track, but rests with the driver, outruns no car, and waits for better fixes. */
function shownOf(last: Position | undefined, after: Believed, slowSince: Instant | undefined): Position | undefined {
  const { lat, lng, at, accuracyMeters } = after
  if (accuracyMeters > SHOWN_WITHIN_METERS) return last
  if (!last) return { lat, lng, at }
  const meters = between(last, after)
  const drives = slowSince === undefined && isDriving(after)
  if (!drives && meters <= Math.max(RESTING_METERS, RESTING_DEVIATIONS * accuracyMeters))
    return { lat: last.lat, lng: last.lng, at }
  const share = Math.min(1, (FASTEST * secondsBetween(last, after)) / meters)
  if (!drives && share < 1) return last
  const to = moved(last, share * metersEast(last, after), share * metersNorth(last, after))
  return { lat: to.lat, lng: to.lng, at }
}

const isDriving = ({ speedMetersPerSecond, spread }: Believed): boolean =>
  speedMetersPerSecond > Math.max(DRIVING, DRIVING_DEVIATIONS * Math.sqrt(spread.speed))
