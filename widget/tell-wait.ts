import type { TrackView } from '../api/contract.ts'
import { clockOf, duration } from './clock.ts'
import type { Voice } from './voice.ts'

/** How long the driver at the door waits; `share` of it is over. */
export type WaitTold = { words: string; share: number }

/** @param sinceMs how long ago the view was heard; the clocks of phones and servers are not to be compared */
export function tellWait(view: TrackView, { say, locale }: Voice, sinceMs: number): WaitTold | null {
  if (!view.waits) return null
  const [since, until] = [Date.parse(view.waits.since), Date.parse(view.waits.until)]
  const leftMs = until - (Date.parse(view.asOf) + sinceMs)
  const driver = view.driver?.firstName ?? null
  const time = clockOf(locale, view.dispensary.timeZone).time(view.waits.until)
  const words = leftMs > 0 ? say.waits(driver, time, duration(locale, leftMs, 1)) : say.waited(driver, time)
  return { words, share: Math.min(1, Math.max(0, 1 - leftMs / (until - since))) }
}
