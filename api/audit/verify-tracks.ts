import type { Reader } from '../../db/open.ts'
import type { TrailRow } from '../../db/trail.ts'
import { chunksOf, digestOf } from '../../db/tracks.ts'
import type { Finding } from './verify.ts'

/** Chunks as they are, before the trail that sealed them is walked: what is sealed meanwhile is none of this look's. */
export type Tracks = { digests: Map<string, string>; doubled: string[] }

export async function readTracks(reader: Reader, dispensaryId: string): Promise<Tracks> {
  const tracks: Tracks = { digests: new Map(), doubled: [] }
  for await (const track of chunksOf(reader, dispensaryId)) {
    const digest = digestOf(track)
    const name = `driver ${track.driverId}'s of ${track.fixes} fixes from ${track.fromAt}`
    if (tracks.digests.has(digest)) tracks.doubled.push(name)
    tracks.digests.set(digest, name)
  }
  return tracks
}

/** The digest that a row of the trail sealed; undefined for other rows, and for one that was altered past reading. */
export function sealedBy({ type, data }: Pick<TrailRow, 'type' | 'data'>): string | undefined {
  if (type !== 'track.sealed') return undefined
  try {
    return (JSON.parse(data) as { digest?: string } | null)?.digest
  } catch {
    return undefined
  }
}

/**
 * Whether every chunk is one whose digest the trail holds, and none that it sealed is missing.
 * @param sealed the link of the row that sealed each digest
 * @param length how long the chain was when the chunks were read
 */
export function trackFindings(
  dispensaryId: string,
  tracks: Tracks,
  sealed: Map<string, number>,
  length: number,
): Finding[] {
  const strange = [...tracks.digests].filter(([digest]) => !sealed.has(digest)).map(([, name]) => name)
  const lost = [...sealed].filter(([digest, link]) => link <= length && !tracks.digests.has(digest))
  return [
    ...strange.map((name) => ({ dispensaryId, link: 0, what: `never sealed a track that is there: ${name}` })),
    ...tracks.doubled.map((name) => ({
      dispensaryId,
      link: 0,
      what: `sealed once a track that is there twice: ${name}`,
    })),
    ...lost.map(([, link]) => ({ dispensaryId, link, what: 'sealed a track that is missing, or was altered' })),
  ]
}
