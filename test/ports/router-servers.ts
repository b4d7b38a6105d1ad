import { once } from 'node:events'
import { type IncomingMessage, type RequestListener, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import polyline from '@googlemaps/polyline-codec'
import { onTestFinished } from 'vitest'
import { valhallaInProcess, valhallaPath } from '../../api/adapters/valhalla.ts'
import { valhallaTiles } from '../tiles.ts'

/** The town's streets in Valhalla itself. */
export const openEngine = async () => valhallaInProcess(await valhallaTiles(TOWN))
const TOWN = new URL('../town/town.osm.pbf', import.meta.url).pathname

/** A server on a free port for the length of one test; its base URL. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Answers a request with a status and JSON, once both are known. */
const answering =
  (answer: (request: IncomingMessage) => Promise<{ status: number; body: unknown }>): RequestListener =>
  (request, response) => {
    answer(request)
      .catch((error: Error) => ({ status: 500, body: { error: error.message } }))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(body))
      })
      .catch((error: Error) => response.destroy(error))
  }

/** Valhalla's own HTTP interface over the real engine: `POST /route`, refusals as `{ error_code, error, ... }`. */
export async function serveValhalla(): Promise<string> {
  const ask = await openEngine()
  return serve(
    answering(async (request) => {
      if (request.method !== 'POST' || request.url !== '/route') return { status: 404, body: { error: 'Try /route' } }
      return ask(JSON.parse(await text(request)))
        .then((body) => ({ status: 200, body }))
        .catch((error: Error) => ({
          status: 400,
          body: { error_code: 171, error: error.message, status_code: 400, status: 'Bad Request' },
        }))
    }),
  )
}

/** OSRM's HTTP interface as its documentation has it (docs/http.md), with the drive times of the real engine. */
export async function serveOsrm(): Promise<string> {
  const path = valhallaPath(await openEngine())
  return serve(
    answering(async (request) => {
      const asked = /^\/route\/v1\/driving\/([-\d.,;]+)(\?.*)?$/.exec(request.url ?? '')
      if (request.method !== 'GET' || !asked) return { status: 400, body: { code: 'InvalidUrl' } }
      const points = (asked[1] as string).split(';').map((pair) => {
        const [lng, lat] = pair.split(',').map(Number) as [number, number]
        return { lat, lng }
      })
      return path(points)
        .then((legs) => ({ status: 200, body: osrmAnswer(legs, points) }))
        .catch(() => ({
          status: 400,
          body: { code: 'NoSegment', message: 'Could not find a matching segment for coordinate 1' },
        }))
    }),
  )
}

type OsrmLeg = { durationMs: number; meters: number; path: { lat: number; lng: number }[] }

const encoded = (points: OsrmLeg['path']): string =>
  polyline.encode(
    points.map(({ lat, lng }): [number, number] => [lat, lng]),
    6,
  )

function osrmAnswer(legs: OsrmLeg[], points: { lat: number; lng: number }[]) {
  const told = legs.map(({ durationMs, meters, path }) => ({
    steps: [path.slice(0, 5), path.slice(4)].map((part) => ({ geometry: encoded(part), distance: 0, duration: 0 })),
    summary: '',
    weight: durationMs / 1_000,
    duration: durationMs / 1_000,
    distance: meters,
  }))
  const sum = (key: 'duration' | 'distance'): number => told.reduce((total, leg) => total + leg[key], 0)
  const route = {
    legs: told,
    weight_name: 'routability',
    weight: sum('duration'),
    duration: sum('duration'),
    distance: sum('distance'),
  }
  const waypoints = points.map(({ lat, lng }) => ({ hint: '', distance: 0, name: '', location: [lng, lat] }))
  return { code: 'Ok', routes: [route], waypoints }
}
