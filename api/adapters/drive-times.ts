import { seconds } from '../domain/time.ts'
import type { DriveTimes, Log } from '../ports.ts'

/** A router that failed so often in a row is down or drowning: it is let alone for a while, and nobody waits for it. */
const FAILURES_IN_A_ROW = 3
const LET_ALONE_MS = seconds(15)

/**
 * Drive times that always come: the fallback answers when the primary rejects or is not there in time, and the
 * answer's `source` says so. What the primary says later is dropped.
 */
export function withFallback(
  primary: DriveTimes,
  fallback: DriveTimes,
  timeoutMs: number,
  log: Log,
  stopwatch = () => performance.now(),
): DriveTimes {
  let failures = 0
  let askAgainAt = 0

  async function ask(points: Parameters<DriveTimes>[0]): ReturnType<DriveTimes> {
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(new Error(`no drive times within ${timeoutMs} ms`)), timeoutMs)
    try {
      const told = await Promise.race([primary(points), late.promise])
      failures = 0
      return told
    } finally {
      clearTimeout(timer)
    }
  }

  return async (points) => {
    if (failures >= FAILURES_IN_A_ROW && stopwatch() < askAgainAt) return fallback(points)
    try {
      return await ask(points)
    } catch (error) {
      failures += 1
      askAgainAt = stopwatch() + LET_ALONE_MS
      const reason = error instanceof Error ? error.message : String(error)
      log({ event: 'drive-times.fell-back', reason, points: points.length })
      return await fallback(points)
    }
  }
}
