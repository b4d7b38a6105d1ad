import { chainHead, chainHeads, type ChainHead } from '../../db/chain-rows.ts'
import type { Reader } from '../../db/open.ts'
import { found, missing, type Finding } from './finding.ts'
import { createSigning, endsClaimed, type Outside } from './verify-checkpoints.ts'
import { readTracks, trackFindings } from './verify-tracks.ts'
import { walkChain, type Walk } from './walk.ts'

export type Verified = {
  dispensaryId: string
  rows: number
  hash: string
  /** How many there are, the key of all that have been met so far, and the last link that one covers. */
  checkpoints: { count: number; key?: string; signedUpTo: number }
  findings: Finding[]
}

/** One chain after the other, row by row, in little memory; rows may be written meanwhile. */
export async function* verifyChains(reader: Reader, { key, noted = [] }: Outside = {}): AsyncGenerator<Verified> {
  const keys = key === undefined ? {} : { expected: key }
  const heads = await chainHeads(reader)
  const gone = noted.filter((one) => heads.every(({ dispensaryId }) => dispensaryId !== one.dispensaryId))
  const strays = new Set(gone.map(({ dispensaryId }) => dispensaryId))
  for (const head of [...heads, ...[...strays].map((dispensaryId) => ({ dispensaryId, chainLength: 0, hash: '' }))])
    yield await verifyChain(reader, head, keys, noted)
}

async function verifyChain(
  reader: Reader,
  head: ChainHead,
  keys: { expected?: string },
  noted: NonNullable<Outside['noted']>,
): Promise<Verified> {
  const { dispensaryId } = head
  const length = Number(head.chainLength ?? 0)
  const tracks = await readTracks(reader, dispensaryId)
  const signing = createSigning(dispensaryId, { ends: await endsClaimed(reader, dispensaryId), length, keys, noted })
  const walk = await walkChain(reader, dispensaryId, length, signing)
  const isAsItWas = walk.end.link === head.chainLength && walk.end.hash === head.hash
  const now = isAsItWas ? head : ((await chainHead(reader, dispensaryId)) ?? head)
  return {
    ...{ dispensaryId, rows: walk.rows, hash: walk.end.hash },
    checkpoints: { ...signing.told(), ...(keys.expected !== undefined && { key: keys.expected }) },
    findings: [
      ...walk.findings,
      ...atTheEnd(walk, head, now),
      ...trackFindings(dispensaryId, tracks, walk.sealed, length),
    ],
  }
}

/** What was there when the walk began must be there, and nothing behind what is there now. */
function atTheEnd({ dispensaryId, end, behind }: Walk, head: ChainHead, now: ChainHead): Finding[] {
  const at = (what: string): Finding[] => [{ dispensaryId, link: end.link, what }]
  const [least, most] = [head.chainLength, now.chainLength]
  if (least === null || most === null) return at('and all before it are rows of a dispensary that is not there')
  if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most))
    return at('is followed by a head of the chain that was altered')
  const inserted = behind.filter(({ link }) => link > most).map((row) => found(row, 'was inserted behind the end'))
  const another = end.link === most && end.hash !== now.hash ? at('is not the row that the chain ended with') : []
  return [...inserted, ...missing(dispensaryId, end.link + 1, least), ...another]
}
