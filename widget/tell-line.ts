import type { TrackView } from '../api/contract.ts'
import { timeRange } from './formats.ts'
import type { LineVoice } from './voice.ts'

/** The order in one line: where it is, and when it comes, where that is known. */
export function tellLine(view: TrackView, { say, locale }: LineVoice): { headline: string; when: string | null } {
  const { window, arrivingNow, milestone, delayed, dispensary } = view
  const driver = view.driver?.firstName ?? null
  return {
    headline: delayed && window ? say.late(driver) : say.headline[milestone](driver),
    when: arrivingNow ? say.anyMinute : window && timeRange(locale, dispensary.timeZone, window.from, window.to),
  }
}
