import type { Reader } from '../../db/open.ts'
import type { Driver } from '../../db/positions.ts'
import { decodeTrack } from '../../db/track-codec.ts'
import { chunksBetween, digestOf, looseBetween } from '../../db/tracks.ts'
import { linkOfEvent } from '../../db/trail-links.ts'
import type { TrailRow } from '../../db/trail.ts'
import type { Position } from '../domain/position.ts'
import type { Instant } from '../domain/time.ts'
import { saltsOf } from '../signing.ts'
import { leafOfFix } from './fixes.ts'
import { inUtc } from './local-time.ts'
import { dataOf } from './selection.ts'

/** A driver's time on the road, both ends included. */
export type Period = { driverId: string; from: Instant; to: Instant }

type Fix = Omit<Position, 'at'> & { at: string }
/** A chunk: its fixes of the time, each with its salt; for the others, only the hash that stands for one. */
export type Piece = { digest: string; sealedBy: number | null; fixes: ((Fix & { salt: string }) | string)[] }
export type ExportedTrack = { driverId: string; from: string; to: string; pieces: Piece[]; notYetSealed: Fix[] }

/**
 * Who drove a route, and when, by its rows; a plan told again may give it to another driver on the way.
 * @param rows of the route, oldest first
 * @param now for a route that has not ended
 */
export function periodsOf(rows: readonly TrailRow[], now: Instant): Period[] {
  const periods: Period[] = []
  let [driverId, since] = [undefined as string | undefined, undefined as Instant | undefined]
  const close = (at: Instant): void => {
    if (driverId !== undefined && since !== undefined && at >= since) periods.push({ driverId, from: since, to: at })
  }
  for (const row of rows) {
    const { driverId: planned = driverId } = row.type === 'route.planned' ? dataOf(row) : {}
    if (planned !== driverId) {
      close(row.time)
      driverId = planned
      since = since && row.time
    }
    if (row.type === 'route.departed') since ??= row.time
    if (row.type !== 'route.ended' || since === undefined) continue
    close(row.time)
    return periods
  }
  close(now)
  return periods
}

/** A driver's fixes of a time, and nothing of theirs from before or after it. */
export async function exportedTrack(
  reader: Reader,
  secretKey: Uint8Array,
  driver: Driver,
  { from, to }: Pick<Period, 'from' | 'to'>,
): Promise<ExportedTrack> {
  const pieces: Piece[] = []
  for (const chunk of await chunksBetween(reader, driver, from, to)) {
    const digest = digestOf(chunk)
    const saltOf = saltsOf(secretKey, digest)
    const fixes = readable(chunk.chunk).map((fix, place) =>
      fix.at >= from && fix.at <= to
        ? { ...shown(fix), salt: saltOf(place) }
        : leafOfFix(saltOf(place), fix).toString('hex'),
    )
    const name = `track.sealed:${digest.slice(0, 16)}`
    const sealedBy = (await linkOfEvent(reader, driver.dispensaryId, 'doorstep/tracks', name)) ?? null
    pieces.push({ digest, sealedBy, fixes })
  }
  const loose = (await looseBetween(reader, driver, from, to)).sort((a, b) => a.at - b.at)
  return { driverId: driver.driverId, from: inUtc(from), to: inUtc(to), pieces, notYetSealed: loose.map(shown) }
}

const shown = (fix: Position): Fix => ({ ...fix, at: inUtc(fix.at) })

/** A chunk that was altered past reading has no fixes, which its proof will show. */
function readable(chunk: Uint8Array): Position[] {
  try {
    return decodeTrack(chunk)
  } catch {
    return []
  }
}
