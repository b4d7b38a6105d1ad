import polyline from '@googlemaps/polyline-codec'
import { z } from 'zod'
import type { LatLng } from '../domain/position.ts'
import type { DriveTimes } from '../ports.ts'
import { ROUTER_TIMEOUT_MS, askRouter, routerUrl } from './ask-router.ts'

const leg = z.object({
  duration: z.number().min(0),
  distance: z.number().min(0),
  steps: z.array(z.object({ geometry: z.string() })).optional(),
})
const routeAnswer = z.object({
  code: z.literal('Ok'),
  routes: z.array(z.object({ legs: z.array(leg) })).min(1),
})

/** Drive times by an OSRM server: `GET /route/v1/driving`, the whole route in one request. */
export const osrmDriveTimes =
  (baseUrl: string, timeoutMs = ROUTER_TIMEOUT_MS): DriveTimes =>
  async (points) => {
    if (points.length < 2) return { legs: [], source: 'osrm' }
    const coordinates = points.map(({ lat, lng }) => `${lng.toFixed(6)},${lat.toFixed(6)}`).join(';')
    const url = routerUrl(baseUrl, `route/v1/driving/${coordinates}?overview=false&steps=true&geometries=polyline6`)
    const parsed = routeAnswer.safeParse(await askRouter('OSRM', url, timeoutMs))
    if (!parsed.success) throw new Error('OSRM answered in words that are not its own')
    const legs = parsed.data.routes[0]?.legs ?? []
    if (legs.length !== points.length - 1)
      throw new Error(`OSRM answered ${legs.length} legs for ${points.length} points`)
    return {
      legs: legs.map(({ duration, distance, steps = [] }) => ({
        durationMs: Math.round(duration * 1_000),
        meters: Math.round(distance),
        path: steps.flatMap(({ geometry }) => pointsOf(geometry)),
      })),
      source: 'osrm',
    }
  }

const pointsOf = (geometry: string): LatLng[] => polyline.decode(geometry, 6).map(([lat, lng]) => ({ lat, lng }))
