import { straightLineDriveTimes } from '../../api/adapters/straight-line.ts'
import { withFallback } from '../../api/adapters/drive-times.ts'
import type { TrackView } from '../../api/contract.ts'
import { distanceMeters } from '../../api/domain/position.ts'
import type { DriveTimes, Log } from '../../api/ports.ts'
import { createOutsiders } from './outsiders.ts'
import type { Prediction, Said } from './prediction.ts'
import { timelineOf, type Moment } from './timeline.ts'
import type { Fix, Trace } from './traces.ts'
import { startDoorstep } from './whole-doorstep.ts'

export type Heard = { predictions: Prediction[]; positions: number; fellBack: number }

/** Far above what a router in this process takes, so that a busy machine does not change the figures. */
const PATIENCE_MS = 20_000

/**
 * Plays traces through a whole Doorstep by its public API, all vehicles on one clock, and notes what each customer was
 * told at each fix before the arrival. Nobody inside ever hears of what is still to come.
 */
export async function playThroughApi(traces: readonly Trace[], router: DriveTimes): Promise<Heard> {
  let fellBack = 0
  const faults: string[] = []
  const log: Log = (line) => {
    if (line.event === 'drive-times.fell-back') fellBack += 1
    if (line.event === 'background.failed') faults.push(JSON.stringify(line))
  }
  const { driveTimes, forget } = askedOnce(withFallback(router, straightLineDriveTimes, PATIENCE_MS, log))
  const timeline = timelineOf(traces)
  const [first] = timeline
  const position = first?.fixes[0]?.fix
  if (!first || !position) return { predictions: [], positions: 0, fellBack }
  const drivers = new Set(traces.map((trace) => trace.vehicle))
  await using doorstep = await startDoorstep({ driveTimes, log, drivers, position, from: first.at })
  const { setsOut, opensLink, phoneSends, customerSees, handsOver } = createOutsiders(doorstep)
  const predictions: Prediction[] = []

  async function play({ at, starts, fixes, ends }: Moment): Promise<void> {
    doorstep.setClock(at)
    await Promise.all(fixes.map(({ trace, fix }) => phoneSends(trace, fix)))
    await Promise.all(starts.map((trace) => setsOut(trace, at)))
    await Promise.all(starts.map(opensLink))
    await doorstep.idle()
    if (faults.length > 0) throw new Error(faults.join('\n'))
    const judged = fixes.filter(({ trace }) => at < trace.arrivedAt)
    predictions.push(...(await Promise.all(judged.map(({ trace, fix }) => predict(trace, fix)))))
    await Promise.all(ends.map((trace) => handsOver(trace, at)))
    forget()
  }

  async function predict(trace: Trace, fix: Fix): Promise<Prediction> {
    const view = await customerSees(trace)
    const raw = await driveTimes([fix, trace.door])
    return {
      ...{ traceId: trace.id, vehicle: trace.vehicle, at: fix.at, arrivedAt: trace.arrivedAt },
      said: saidIn(view, fix.at),
      doorMeters: distanceMeters(fix, trace.door),
      driveMs: raw.legs[0]?.durationMs ?? 0,
    }
  }

  let positions = 0
  for (const moment of timeline) {
    await play(moment)
    positions += moment.fixes.length
  }
  return { predictions, positions, fellBack }
}

/** Doorstep and the baselines ask for the same way from the same fix. */
function askedOnce(ask: DriveTimes): { driveTimes: DriveTimes; forget: () => void } {
  const answers = new Map<string, ReturnType<DriveTimes>>()
  const driveTimes: DriveTimes = (points) => {
    const asked = JSON.stringify(points.map(({ lat, lng }) => [lat, lng]))
    const answer = answers.get(asked) ?? ask(points)
    answers.set(asked, answer)
    return answer
  }
  return { driveTimes, forget: () => answers.clear() }
}

/** Where the driver is taken to be at the door already, nothing is left to wait for. */
function saidIn({ window, milestone }: TrackView, at: number): Said {
  if (!window) {
    if (milestone !== 'arrived') throw new Error(`An order that is ${milestone} shows no window`)
    return { estimateAt: at, from: at, to: at, latestBy: at }
  }
  const { estimateAt, from, to, latestBy } = window
  const said = { from: Date.parse(from), to: Date.parse(to), latestBy: Date.parse(latestBy) }
  return { estimateAt: Date.parse(estimateAt), ...said }
}
