import type { Prior } from './prior.ts'
import { learn, shrink, UNTAUGHT, type Shrunk } from './shrunk.ts'
import { hours, type Instant } from './time.ts'
import type { EstimateSource } from './window.ts'

/** A way to drive: what the engine says that it takes, and how far it is as the crow flies. */
export type Drive = { routerMs: number; straightMeters: number }

/**
 * What a dispensary's own drives have taught: in all, by hour of the day, and lately. Each is by what share drives took
 * longer than was expected without it, as a mean and not as a median, for who comes late weighs more than who is early.
 */
export type PaceLearned = { all: Shrunk; hours: Shrunk[]; lately: Shrunk & { at: Instant } }

/** When, by the dispensary's clocks: 18.5 is half past six in the evening. */
export type When = { at: Instant; hour: number }

export const UNTAUGHT_PACE: PaceLearned = {
  all: UNTAUGHT,
  hours: Array.from({ length: 24 }, () => UNTAUGHT),
  lately: { ...UNTAUGHT, at: 0 },
}

/** How many drives of usual length it takes until what they taught counts half. */
const DOUBT = { all: 5, hours: 8, lately: 8 }
/** What was learned lately counts half after so long. */
const LATELY = hours(0.75)
/** How far a drive teaches of the hours around its own. */
const HOURS_AROUND = 1

/** A drive that took more than twice as long, or less than half, teaches no more than one that took just that. */
const ODD = Math.LN2

const LEAST_ROUTER_SECONDS = 5
const LEAST_METERS = 20
const USUAL_SECONDS = 200

/**
 * The measure of a way, in seconds at a pace of one: a weighted geometric mean of the engine's time and the straight
 * line. The engine knows the streets; the straight line does not make a detour of a fix that lies on the wrong side of
 * a one-way street. The exponents add up to less than one: short ways are slower than their length tells.
 */
export const measure = ({ routerMs, straightMeters }: Drive, { router, straight }: Prior['shape']): number =>
  Math.max(routerMs / 1_000, LEAST_ROUTER_SECONDS) ** router * Math.max(straightMeters, LEAST_METERS) ** straight

/** How long the driver really takes: the median. */
export function driveMs(drive: Drive, source: EstimateSource, learned: PaceLearned, when: When, prior: Prior): number {
  const { all, byHour, lately } = levels(learned, when)
  const pace = Math.exp(expected(source, when.hour, prior) + all + byHour + lately)
  return measure(drive, prior.shape) * pace * 1_000
}

const expected = (source: EstimateSource, hour: number, { logPace, hours: usual }: Prior): number =>
  logPace[source] + usualAt(hour, usual)

/** Streets are emptier at night everywhere; between the middles of two hours it is in between. */
export function usualAt(hour: number, usual: readonly number[]): number {
  const place = (hour - 0.5 + 24) % 24
  const share = place % 1
  const at = (index: number): number => usual[index % 24] ?? 0
  return at(Math.floor(place)) * (1 - share) + at(Math.floor(place) + 1) * share
}

/** Each level learns what those above it leave over, and is doubted by itself. */
function levels({ all, hours: byHour, lately }: PaceLearned, { at, hour }: When) {
  const faded = lately.n * fade(at - lately.at)
  return {
    all: Math.log1p(shrink(all, DOUBT.all)),
    byHour: Math.log1p(shrink(byHour[Math.floor(hour) % 24] ?? UNTAUGHT, DOUBT.hours)),
    lately: Math.log1p(shrink({ n: faded, mean: lately.mean }, DOUBT.lately)),
  }
}

const fade = (passed: number): number => 0.5 ** (Math.max(0, passed) / LATELY)

/**
 * The pace after a drive that is over.
 * @param share of the drive that this observation speaks for: one drive is looked at from several places
 */
export function learnPace(
  learned: PaceLearned,
  source: EstimateSource,
  drive: Drive,
  tookMs: number,
  share: number,
  when: When,
  prior: Prior,
): PaceLearned {
  const weight = share * Math.min(3, Math.max(LEAST_ROUTER_SECONDS, drive.routerMs / 1_000) / USUAL_SECONDS)
  const took = Math.log(Math.max(10, tookMs / 1_000) / measure(drive, prior.shape))
  const surprise = Math.max(-ODD, Math.min(ODD, took - expected(source, when.hour, prior)))
  const { lately } = learned
  const faded = { n: lately.n * fade(when.at - lately.at), mean: lately.mean }
  const withAll = { ...learned, all: learn(learned.all, Math.expm1(surprise), weight) }
  const { all } = levels(withAll, when)
  const hoursLearned = learned.hours.map((known, index) => {
    const apart = Math.abs(((index + 0.5 - when.hour + 36) % 24) - 12)
    const near = Math.exp(-0.5 * (apart / HOURS_AROUND) ** 2)
    return near < 0.05 ? known : learn(known, Math.expm1(surprise - all), weight * near)
  })
  const { byHour } = levels({ ...withAll, hours: hoursLearned }, when)
  const latelyLearned = learn(faded, Math.expm1(surprise - all - byHour), weight)
  return { ...withAll, hours: hoursLearned, lately: { ...latelyLearned, at: Math.max(lately.at, when.at) } }
}
