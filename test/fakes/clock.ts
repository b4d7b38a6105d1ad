import type { Clock } from '../../api/ports.ts'

/** A clock that stands still until the test moves it. */
export function fakeClock(start: string): { clock: Clock; advance: (ms: number) => void; set: (at: number) => void } {
  let now = Date.parse(start)
  return {
    clock: () => now,
    advance: (ms) => {
      now += ms
    },
    set: (at) => {
      now = at
    },
  }
}
