import { keepForecast, type Forecast } from '../domain/learned.ts'
import { standsNow, type Stood } from '../domain/later.ts'
import { hourInZone } from '../domain/local-time.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { isFinished, type Route } from '../domain/route.ts'
import type { Instant } from '../domain/time.ts'
import { driverKey, type DriverKey } from '../live/bus.ts'

type Said = { kept: readonly Forecast[]; stood?: Stood }

export type Forecasts = {
  /** Notes what is said of a stop now. */
  keep: (driver: DriverKey, route: Route, stopId: string, forecast: Forecast) => void
  /** Notes that the window of a stop was told anew, and how the route stands. */
  told: (driver: DriverKey, route: Route, stopId: string, at: Instant) => void
  /** How the route stood when the window of a stop was last told. */
  stood: (driver: DriverKey, route: Route, stopId: string) => Stood | undefined
  /** Of the stops that were reached: what had been said of them, once. */
  judged: (driver: DriverKey, route: Route, timeZone: string) => DoorstepEvent<'estimate.judged'>[]
  forget: (driver: DriverKey) => void
}

/**
 * What was said of the stops of routes under way, in memory: a process that ends before a stop is reached learns less,
 * and says nothing false.
 */
export function createForecasts(): Forecasts {
  const under = new Map<string, Map<string, Said>>()
  const name = (route: Route, stopId: string): string => `${route.id}\n${stopId}`
  const of = (driver: DriverKey): Map<string, Said> => {
    const said = under.get(driverKey(driver)) ?? new Map<string, Said>()
    under.set(driverKey(driver), said)
    return said
  }
  return {
    keep: (driver, route, stopId, forecast) => {
      const said = of(driver).get(name(route, stopId))
      of(driver).set(name(route, stopId), { ...said, kept: keepForecast(said?.kept ?? [], forecast) })
    },
    told: (driver, route, stopId, at) => {
      const { kept } = of(driver).get(name(route, stopId)) ?? { kept: [] }
      of(driver).set(name(route, stopId), { kept, stood: standsNow(route, at) })
    },
    stood: (driver, route, stopId) => of(driver).get(name(route, stopId))?.stood,
    judged: (driver, route, timeZone) =>
      route.stops.flatMap((stop) => {
        const { arrivedAt } = stop
        if (arrivedAt === undefined && !isFinished(stop)) return []
        const said = of(driver).get(name(route, stop.id))
        of(driver).delete(name(route, stop.id))
        if (!said || arrivedAt === undefined) return []
        const forecasts = said.kept.filter(({ at }) => at < arrivedAt)
        const data = { routeId: route.id, stopId: stop.id, arrivedAt, hour: hourInZone(arrivedAt, timeZone), forecasts }
        return forecasts.length === 0 ? [] : [{ type: 'estimate.judged' as const, time: arrivedAt, data }]
      }),
    forget: (driver) => void under.delete(driverKey(driver)),
  }
}
