import type { Position } from './position.ts'
import type { Instant } from './time.ts'

/** One driver's fixes of the last while, oldest first, one for each instant. */
export type RememberedFixes = {
  add: (fix: Position) => void
  has: (at: Instant) => boolean
  /** Those after an instant. */
  since: (after: Instant) => readonly Position[]
  forgetBefore: (instant: Instant) => void
  size: () => number
}

/** Fixes nearly always come in the order of their times, so to add one is to append it, and the rest is a search. */
export function rememberedFixes(): RememberedFixes {
  let fixes: Position[] = []

  /** The place of the first fix that is not before an instant. */
  function placeOf(at: Instant): number {
    const last = fixes.at(-1)
    if (!last || last.at < at) return fixes.length
    let [low, high] = [0, fixes.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((fixes[middle]?.at ?? 0) < at) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    add: (fix) => {
      const place = placeOf(fix.at)
      if (fixes[place]?.at === fix.at) return
      if (place === fixes.length) fixes.push(fix)
      else fixes.splice(place, 0, fix)
    },
    has: (at) => fixes[placeOf(at)]?.at === at,
    since: (after) => {
      const place = placeOf(after + 1)
      return place === 0 ? fixes : fixes.slice(place)
    },
    forgetBefore: (instant) => {
      const place = placeOf(instant)
      if (place > 0) fixes = fixes.slice(place)
    },
    size: () => fixes.length,
  }
}
