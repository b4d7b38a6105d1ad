import type { Legs } from '../domain/estimate.ts'
import type { LatLng, Position } from '../domain/position.ts'
import type { Stop } from '../domain/route.ts'
import { followWay, legsLeft, wayOf, type Way } from '../domain/way.ts'
import { driverKey, type DriverKey } from '../live/bus.ts'
import type { DriveTimes } from '../ports.ts'

export type Ways = {
  /** The legs from where the driver is to the doors ahead. */
  legs: (driver: DriverKey, from: Position | LatLng, stops: readonly Stop[], doors: readonly LatLng[]) => Promise<Legs>
  forget: (driver: DriverKey) => void
}

/**
 * The ways that drivers are on. An engine is asked when the doors ahead are others than before, or the driver has left
 * the streets that it told; else the way that is left is measured along them.
 */
export function createWays(driveTimes: DriveTimes): Ways {
  const under = new Map<string, { doors: string; way: Way }>()
  return {
    legs: async (driver, from, stops, doors) => {
      const key = driverKey(driver)
      const named = stops.map(({ id }, index) => `${id} ${doors[index]?.lat} ${doors[index]?.lng}`).join('\n')
      const known = under.get(key)
      const way = known?.doors === named ? followWay(known.way, from) : undefined
      if (way) {
        under.set(key, { doors: named, way })
        return legsLeft(way)
      }
      under.delete(key)
      const told = await driveTimes([from, ...doors])
      const fresh = wayOf(told)
      if (fresh) under.set(key, { doors: named, way: fresh })
      return told
    },
    forget: (driver) => void under.delete(driverKey(driver)),
  }
}
