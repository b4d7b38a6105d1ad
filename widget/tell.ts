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
      return { headline: view.delayed ? say.late(driver) : headline, ...tellWindow(view, { say, locale }, clock) }
    case 'arrived':
      return { headline, ...words(say.words.comeToTheDoor), asides: [say.bringId], note: null }
    case 'delivered': {
      const at = reachedAt(view) ?? view.asOf
      const enjoy = clock.isEvening(at) ? say.words.enjoy.evening : say.words.enjoy.day
      return { headline, ...words(enjoy), asides: [say.deliveredAt(clock.time(at))], note: null }
    }
    case 'not-delivered': {
      const why = say.notDelivered[view.reason ?? 'other'] ?? say.notDelivered.other
      return { headline, ...words(why), asides: [say.askStore(store)], note: null }
    }
    case 'returned':
      return { headline, ...words(say.words.returned), asides: [say.askStore(store)], note: null }
    case 'cancelled':
      return { headline, ...words(say.words.cancelled), asides: [say.surprised(store)], note: null }
    default:
      return view.milestone satisfies never
  }
}

function tellWindow(view: TrackView, voice: Voice, clock: Clock): Omit<Answer, 'headline'> {
  const { say } = voice
  const { window, stopsBefore, milestone, asOf } = view
  const stops = milestone === 'out-for-delivery' && stopsBefore !== null && say.stopsBefore(stopsBefore)
  const by =
    window && Date.parse(window.latestBy) > Date.parse(window.to) && say.veryLikelyBy(clock.time(window.latestBy))
  const note = tellDifference(view, voice, clock)
  if (view.arrivingNow) return { ...words(say.words.anyMinute), asides: present([by]), note }
  if (!window) return { ...words(say.words.tellYou), asides: present([stops, say.whenKnown]), note }
  const rough = window.source === 'straight-line' && say.rough
  const asides = present([clock.dayUnlessSame(window.from, asOf), stops, by, rough])
  return { largest: clock.rangePieces(window.from, window.to), isTime: true, asides, note }
}

function tellDifference({ window, promise, delayed }: TrackView, { say, locale }: Voice, clock: Clock): Answer['note'] {
  if (!window || !promise) return null
  const told = clock.range(promise.from, promise.to)
  const later = Date.parse(window.to) - Date.parse(promise.to)
  if (delayed) return { text: say.delayed(told, duration(locale, later)), late: true }
  const earlier = Date.parse(window.to) <= Date.parse(promise.from)
  return earlier ? { text: say.earlier(told), late: false } : null
}

const reachedAt = (view: TrackView): string | null =>
  view.steps.find(({ step }) => step === view.milestone)?.reachedAt ?? null
