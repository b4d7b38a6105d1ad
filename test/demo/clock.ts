import type { Clock } from '../../api/ports.ts'

const LOOK_AGAIN_MS = 100

/** A clock that runs from `startAt` at `speed` times the real one, while it is running. */
export function fastClock(startAt: number, speed: number) {
  let at = startAt
  let since: number | undefined
  const clock: Clock = () => Math.round(since === undefined ? at : at + (performance.now() - since) * speed)
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

  function run(): void {
    since ??= performance.now()
  }

  function stand(): void {
    at = clock()
    since = undefined
  }

  async function until(moment: number): Promise<void> {
    while (clock() < moment) {
      const leftMs = (moment - clock()) / speed
      await sleep(since === undefined ? LOOK_AGAIN_MS : Math.max(1, leftMs))
    }
  }

  return { clock, run, stand, until }
}
