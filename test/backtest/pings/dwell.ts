import { z } from 'zod'
import { distanceMeters, moved, type Position } from '../../../api/domain/position.ts'
import { seconds, type Instant } from '../../../api/domain/time.ts'
import { follow, type TrackPoint } from '../../../api/domain/track.ts'
import { dataFolder, readRows } from './legs.ts'

/** A stretch of a chunk; open where the chunk begins or ends before it does. */
export type Stay = { from: Instant; to: Instant; openFrom: boolean; openTo: boolean }
/** Some minutes of a delivery driver, with the stays on foot or parked that people have labelled. */
export type Chunk = { id: number; fixes: Position[]; stays: Stay[] }

const number = z.string().regex(/\S/).transform(Number).pipe(z.number())
const row = z.object({ chunk: number, t_s: number, x_m: number, y_m: number, label: z.enum(['driving', 'onfoot']) })

/** What such phones claim; the data say nothing of it. */
const CLAIMED_METERS = 10
/** The chunks lie around points that nobody tells. */
const SOMEWHERE = { lat: 37, lng: -122 }

export async function readChunks(): Promise<Chunk[]> {
  const rows = Map.groupBy(await readRows(`${dataFolder('amazon-goal')}pings.csv`, row), ({ chunk }) => chunk)
  return [...rows].map(([id, its]) => {
    const fixes = its.map(({ t_s, x_m, y_m }) => ({
      ...moved(SOMEWHERE, x_m, y_m),
      at: Math.round(seconds(t_s)),
      accuracyMeters: CLAIMED_METERS,
    }))
    const onFoot = its.map(({ label }) => label === 'onfoot')
    return { id, fixes, stays: staysOf(fixes, onFoot) }
  })
}

/** Runs of fixes that are marked, each until the first that is not. */
function staysOf(fixes: readonly Position[], marked: readonly boolean[]): Stay[] {
  const stays: Stay[] = []
  for (const [index, { at }] of fixes.entries()) {
    if (!marked[index]) continue
    const last = stays.at(-1)
    const next = fixes[index + 1]
    const until = { to: next?.at ?? at, openTo: !next }
    if (last && marked[index - 1]) Object.assign(last, until)
    else stays.push({ from: at, openFrom: index === 0, ...until })
  }
  return stays
}

/** As the track knows it while the fixes come. */
export function staysByTrack({ fixes }: Chunk): Stay[] {
  let point: TrackPoint | undefined
  const since: (Instant | undefined)[] = []
  for (const fix of fixes) {
    point = follow(point, fix)
    since.push(point.slowSince)
  }
  const slow = since.map((at) => at !== undefined)
  return staysOf(fixes, slow).map((stay) => {
    const first = fixes.findIndex(({ at }) => at === stay.from)
    const from = since[first] ?? stay.from
    return { ...stay, from, openFrom: first <= 1 }
  })
}

/** Within so many metres of where it began for so many seconds. */
export const staysByRadius =
  (radiusMeters: number, lastsSeconds: number) =>
  ({ fixes }: Chunk): Stay[] => {
    const marked = fixes.map(() => false)
    for (let first = 0; first < fixes.length; first += 1) {
      const start = fixes[first]
      if (!start) break
      const out = fixes.findIndex((fix, index) => index > first && distanceMeters(start, fix) > radiusMeters)
      const last = (out < 0 ? fixes.length : out) - 1
      if ((fixes[last]?.at ?? 0) - start.at < seconds(lastsSeconds)) continue
      marked.fill(true, first, last + 1)
      first = last
    }
    return staysOf(fixes, marked)
  }

const LABELLED_AT_LEAST = seconds(20)
const FOUND_AT_LEAST = seconds(30)
const ALIKE = 0.5

export type DwellScore = { labelled: number; found: number; both: number; begin: number[]; end: number[] }

/** A found stay is a labelled one where they overlap by half of what both take together; each is so once. */
export function scoreStays(chunks: readonly Chunk[], find: (chunk: Chunk) => Stay[]): DwellScore {
  const score: DwellScore = { labelled: 0, found: 0, both: 0, begin: [], end: [] }
  for (const chunk of chunks) {
    const labelled = chunk.stays.filter(({ from, to }) => to - from >= LABELLED_AT_LEAST)
    const found = new Set(find(chunk).filter(({ from, to }) => to - from >= FOUND_AT_LEAST))
    score.labelled += labelled.length
    score.found += found.size
    for (const stay of labelled) {
      const [best] = [...found].sort((a, b) => overlap(stay, b) - overlap(stay, a))
      if (!best || overlap(stay, best) < ALIKE) continue
      found.delete(best)
      score.both += 1
      if (!stay.openFrom && !best.openFrom) score.begin.push(best.from - stay.from)
      if (!stay.openTo && !best.openTo) score.end.push(best.to - stay.to)
    }
  }
  return score
}

function overlap(a: Stay, b: Stay): number {
  const both = Math.min(a.to, b.to) - Math.max(a.from, b.from)
  return both <= 0 ? 0 : both / (Math.max(a.to, b.to) - Math.min(a.from, b.from))
}
