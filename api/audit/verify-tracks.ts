import type { Reader } from '../../db/open.ts'
import type { TrailRow } from '../../db/trail.ts'
import { chunksOf, digestOf } from '../../db/tracks.ts'
import type { Finding } from './finding.ts'

/** Chunks as they are, before the trail that sealed them is walked: what is sealed meanwhile is none of this look's. */
export type Tracks = { names: Map<string, string>; doubled: string[]; misnamed: string[] }

export async function readTracks(reader: Reader, dispensaryId: string): Promise<Tracks> {
  const tracks: Tracks = { names: new Map(), doubled: [], misnamed: [] }
  for await (const track of chunksOf(reader, dispensaryId)) {
    const digest = digestOf(track)
    if (digest !== track.digest) tracks.misnamed.push(digest)
    const name = `driver ${track.driverId}'s of ${track.fixes} fixes from ${track.fromAt}`
    if (tracks.names.has(digest)) tracks.doubled.push(digest)
    tracks.names.set(digest, name)
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
  { names, doubled, misnamed }: Tracks,
  sealed: Map<string, number>,
  length: number,
): Finding[] {
  const at = (digest: string, what: string): Finding => ({
    dispensaryId,
    link: sealed.get(digest) ?? 0,
    what: `${what}: ${names.get(digest)}`,
  })
  const isSealed = (digest: string): boolean => sealed.has(digest)
  const lost = [...sealed].filter(([digest, link]) => link <= length && !names.has(digest))
  return [
    ...[...names.keys()]
      .filter((digest) => !isSealed(digest))
      .map((digest) => at(digest, 'never sealed a track that is there')),
    ...doubled.map((digest) => at(digest, 'sealed once a track that is there twice')),
    ...misnamed.filter(isSealed).map((digest) => at(digest, 'sealed a track that is there under another digest')),
    ...lost.map(([, link]) => ({ dispensaryId, link, what: 'sealed a track that is missing, or was altered' })),
  ]
}
