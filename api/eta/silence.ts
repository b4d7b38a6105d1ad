import type { Position } from '../domain/position.ts'
import { minutes, seconds, type Instant } from '../domain/time.ts'
import { driverKey, type DriverKey } from '../live/bus.ts'
import type { Clock } from '../ports.ts'

/**
 * After so long a silence something may be known that the last fix did not tell: they stay, they stopped, the signal is
 * gone. From then on the window moves along; nobody is believed to be on the road who was silent for two hours.
 */
const TELLS_AFTER = [
  ...[30, 60, 90, 180, 300].map(seconds),
  ...Array.from({ length: 23 }, (_, n) => minutes(10) + n * minutes(5)),
]

export type Silence = {
  /** Of these drivers those whose silence has come to tell something since this was last asked. */
  tells: (drivers: Iterable<DriverKey>) => DriverKey[]
}

export function createSilence(deps: { recent: (driver: DriverKey) => readonly Position[]; clock: Clock }): Silence {
  const { recent, clock } = deps
  let told = new Map<string, { since: Instant; times: number }>()

  return {
    tells: (drivers) => {
      const before = told
      told = new Map()
      return [...drivers].filter((driver) => {
        const key = driverKey(driver)
        const since = recent(driver).at(-1)?.at ?? before.get(key)?.since // fixes are not remembered so long
        if (since === undefined) return false
        const times = TELLS_AFTER.filter((after) => clock() - since >= after).length
        told.set(key, { since, times })
        const known = before.get(key)
        return times > (known?.since === since ? known.times : 0)
      })
    },
  }
}
