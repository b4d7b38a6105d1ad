import type { Clock } from '../../api/ports.ts'

/** A clock that runs from `startAt` at `speed` times the real one, once it is started. */
export function fastClock(startAt: number, speed: number) {
  let startedAt: number | undefined
  const clock: Clock = () => (startedAt === undefined ? startAt : Math.round(startAt + (performance.now() - startedAt) * speed))
  return {
    clock,
    start: () => {
      startedAt = performance.now()
    },
    until: async (at: number): Promise<void> => {
      const waitMs = (at - clock()) / speed
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    },
  }
}
