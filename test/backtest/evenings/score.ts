import { dwellMs } from '../../../api/domain/dwell.ts'
import { minutes, seconds } from '../../../api/domain/time.ts'
import { isLaterCause, type LaterCause } from '../../../api/domain/window.ts'
import { TOWN, type MadeRoute, type MadeStop } from './made-up.ts'
import type { Heard, Revised } from './play-evenings.ts'

/** A minute in which a customer was shown a window: whether the arrival was inside it, and how far away both were. */
type Shown = { inside: boolean; byLatest: boolean; leftMs: number; doors: number; widthMs: number; errorMs: number }

export type Score = {
  deliveries: number
  shown: Shown[]
  /** Orders whose promise was met, missed too early and too late; and how far the noticed arrival was off, at most of nine in ten. */
  promises: { within: number; early: number; late: number; unknown: number; noticedWithinMs: number }
  /** Of later ends on routes with one known trouble, after it: how often each cause was said. */
  causes: Record<string, Partial<Record<LaterCause, number>>>
  dwell: { learnedMs: number; trueMs: number }
}

export function scoreOf(routes: readonly MadeRoute[], { revised, orders, learned }: Heard): Score {
  const shown: Shown[] = []
  const causes: Score['causes'] = {}
  const promises = { within: 0, early: 0, late: 0, unknown: 0, noticedWithinMs: 0 }
  const off: number[] = []
  for (const route of routes) {
    for (const stop of route.stops) {
      const its = revised.get(stop.id) ?? []
      shown.push(...minutesOf(route, stop, its))
      const { met } = orders.get(stop.id) ?? {}
      if (met === undefined) promises.unknown += 1
      else promises[met.missedMs === 0 ? 'within' : met.missedMs < 0 ? 'early' : 'late'] += 1
      if (met) off.push(Math.abs(met.at - stop.arrivesAt))
      for (const { at, cause } of its) {
        if (!isLaterCause(cause)) continue
        const because = troubleAt(route, stop, at)
        if (!because) continue
        const said = causes[because] ?? {}
        causes[because] = { ...said, [cause]: (said[cause] ?? 0) + 1 }
      }
    }
  }
  promises.noticedWithinMs = off.sort((a, b) => a - b)[Math.floor(0.9 * off.length)] ?? 0
  const stays = routes
    .flatMap(({ stops, longStop }) =>
      stops.filter(({ id }) => id !== longStop).map((stop) => stop.leavesAt - stop.arrivesAt),
    )
    .sort((a, b) => a - b)
  const dwell = {
    learnedMs: learned ? dwellMs(learned.dwell) : 0,
    trueMs: stays[Math.floor(stays.length / 2)] ?? TOWN.stayMs,
  }
  return { deliveries: routes.reduce((sum, { stops }) => sum + stops.length, 0), shown, promises, causes, dwell }
}

/** The window of each minute from the first that was told until the door was reached. */
function minutesOf({ stops }: MadeRoute, { arrivesAt }: MadeStop, revised: readonly Revised[]): Shown[] {
  const shown: Shown[] = []
  let index = 0
  for (let at = revised[0]?.at ?? arrivesAt; at < arrivesAt; at += minutes(1)) {
    while ((revised[index + 1]?.at ?? Number.POSITIVE_INFINITY) <= at) index += 1
    const window = revised[index]
    if (!window) break
    const { from, to, latestBy, estimateAt } = window
    shown.push({
      inside: from <= arrivesAt && arrivesAt <= to,
      byLatest: arrivesAt <= latestBy,
      leftMs: arrivesAt - at,
      doors: stops.filter((stop) => stop.arrivesAt < arrivesAt && stop.leavesAt > at).length,
      widthMs: to - from,
      errorMs: Math.max(at, estimateAt) - arrivesAt,
    })
  }
  return shown
}

/** The trouble that a later end at this moment must come from, where there can be no other. */
function troubleAt(
  { longStop, silent, resequencedAt, stops, planned }: MadeRoute,
  stop: MadeStop,
  at: number,
): string | undefined {
  const long = stops.find(({ id }) => id === longStop)
  if (long && stop.arrivesAt > long.leavesAt && at > long.arrivesAt + minutes(8) && at < long.leavesAt)
    return 'long stop'
  if (silent && at > silent.from + minutes(4) && at < silent.to) return 'lost signal'
  const wentBack = planned.indexOf(stop.id) < stops.indexOf(stop)
  if (resequencedAt !== undefined && wentBack && Math.abs(at - resequencedAt) < seconds(20)) return 'resequenced'
  const isAlone = stops[0] === stop && at > 0
  return isAlone && !silent ? 'streets' : undefined
}
