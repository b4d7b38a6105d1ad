import { parse } from 'csv-parse/sync'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { LatLng } from '../../api/domain/position.ts'
import { seconds, type Instant } from '../../api/domain/time.ts'

export type Fix = LatLng & { at: Instant }

/** A real drive to one door: what the vehicle's phone would have sent, and when it truly was there. */
export type Trace = {
  id: string
  vehicle: string
  door: LatLng
  arrivedAt: Instant
  /** Fit to judge an estimate by, as the folder's author saw it. */
  clean: boolean
  /** Oldest first; the drive begins with the first and ends with the last. */
  fixes: Fix[]
}

/** Traces, and the map of the same streets. */
export type Folder = { path: string; traces: Trace[]; pbfPath: string }

/** What the person who named the folder can put right. */
export class WrongFolder extends Error {}

const number = z.string().regex(/\S/).transform(Number).pipe(z.number())
const trip = z.object({
  trip_id: z.string().min(1),
  vehicle: z.string().min(1),
  arrive50_ts: number,
  dest_lat: number,
  dest_lon: number,
  clean: z.enum(['0', '1']),
})
const ping = z.object({ trip_id: z.string().min(1), ts: number, lat: number, lon: number })

/** Reads `trips.csv`, `pings.csv` (times in Unix seconds, WGS84) and finds the one OpenStreetMap extract beside them. */
export async function readFolder(path: string): Promise<Folder> {
  const names = await readdir(path).catch(() => {
    throw new WrongFolder(`${path} is not a folder that can be read`)
  })
  const pbfs = names.filter((name) => name.endsWith('.osm.pbf'))
  const lacking = [
    ...['trips.csv', 'pings.csv'].filter((name) => !names.includes(name)),
    ...(pbfs.length === 1 ? [] : ['exactly one *.osm.pbf']),
  ]
  const [pbf] = pbfs
  if (lacking.length > 0 || pbf === undefined) {
    throw new WrongFolder(
      `${path} lacks ${lacking.join(', ')}; a folder of traces holds trips.csv, pings.csv and a map`,
    )
  }
  const trips = await readRows(join(path, 'trips.csv'), trip)
  const fixes = fixesByTrip(await readRows(join(path, 'pings.csv'), ping))
  const traces = trips.map(
    (row): Trace => ({
      id: row.trip_id,
      vehicle: row.vehicle,
      door: { lat: row.dest_lat, lng: row.dest_lon },
      arrivedAt: seconds(row.arrive50_ts),
      clean: row.clean === '1',
      fixes: fixes.get(row.trip_id) ?? [],
    }),
  )
  return { path, traces: traces.filter((trace) => trace.fixes.length > 0), pbfPath: join(path, pbf) }
}

async function readRows<T>(path: string, row: z.ZodType<T>): Promise<T[]> {
  const rows: unknown = parse(await readFile(path), { columns: true, skip_empty_lines: true, trim: true })
  const read = z.array(row).safeParse(rows)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const [index, column] = issue?.path ?? []
  throw new WrongFolder(`${path}, row ${Number(index) + 1}, column ${String(column)}: ${issue?.message}`)
}

function fixesByTrip(pings: z.infer<typeof ping>[]): Map<string, Fix[]> {
  const fixes = Map.groupBy(pings, (row) => row.trip_id)
  return new Map(
    [...fixes].map(([id, rows]) => [
      id,
      rows.map(({ ts, lat, lon }) => ({ at: seconds(ts), lat, lng: lon })).sort((a, b) => a.at - b.at),
    ]),
  )
}

/** The clean traces, or all; of them at most so many, spread over the folder. */
export function pick({ path, traces }: Folder, { all = false, limit = Number.POSITIVE_INFINITY } = {}): Trace[] {
  const fit = traces.filter((trace) => all || trace.clean)
  const share = Math.min(1, limit / fit.length)
  const picked = fit.filter((_, index) => Math.floor(index * share) > Math.floor((index - 1) * share))
  if (new Set(picked.map((trace) => trace.vehicle)).size < 2) {
    throw new WrongFolder(
      `${path} gives trips of fewer than two vehicles, and the baselines of each are fitted on the others`,
    )
  }
  return picked
}
