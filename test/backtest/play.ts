import { hourInZone } from '../../api/domain/local-time.ts'
import { learnArrival, nothingLearned, type Learned } from '../../api/domain/learned.ts'
import { FITTED, type Prior } from '../../api/domain/prior.ts'
import type { Instant } from '../../api/domain/time.ts'
import { moveOn, setOut, type Drive } from './drive.ts'
import type { Prediction } from './prediction.ts'
import { timelineOf } from './timeline.ts'
import type { Trace } from './traces.ts'
import type { Ways } from './ways.ts'

export type Played = { predictions: Prediction[]; learned: Learned; asked: number }

/** @property learnsFrom whose drives teach once they are over; without it, all */
export type Play = {
  ways: Ways
  timeZone: string
  prior?: Prior
  learned?: Learned
  learnsFrom?: (trace: Trace) => boolean
}

/**
 * Plays drives trip by trip in the order of time, as the product would hear of them: each fix is told of with what was
 * learned from drives that were over by then.
 */
export function play(traces: readonly Trace[], { ways, timeZone, prior = FITTED, ...wish }: Play): Played {
  const predictions: Prediction[] = []
  const under = new Map<Trace, Drive>()
  let learned = wish.learned ?? nothingLearned(prior)
  let asked = 0
  const over: { at: Instant; drive: Drive }[] = []

  function learnUpTo(now: Instant): void {
    while (over[0] && over[0].at < now) {
      const { drive } = over.shift() as { drive: Drive }
      const { arrivedAt } = drive.trace
      const told = { arrivedAt, hour: hourInZone(arrivedAt, timeZone), forecasts: [...drive.kept] }
      learned = learnArrival(learned, told, prior)
    }
  }

  for (const { at, fixes, starts, ends } of timelineOf(traces)) {
    learnUpTo(at)
    for (const trace of starts) under.set(trace, setOut(trace))
    for (const { trace, fix } of fixes) {
      const drive = under.get(trace)
      if (!drive || at >= trace.arrivedAt) continue
      const moved = moveOn(drive, fix, { ways, learned, prior, timeZone })
      under.set(trace, moved.drive)
      predictions.push(moved.prediction)
    }
    for (const trace of ends) {
      const drive = under.get(trace)
      under.delete(trace)
      asked += drive?.asked ?? 0
      if (drive && (wish.learnsFrom?.(trace) ?? true)) over.push({ at, drive })
    }
  }
  return { predictions, learned, asked }
}
