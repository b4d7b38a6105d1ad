import { chainHead, chainHeads, rowsOfChain, type ChainHead } from '../../db/chain-rows.ts'
import { hashOf } from '../../db/chain.ts'
import type { Reader } from '../../db/open.ts'
import type { TrailRow } from '../../db/trail.ts'
import { readTracks, sealedBy, trackFindings } from './verify-tracks.ts'

/** Something that was done to the trail, and at which link of its chain. */
export type Finding = { dispensaryId: string; link: number; what: string }
export type Verified = { dispensaryId: string; rows: number; hash: string; findings: Finding[] }

/** One chain after the other, row by row, in little memory; rows may be written meanwhile. */
export async function* verifyChains(reader: Reader): AsyncGenerator<Verified> {
  for (const head of await chainHeads(reader)) {
    const tracks = await readTracks(reader, head.dispensaryId)
    const walk = await walkChain(reader, head)
    const now = (await chainHead(reader, head.dispensaryId)) ?? head
    const { dispensaryId, rows, end, findings } = walk
    const ofTracks = trackFindings(dispensaryId, tracks, walk.sealed, head.chainLength ?? 0)
    yield { dispensaryId, rows, hash: end.hash, findings: [...findings, ...atTheEnd(walk, head, now), ...ofTracks] }
  }
}

type Walk = {
  dispensaryId: string
  rows: number
  end: { link: number; hash: string; seq: number }
  behind: TrailRow[]
  /** The link of the row that sealed each track. */
  sealed: Map<string, number>
  findings: Finding[]
}

/**
 * Walks a chain from its first row. After a fault the walk goes on from the hash that the row claims, so that one
 * fault is named once and a second one is still found.
 */
async function walkChain(reader: Reader, { dispensaryId, chainLength }: ChainHead): Promise<Walk> {
  const walk: Walk = {
    dispensaryId,
    rows: 0,
    end: { link: 0, hash: '', seq: 0 },
    behind: [],
    sealed: new Map(),
    findings: [],
  }
  const found = (row: TrailRow, what: string): number => walk.findings.push(finding(row, what))
  for await (const row of rowsOfChain(reader, dispensaryId)) {
    const { end } = walk
    walk.rows += 1
    if (!Number.isSafeInteger(row.link) || row.link <= end.link) {
      found(row, 'has no place in the chain')
      continue
    }
    if (row.seq <= end.seq) found(row, 'stands out of order')
    if (row.link === end.link + 1 && hashOf(row, end.hash) !== row.hash)
      found(row, "was altered, or put in another's place")
    if (chainLength !== null && row.link > chainLength) walk.behind.push(row)
    walk.findings.push(...missing(dispensaryId, end.link + 1, row.link - 1))
    const digest = sealedBy(row)
    if (digest !== undefined) walk.sealed.set(digest, row.link)
    walk.end = row
  }
  return walk
}

/** What was there when the walk began must be there, and nothing behind what is there now. */
function atTheEnd({ dispensaryId, end, behind }: Walk, head: ChainHead, now: ChainHead): Finding[] {
  const at = (what: string): Finding[] => [{ dispensaryId, link: end.link, what }]
  const [least, most] = [head.chainLength, now.chainLength]
  if (least === null || most === null) return at('and all before it are rows of a dispensary that is not there')
  if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most))
    return at('is followed by a head of the chain that was altered')
  const inserted = behind.filter(({ link }) => link > most).map((row) => finding(row, 'was inserted behind the end'))
  const another = end.link === most && end.hash !== now.hash ? at('is not the row that the chain ended with') : []
  return [...inserted, ...missing(dispensaryId, end.link + 1, least), ...another]
}

function missing(dispensaryId: string, first: number, last: number): Finding[] {
  if (!(first <= last)) return []
  return [
    { dispensaryId, link: first, what: first === last ? 'is missing' : `is missing, and so are all up to ${last}` },
  ]
}

const finding = (row: TrailRow, what: string): Finding => ({
  dispensaryId: row.dispensaryId,
  link: row.link,
  what: `${what}: seq ${row.seq}, ${row.type} of ${row.subject}`,
})
