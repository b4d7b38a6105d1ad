import { rowsOfChain } from '../../db/chain-rows.ts'
import { hashOf } from '../../db/chain.ts'
import type { Reader } from '../../db/open.ts'
import type { TrailRow } from '../../db/trail.ts'
import { found, missing, type Finding } from './finding.ts'
import type { Signing } from './verify-checkpoints.ts'
import { sealedBy } from './verify-tracks.ts'

/** A head that was set back to the beginning must not fill the memory with all that follows. */
const NAMED_BEHIND = 1_000

export type Walk = {
  dispensaryId: string
  rows: number
  end: { link: number; hash: string; seq: number }
  /** The last rows behind the end that the chain had when the walk began. */
  behind: TrailRow[]
  /** The link of the row that sealed each track. */
  sealed: Map<string, number>
  findings: Finding[]
}

/**
 * Walks a chain from its first row. After a fault the walk goes on from the hash that the row claims, so that one
 * fault is named once and a second one is still found.
 */
export async function walkChain(reader: Reader, dispensaryId: string, length: number, signing: Signing): Promise<Walk> {
  const end = { link: 0, hash: '', seq: 0 }
  const walk: Walk = { dispensaryId, rows: 0, end, behind: [], sealed: new Map(), findings: [] }
  for await (const row of rowsOfChain(reader, dispensaryId)) {
    walk.rows += 1
    const { link, hash, seq } = walk.end
    if (!Number.isSafeInteger(row.link) || row.link <= link) {
      walk.findings.push(found(row, 'has no place in the chain'))
      continue
    }
    if (!(row.seq > seq)) walk.findings.push(found(row, 'stands out of order'))
    if (row.link === link + 1 && hashOf(row, hash) !== row.hash)
      walk.findings.push(found(row, "was altered, or put in another's place"))
    walk.findings.push(...missing(dispensaryId, link + 1, row.link - 1), ...signing.pass(row))
    if (row.link > length) walk.behind.push(row)
    if (walk.behind.length > 2 * NAMED_BEHIND) walk.behind.splice(0, NAMED_BEHIND)
    const digest = sealedBy(row)
    if (digest !== undefined) walk.sealed.set(digest, row.link)
    walk.end = row
  }
  walk.findings.push(...signing.atTheEnd(walk.end.link))
  return walk
}
