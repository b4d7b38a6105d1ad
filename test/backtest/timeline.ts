import type { Instant } from '../../api/domain/time.ts'
import type { Fix, Trace } from './traces.ts'

/** All that happens at one second, over all vehicles. */
export type Moment = {
  at: Instant
  starts: Trace[]
  fixes: { trace: Trace; fix: Fix }[]
  ends: Trace[]
}

/** The traces of all vehicles as one run of time: drivers who were on the road together are so again. */
export function timelineOf(traces: readonly Trace[]): Moment[] {
  const moments = new Map<Instant, Moment>()
  const momentAt = (at: Instant): Moment => {
    const moment = moments.get(at) ?? { at, starts: [], fixes: [], ends: [] }
    moments.set(at, moment)
    return moment
  }
  for (const trace of traces) {
    const [first, last] = [trace.fixes[0], trace.fixes.at(-1)]
    if (!first || !last) continue
    momentAt(first.at).starts.push(trace)
    for (const fix of trace.fixes) momentAt(fix.at).fixes.push({ trace, fix })
    momentAt(last.at).ends.push(trace)
  }
  return [...moments.values()].sort((a, b) => a.at - b.at)
}
