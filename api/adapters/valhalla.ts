import polyline from '@googlemaps/polyline-codec'
import { z } from 'zod'
import type { Leg } from '../domain/estimate.ts'
import type { LatLng } from '../domain/position.ts'
import type { DriveTimes } from '../ports.ts'
import { ROUTER_TIMEOUT_MS, askRouter, routerUrl } from './ask-router.ts'
import { valhallaConfig } from './valhalla-config.ts'

/** One call of Valhalla's `route` action; answers its JSON, rejects with its error. */
type Ask = (query: RouteQuery) => Promise<unknown>

type RouteQuery = {
  locations: { lat: number; lon: number; type: 'break' }[]
  costing: 'auto'
  units: 'kilometers'
  directions_type: 'none'
}

const routeAnswer = z.object({
  trip: z.object({
    legs: z.array(
      z.object({ summary: z.object({ time: z.number().min(0), length: z.number().min(0) }), shape: z.string() }),
    ),
  }),
})

/** Drive times by Valhalla. One request for the whole route, its legs in the answer. */
export const valhallaDriveTimes =
  (ask: Ask): DriveTimes =>
  async (points) => ({ legs: await valhallaPath(ask)(points), source: 'valhalla' })

/** The streets between consecutive points, for whoever has to move along them. */
export const valhallaPath =
  (ask: Ask) =>
  async (points: readonly LatLng[]): Promise<Required<Leg>[]> => {
    if (points.length < 2) return []
    const locations = points.map(({ lat, lng }) => ({ lat, lon: lng, type: 'break' as const }))
    const answer = await ask({ locations, costing: 'auto', units: 'kilometers', directions_type: 'none' })
    const parsed = routeAnswer.safeParse(answer)
    if (!parsed.success) throw new Error('Valhalla answered in words that are not its own')
    const { legs } = parsed.data.trip
    if (legs.length !== points.length - 1)
      throw new Error(`Valhalla answered ${legs.length} legs for ${points.length} points`)
    return legs.map(({ summary, shape }) => ({
      durationMs: Math.round(summary.time * 1_000),
      meters: Math.round(summary.length * 1_000),
      path: polyline.decode(shape, 6).map(([lat, lng]) => ({ lat, lng })),
    }))
  }

/** A Valhalla server's `POST /route`. A route of more than 20 points needs its `service_limits.auto.max_locations` raised. */
export const valhallaOverHttp = (baseUrl: string, timeoutMs = ROUTER_TIMEOUT_MS): Ask => {
  const url = routerUrl(baseUrl, 'route')
  return (query) =>
    askRouter('Valhalla', url, timeoutMs, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(query),
    })
}

/**
 * Valhalla inside this process, over a folder of its tiles. The package is optional and large, so it is loaded with
 * the first question; it works in threads of its own and does not hold the process up.
 */
export const valhallaInProcess = (tileFolder: string): Ask => {
  let actor: Promise<{ route(query: string): Promise<string> }> | undefined
  const open = async () => {
    const { Actor } = await import('@valhallajs/valhallajs')
    return new Actor(valhallaConfig(tileFolder))
  }
  return async (query) => {
    actor ??= open()
    return JSON.parse(await (await actor).route(JSON.stringify(query)))
  }
}
