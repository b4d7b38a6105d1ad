import type { DriveTimes, Log } from '../ports.ts'

/**
 * Drive times that always come: the fallback answers when the primary rejects or is not there in time, and the
 * answer's `source` says so. What the primary says later is dropped.
 */
export const withFallback =
  (primary: DriveTimes, fallback: DriveTimes, timeoutMs: number, log: Log): DriveTimes =>
  async (points) => {
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(new Error(`no drive times within ${timeoutMs} ms`)), timeoutMs)
    try {
      return await Promise.race([primary(points), late.promise])
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      log({ event: 'drive-times.fell-back', reason, points: points.length })
      return await fallback(points)
    } finally {
      clearTimeout(timer)
    }
  }
