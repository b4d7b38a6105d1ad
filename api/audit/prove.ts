import { rowsFiledUnder, rowsOfChain } from '../../db/chain-rows.ts'
import type { Reader } from '../../db/open.ts'
import { seqAtLink } from '../../db/trail-links.ts'
import type { TrailRow } from '../../db/trail.ts'
import { CHECKPOINTS } from '../domain/event.ts'
import { checkpointOf, isGenuine, type Checkpoint } from './checkpoint.ts'
import { leafOfRow, pathsIn } from './merkle.ts'

/**
 * A row, the hash that it follows, and its way up to a checkpoint's root; null under no checkpoint that fits.
 * `checkpoint` is the last link of that checkpoint's stretch.
 */
export type Proven = { row: TrailRow; previousHash: string; proof: { checkpoint: number; path: string[] } | null }

/** Of links in ascending order, the first that is not before one. */
export type Links = (from: number) => number | undefined

export const stretch =
  (first: number, last: number): Links =>
  (from) =>
    from > last ? undefined : Math.max(first, from)

export const these = (links: readonly number[]): Links => {
  const sorted = [...new Set(links)].sort((a, b) => a - b)
  let at = 0
  return (from) => {
    while (sorted[at] !== undefined && (sorted[at] ?? 0) < from) at += 1
    return sorted[at]
  }
}

/**
 * The wanted rows with their proofs, a checkpoint's stretch at a time.
 * @param used takes the checkpoints that the proofs lead to, by their last link
 */
export async function* prove(
  reader: Reader,
  dispensaryId: string,
  key: string,
  links: Links,
  used: Map<number, Checkpoint>,
): AsyncGenerator<Proven> {
  for (let link = links(1); link !== undefined; ) {
    const over = await checkpointOver(reader, dispensaryId, key, link)
    const [from, to] = over ? [over.from, over.to] : [link, link]
    if (over) used.set(over.to, over)
    for await (const proven of provenBetween(reader, dispensaryId, from, to, over)) {
      if (links(proven.row.link) === proven.row.link) yield proven
    }
    link = links(to + 1)
  }
}

async function checkpointOver(
  reader: Reader,
  dispensaryId: string,
  key: string,
  link: number,
): Promise<Checkpoint | undefined> {
  const seq = await seqAtLink(reader, dispensaryId, link)
  for await (const row of rowsFiledUnder(reader, dispensaryId, CHECKPOINTS, seq, 8)) {
    const one = checkpointOf(row)
    if (!one || one.to < link) continue
    return one.from <= link && one.key === key && isGenuine(one) ? one : undefined
  }
  return undefined
}

async function* provenBetween(
  reader: Reader,
  dispensaryId: string,
  from: number,
  to: number,
  over: Checkpoint | undefined,
): AsyncGenerator<Proven> {
  const rows = await Array.fromAsync(rowsOfChain(reader, dispensaryId, { from: from - 1, to }))
  let previousHash = rows[0]?.link === from - 1 ? (rows.shift()?.hash ?? '') : ''
  const { root, pathOf } = pathsIn(rows.map(leafOfRow))
  for (const [place, row] of rows.entries()) {
    const proof = over && over.root === root ? { checkpoint: over.to, path: pathOf(place) } : null
    yield { row, previousHash, proof }
    previousHash = row.hash
  }
}
