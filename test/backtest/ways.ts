import polyline from '@googlemaps/polyline-codec'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { valhallaInProcess, valhallaPath } from '../../api/adapters/valhalla.ts'
import type { Leg } from '../../api/domain/estimate.ts'
import type { LatLng } from '../../api/domain/position.ts'
import { valhallaTiles } from '../tiles.ts'
import type { Folder, Trace } from './traces.ts'

/** What Valhalla says of the way from a fix to a door, streets included. */
export type Ways = (from: LatLng, door: LatLng) => Leg

/** Outside the project, and kept from one run to the next: the streets do not change. */
const CACHE = join(tmpdir(), 'doorstep-backtest')

const nameOf = (from: LatLng, door: LatLng): string => [from.lat, from.lng, door.lat, door.lng].join(',')

/** Asks for the way of every fix of these traces that no run before has asked for. */
export async function waysOf({ pbfPath }: Folder, traces: readonly Trace[], onAsked: (count: number) => void) {
  const tiles = await valhallaTiles(pbfPath)
  const path = join(CACHE, `${basename(tiles)}.json`)
  const known = new Map<string, [durationMs: number, meters: number, streets: string]>(await readCache(path))
  const legs = valhallaPath(valhallaInProcess(tiles))
  let asked = 0
  for (const { fixes, door } of traces) {
    for (const fix of fixes) {
      if (known.has(nameOf(fix, door))) continue
      const [leg] = await legs([fix, door])
      if (!leg) throw new Error('Valhalla told no way')
      const streets = polyline.encode(
        leg.path.map(({ lat, lng }) => [lat, lng] as [number, number]),
        6,
      )
      known.set(nameOf(fix, door), [leg.durationMs, leg.meters, streets])
      asked += 1
      if (asked % 1_000 === 0) onAsked(asked)
    }
  }
  if (asked > 0) await writeCache(path, [...known])
  const ways: Ways = (from, door) => {
    const [durationMs, meters, streets] = known.get(nameOf(from, door)) ?? []
    if (durationMs === undefined || meters === undefined) throw new Error('This way was not asked for')
    return {
      durationMs,
      meters,
      get path() {
        return polyline.decode(streets ?? '', 6).map(([lat, lng]) => ({ lat, lng }))
      },
    }
  }
  return ways
}

async function readCache(path: string): Promise<[string, [number, number, string]][]> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as [string, [number, number, string]][]
  } catch {
    return [] // none yet, or one that a broken-off run has left half
  }
}

async function writeCache(path: string, entries: unknown): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  await writeFile(`${path}.${process.pid}`, JSON.stringify(entries))
  await rename(`${path}.${process.pid}`, path)
}
