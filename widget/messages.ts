import type { TrackView } from '../api/contract.ts'

export type Milestone = TrackView['milestone']
export type Locale = TrackView['locale']
export type Closed = Extract<TrackView['map'], { open: false }>['why']

/** Every word that the customer reads. A language that misses one does not compile. Numbers and times come formatted. */
export type Messages = {
  headline: Record<Milestone, (driver: string | null) => string>
  late: (driver: string | null) => string
  step: Record<Milestone, string>
  stepState: { done: string; now: string; ahead: string; failed: string }
  /** In the place of a window, in the largest type. */
  words: {
    tellYou: string
    anyMinute: string
    comeToTheDoor: string
    enjoy: { day: string; evening: string }
    returned: string
    cancelled: string
  }
  whenKnown: string
  veryLikelyBy: (time: string) => string
  rough: string
  bringId: string
  deliveredAt: (time: string) => string
  stopsBefore: (stops: number) => string
  delayed: (promise: string, later: string) => string
  earlier: (promise: string) => string
  /** Why the order was not handed over, by its code; `other` for codes that say too much or nothing. */
  notDelivered: { [reason: string]: string; other: string }
  askStore: (dispensary: string) => string
  surprised: (dispensary: string) => string
  ready: {
    title: string
    id: string
    documents: (list: string) => string
    document: { [code: string]: string }
    age: (years: number) => string
    ageWhy: string
    /** Not how much: whoever has the link would know what lies ready at a door. */
    due: string
    dueHow: string
    paid: string
    paidHow: string
  }
  map: {
    label: string
    closed: Record<Closed, (driver: string | null, dispensary: string) => string>
    far: (driver: string | null, distance: string) => string
    near: (driver: string | null) => string
    seen: (time: string) => string
    stale: (time: string, ago: string) => string
  }
  freshness: {
    now: string
    ago: (ago: string) => string
    lost: (time: string) => string
  }
  order: (number: string) => string
  questions: (dispensary: string) => string
  call: (phone: string) => string
  licence: (licence: string) => string
}
