import type { TrackView } from '../api/contract.ts'

export type Milestone = TrackView['milestone']
export type Locale = TrackView['locale']
export type Closed = Extract<TrackView['map'], { open: false }>['why']

/** The order in one line. */
export type LineWords = {
  headline: Record<Milestone, (driver: string | null) => string>
  late: (driver: string | null) => string
  step: Record<Milestone, string>
  anyMinute: string
}

/** When, how far it has come, and why. Numbers and times come formatted. */
export type Words = {
  stepState: { done: string; now: string; ahead: string; failed: string }
  /** In the place of a window, in the largest type. */
  words: {
    tellYou: string
    comeToTheDoor: string
    enjoy: { day: string; evening: string }
    returned: string
    cancelled: string
    /** `day` when it is not today's. */
    opens: (time: string, day: string | null) => string
  }
  whenKnown: string
  whenOpen: (dispensary: string) => string
  veryLikelyBy: (time: string) => string
  rough: string
  bringId: string
  waits: (driver: string | null, time: string, left: string) => string
  waited: (driver: string | null, time: string) => string
  deliveredAt: (time: string) => string
  promiseKept: (promise: string) => string
  promiseBroken: (promise: string) => string
  stopsBefore: (stops: number) => string
  delayed: (promise: string, later: string) => string
  earlier: (promise: string) => string
  recovered: (promise: string) => string
  /** Why it is later than it was. */
  later: Record<NonNullable<TrackView['later']>, string>
  /** Why the order was not handed over, by its code; `other` for codes that say too much or nothing. */
  notDelivered: { [reason: string]: string; other: string }
  /** What the customer may do for the next attempt, where there is something. */
  nextTime: { [reason: string]: string }
  backToStore: string
  askStore: (dispensary: string) => string
  surprised: (dispensary: string) => string
  freshness: {
    now: string
    ago: (ago: string) => string
    lost: (time: string) => string
  }
  order: (number: string) => string
}

/** The map in words. */
export type MapWords = {
  label: string
  closed: Record<Closed, (driver: string | null, dispensary: string) => string>
  far: (driver: string | null, distance: string) => string
  near: (driver: string | null) => string
  seen: (time: string) => string
  stale: (time: string, ago: string) => string
}

/** Every word about the order. A language that misses one does not compile. */
export type Messages = LineWords & Words & { map: MapWords }
