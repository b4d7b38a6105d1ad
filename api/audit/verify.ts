import { hashOf } from '../../db/chain.ts'
import type { Reader } from '../../db/open.ts'
import { chainHeads, rowsOfChain, type TrailRow } from '../../db/trail.ts'

/** Something that was done to the trail, and where. */
export type Finding = { dispensaryId: string; link: number; what: string }
export type Verified = { dispensaryId: string; rows: number; hash: string; findings: Finding[] }

/** One chain after the other, row by row, in little memory. */
export async function* verifyChains(reader: Reader): AsyncGenerator<Verified> {
  for (const head of await chainHeads(reader)) yield verifyChain(reader, head)
}

type Head = { dispensaryId: string; length: number | null; hash: string | null }

/**
 * Walks a chain from its first row. After a fault the walk goes on from the hash that the row claims, so that one
 * fault is named once and a second one is still found.
 */
async function verifyChain(reader: Reader, { dispensaryId, length, hash }: Head): Promise<Verified> {
  const findings: Finding[] = []
  const found = (link: number, what: string): number => findings.push({ dispensaryId, link, what })
  let [rows, previousHash, previousLink, previousSeq] = [0, '', 0, 0]
  for await (const row of rowsOfChain(reader, dispensaryId)) {
    rows += 1
    for (let missing = previousLink + 1; missing < row.link; missing += 1) found(missing, 'is missing')
    if (row.link < 1) found(row.link, `was inserted before the first row: ${nameOf(row)}`)
    if (length !== null && row.link > length) found(row.link, `was inserted behind the end: ${nameOf(row)}`)
    if (row.seq <= previousSeq) found(row.link, `stands out of order: ${nameOf(row)}`)
    const gapBefore = row.link !== previousLink + 1
    if (!gapBefore && hashOf(row, previousHash) !== row.hash) found(row.link, `was altered, or put in another's place: ${nameOf(row)}`)
    previousHash = row.hash
    previousLink = row.link
    previousSeq = row.seq
  }
  for (let missing = previousLink + 1; missing <= (length ?? 0); missing += 1) found(missing, 'is missing from the end')
  if (length === null) found(0, 'rows of a dispensary that is not there')
  else if (previousLink === length && previousHash !== hash) found(length, 'is not the row that the chain ended with')
  return { dispensaryId, rows, hash: previousHash, findings }
}

const nameOf = ({ seq, type, subject }: TrailRow): string => `seq ${seq}, ${type} of ${subject}`
