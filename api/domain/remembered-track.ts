import type { Position } from './position.ts'
import type { Instant } from './time.ts'
import { follow, type TrackPoint } from './track.ts'

/** One driver's last while. */
export type RememberedTrack = {
  /** A fix may come late; of those of one instant the first is kept. */
  add: (fix: Position) => void
  has: (at: Instant) => boolean
  /** What was believed after an instant, oldest first; fixes that are not believed are left out. */
  since: (after: Instant) => readonly TrackPoint[]
  /** What people may be told of it, oldest first. */
  shownSince: (after: Instant) => readonly Position[]
  forgetBefore: (instant: Instant) => void
  size: () => number
}

/**
 * Fixes nearly always come in the order of their times, so to add one is to append it. The track takes its steps when
 * somebody asks, for nobody asks for drivers who are on no route; after a fix that comes late those behind it are taken
 * again, so that what is believed depends on what was told, not on when.
 */
export function rememberedTrack(): RememberedTrack {
  let fixes: Position[] = []
  /** After each fix, as far as somebody has asked; those which are not believed leave it as it was. */
  let after: TrackPoint[] = []
  let forgotten: TrackPoint | undefined
  let believed: TrackPoint[] = []
  let shown: Position[] = []

  function catchUp(): void {
    for (const fix of fixes.slice(after.length)) {
      const point = follow(after.at(-1) ?? forgotten, fix)
      after.push(point)
      if (point.at !== fix.at) continue
      believed.push(point)
      if (point.shown?.at === fix.at) shown.push(point.shown)
    }
  }

  function insert(place: number, fix: Position): void {
    fixes.splice(place, 0, fix)
    if (after.length <= place) return
    after.length = place
    believed.length = placeOf(believed, fix.at)
    shown.length = placeOf(shown, fix.at)
  }

  return {
    add: (fix) => {
      const place = placeOf(fixes, fix.at)
      if (fixes[place]?.at === fix.at) return
      if (place === fixes.length) fixes.push(fix)
      else insert(place, fix)
    },
    has: (at) => fixes[placeOf(fixes, at)]?.at === at,
    since: (instant) => {
      catchUp()
      return from(believed, instant + 1)
    },
    shownSince: (instant) => {
      catchUp()
      return from(shown, instant + 1)
    },
    forgetBefore: (instant) => {
      const place = placeOf(fixes, instant)
      if (place === 0) return
      // Of steps that nobody has asked for nothing is kept: the track begins anew with what is left.
      forgotten = after[place - 1]
      fixes = fixes.slice(place)
      after = after.slice(place)
      believed = from(believed, instant).slice()
      shown = from(shown, instant).slice()
    },
    size: () => fixes.length,
  }
}

/** The place of the first that is not before an instant. */
function placeOf(list: readonly Position[], at: Instant): number {
  const last = list.at(-1)
  if (!last || last.at < at) return list.length
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle]?.at ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

function from<P extends Position>(list: P[], at: Instant): P[] {
  const place = placeOf(list, at)
  return place === 0 ? list : list.slice(place)
}
