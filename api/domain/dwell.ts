import { learn, shrink, type Shrunk } from './shrunk.ts'
import { minutes, type Instant } from './time.ts'

/** An ID check, a signature and a cash payment take minutes; the median until a dispensary has a history of its own. */
const USUAL_MS = minutes(4)

/** So many doors until their history counts half. */
const DOUBT = 4

/**
 * How unlike each other stays are: the shape of a log-logistic distribution. With 2.5 a tenth of all stays lasts 0.4
 * and a tenth 2.4 times the median; parcel drivers' stays (amazon-goal: 41, 78, 249 s at the 10th, 50th and 90th
 * hundredth) are between 1.9 and 3.4.
 */
const SHAPE = 2.5

/** How far a stay strays from the median, as a share of it: of the log-logistic, half of what lies between the 16th and 84th hundredth. */
export const DWELL_STRAYS = 0.72

/** How much longer stays are on average than in the middle: the long ones pull the mean up, and where several add up it is the mean that counts. */
const MEAN_OVER_MEDIAN = 1.15

/** The time that a door takes of those who wait behind it. */
export const meanDwellMs = (learned: Shrunk): number => MEAN_OVER_MEDIAN * dwellMs(learned)

/** The median time at a door of this dispensary. */
export const dwellMs = (learned: Shrunk): number => USUAL_MS * Math.exp(shrink(learned, DOUBT))

/**
 * How much longer a driver stays who has been there for a while: the median of the stays that lasted as long, so that
 * it never comes to nothing, and grows when a stay is far longer than most.
 */
export function stillMs(learned: Shrunk, spentMs: number): number {
  const median = dwellMs(learned)
  return median * (1 + 2 * (spentMs / median) ** SHAPE) ** (1 / SHAPE) - spentMs
}

/** A stay of seconds was no handoff at the door, one of an hour no stay. */
const SHORTEST = minutes(0.25)
const LONGEST = minutes(60)

export function learnDwell(learned: Shrunk, arrivedAt: Instant, leftAt: Instant): Shrunk {
  const stayed = leftAt - arrivedAt
  return stayed < SHORTEST || stayed > LONGEST ? learned : learn(learned, Math.log(stayed / USUAL_MS), 1)
}
