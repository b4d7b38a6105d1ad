import type { TrackView } from '../api/contract.ts'
import { clockOf, duration, type Clock, type Piece } from './clock.ts'
import type { Voice } from './voice.ts'

/** The one answer: when. */
export type Answer = {
  headline: string
  /** In the largest type: the window, or words where there is none. */
  largest: Piece[]
  isTime: boolean
  asides: string[]
  /** How the window differs from what was first told. */
  note: { text: string; late: boolean } | null
}

const words = (text: string): Pick<Answer, 'largest' | 'isTime'> => ({
  largest: [{ text, kind: 'large' }],
  isTime: false,
})
const present = (texts: (string | null | false)[]): string[] => texts.filter((text): text is string => !!text)

/** What the customer is told first, for whatever is known of the order. */
export function tellAnswer(view: TrackView, { say, locale }: Voice): Answer {
  const clock = clockOf(locale, view.dispensary.timeZone)
  const driver = view.driver?.firstName ?? null
  const headline = say.headline[view.milestone](driver)
  const store = view.dispensary.name
  switch (view.milestone) {
    case 'received':
    case 'preparing':
    case 'out-for-delivery':
    case 'arriving-soon':
      return { headline: view.delayed ? say.late(driver) : headline, ...tellWhen(view, { say, locale }, clock) }
    case 'arrived':
      return { headline, ...words(say.words.comeToTheDoor), asides: [say.bringId], note: null }
    case 'delivered': {
      const at = reachedAt(view) ?? view.asOf
      const enjoy = clock.isEvening(at) ? say.words.enjoy.evening : say.words.enjoy.day
      const asides = present([say.deliveredAt(clock.time(at)), tellPromise(view, at, say, clock)])
      return { headline, ...words(enjoy), asides, note: null }
    }
    case 'not-delivered': {
      const why = say.notDelivered[view.reason ?? 'other'] ?? say.notDelivered.other
      const next = say.nextTime[view.reason ?? ''] ?? null
      return { headline, ...words(why), asides: present([say.backToStore, say.askStore(store), next]), note: null }
    }
    case 'returned':
      return { headline, ...words(say.words.returned), asides: [say.askStore(store)], note: null }
    case 'cancelled':
      return { headline, ...words(say.words.cancelled), asides: [say.surprised(store)], note: null }
    default:
      return view.milestone satisfies never
  }
}

/** The window; of an order that nobody carries yet, when the store opens again. */
function tellWhen(view: TrackView, voice: Voice, clock: Clock): Omit<Answer, 'headline'> {
  const opens = view.window ? null : tellOpening(view, voice)
  if (!opens) return tellWindow(view, voice, clock)
  return { ...words(opens), asides: [voice.say.whenOpen(view.dispensary.name)], note: null }
}

/** When the store opens, while it is closed. */
export function tellOpening({ opensAt, asOf, dispensary }: TrackView, { say, locale }: Voice): string | null {
  if (!opensAt) return null
  const clock = clockOf(locale, dispensary.timeZone)
  return say.words.opens(clock.time(opensAt), clock.dayUnlessSame(opensAt, asOf) && clock.weekday(opensAt))
}

function tellWindow(view: TrackView, voice: Voice, clock: Clock): Omit<Answer, 'headline'> {
  const { say } = voice
  const { window, stopsBefore, milestone, asOf } = view
  const stops = milestone === 'out-for-delivery' && stopsBefore !== null && say.stopsBefore(stopsBefore)
  const by =
    window && Date.parse(window.latestBy) > Date.parse(window.to) && say.veryLikelyBy(clock.time(window.latestBy))
  const note = tellDifference(view, voice, clock)
  if (view.arrivingNow) return { ...words(say.anyMinute), asides: present([by]), note }
  if (!window) return { ...words(say.words.tellYou), asides: present([stops, say.whenKnown]), note }
  const rough = window.source === 'straight-line' && say.rough
  const asides = present([clock.dayUnlessSame(window.from, asOf), stops, by, rough])
  return { largest: clock.rangePieces(window.from, window.to), isTime: true, asides, note }
}

function tellDifference(view: TrackView, { say, locale }: Voice, clock: Clock): Answer['note'] {
  const { window, promise, delayed, recovered, later } = view
  if (!window || !promise) return null
  const told = clock.range(promise.from, promise.to)
  const laterBy = Date.parse(window.to) - Date.parse(promise.to)
  if (delayed || (later && laterBy > 0)) {
    const why = later ? ` ${say.later[later]}` : ''
    return { text: say.delayed(told, duration(locale, laterBy)) + why, late: delayed }
  }
  if (recovered) return { text: say.recovered(told), late: false }
  const earlier = Date.parse(window.to) <= Date.parse(promise.from)
  return earlier ? { text: say.earlier(told), late: false } : null
}

/** What came of the window that was first told. */
function tellPromise({ promise }: TrackView, at: string, say: Voice['say'], clock: Clock): string | null {
  if (!promise || Date.parse(at) < Date.parse(promise.from)) return null
  const told = clock.range(promise.from, promise.to)
  return Date.parse(at) <= Date.parse(promise.to) ? say.promiseKept(told) : say.promiseBroken(told)
}

const reachedAt = (view: TrackView): string | null =>
  view.steps.find(({ step }) => step === view.milestone)?.reachedAt ?? null
