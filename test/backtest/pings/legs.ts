import { parse } from 'csv-parse/sync'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { LatLng, Position } from '../../../api/domain/position.ts'
import { seconds, type Instant } from '../../../api/domain/time.ts'
import { offRoute } from './route-line.ts'

/** Traces stay outside the project. */
export const dataFolder = (name: string): string =>
  fileURLToPath(new URL(`../../../../shared/data/${name}/`, import.meta.url))
export const hasData = (name: string): boolean => existsSync(`${dataFolder(name)}README.md`)

/** A fix as a phone made it, and when its app had it to send. */
export type Sent = { fix: Position; sentAt: Instant }

/** One phone carried along one leg to its end, whose way and time somebody noted. */
export type Leg = {
  run: string
  phone: string
  sensing: string
  mode: string
  startedAt: Instant
  endedAt: Instant
  route: readonly LatLng[]
  /** In the order in which they could be sent. */
  sent: Sent[]
}

const number = z.string().regex(/\S/).transform(Number).pipe(z.number())
const maybe = z.string().transform((cell) => (cell === '' ? undefined : Number(cell)))
const runRow = z.object({ run_id: z.string(), leg: z.string(), mode: z.string(), start_ts: number, end_ts: number })
const pingRow = z.object({
  run_id: z.string(),
  phone: z.string(),
  sensing: z.string(),
  ts: number,
  write_ts: number,
  lat: number,
  lon: number,
  accuracy_m: maybe,
})
const line = z.object({ coordinates: z.array(z.tuple([z.number(), z.number()])) })
const routes = z.object({
  features: z.array(z.object({ properties: z.object({ leg: z.string() }), geometry: line })),
})

export async function readRows<T>(path: string, row: z.ZodType<T>): Promise<T[]> {
  const rows: unknown[] = parse(await readFile(path), { columns: true, skip_empty_lines: true })
  return rows.map((one) => row.parse(one))
}

/** Reads the phones that were carried along known ways. */
export async function readLegs(): Promise<Leg[]> {
  const folder = dataFolder('mobilitynet-phones')
  const runs = new Map((await readRows(`${folder}runs.csv`, runRow)).map((run) => [run.run_id, run]))
  const ways = new Map<string, LatLng[][]>()
  for (const { properties, geometry } of routes.parse(
    JSON.parse(await readFile(`${folder}true_routes.geojson`, 'utf8')),
  ).features) {
    const way = geometry.coordinates.map(([lng, lat]) => ({ lat, lng }))
    ways.set(properties.leg, [...(ways.get(properties.leg) ?? []), way])
  }
  const legs = new Map<string, Leg>()
  for (const row of await readRows(`${folder}pings.csv`, pingRow)) {
    const run = runs.get(row.run_id)
    if (!run) throw new Error(`No run ${row.run_id}`)
    const key = `${row.run_id} ${row.phone} ${row.sensing}`
    const leg = legs.get(key) ?? {
      ...{ run: row.run_id, phone: row.phone, sensing: row.sensing, mode: run.mode },
      ...{ startedAt: seconds(run.start_ts), endedAt: seconds(run.end_ts), route: [], sent: [] },
    }
    legs.set(key, leg)
    leg.sent.push(sentOf(row))
  }
  const all = [...legs.values()]
  return all.map((leg) => ({ ...leg, route: routeTaken(leg, all, ways.get(runs.get(leg.run)?.leg ?? '') ?? []) }))
}

export const sentOf = (row: {
  ts: number
  lat: number
  lon: number
  accuracy_m?: number | undefined
  write_ts?: number
}): Sent => {
  const at = Math.round(seconds(row.ts))
  const accuracy = row.accuracy_m === undefined ? {} : { accuracyMeters: row.accuracy_m }
  return { fix: { at, lat: row.lat, lng: row.lon, ...accuracy }, sentAt: Math.round(seconds(row.write_ts ?? row.ts)) }
}

/** Of the ways that were noted for a leg, the one that the good fixes of all phones of the run keep nearest to. */
function routeTaken({ run }: Leg, all: readonly Leg[], ways: readonly LatLng[][]): readonly LatLng[] {
  const [only] = ways
  if (only && ways.length === 1) return only
  const fixes = all
    .filter((leg) => leg.run === run)
    .flatMap(({ sent, startedAt, endedAt }) => sent.filter(({ fix }) => fix.at >= startedAt && fix.at <= endedAt))
    .filter(({ fix }) => (fix.accuracyMeters ?? Infinity) <= 70)
    .filter((_, index, list) => index % Math.ceil(list.length / 400) === 0)
  const offs = ways.map((way) => ({
    way,
    off: fixes.reduce((sum, { fix }) => sum + Math.min(200, offRoute(way, fix).meters), 0),
  }))
  const [best] = offs.sort((a, b) => a.off - b.off)
  if (!best) throw new Error(`No route of ${run}`)
  return best.way
}
