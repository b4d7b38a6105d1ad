import { rowsFiledUnder } from '../../db/chain-rows.ts'
import type { Reader } from '../../db/open.ts'
import type { TrailRow } from '../../db/trail.ts'
import { CHECKPOINTS } from '../domain/event.ts'
import { checkpointOf, digestOfCheckpoint, isGenuine, type Checkpoint } from './checkpoint.ts'
import type { Finding } from './finding.ts'
import { createTree, leafOfRow } from './merkle.ts'

/** What is known from outside the database, where nobody can have changed it together with the rows. */
export type Outside = { key?: string; noted?: readonly Checkpoint[] }

/** The links at which the checkpoints of a chain say that their stretches end: the walk must know them beforehand. */
export async function endsClaimed(reader: Reader, dispensaryId: string): Promise<Set<number>> {
  const ends = new Set<number>()
  for await (const row of rowsFiledUnder(reader, dispensaryId, CHECKPOINTS)) {
    const end = checkpointOf(row)?.to
    if (end !== undefined) ends.add(end)
  }
  return ends
}

export type Signing = {
  /** Takes the next row of the walk in, and says what it gives away. */
  pass: (row: TrailRow) => Finding[]
  /** What was noted outside and not come by. */
  atTheEnd: (link: number) => Finding[]
  told: () => { count: number; signedUpTo: number }
}

type Wish = { ends: Set<number>; length: number; keys: { expected?: string }; noted: readonly Checkpoint[] }

/**
 * Holds each checkpoint of a chain against the rows that the walk went by.
 * @param length how long the chain was when its ends were read: a checkpoint behind that is none of this look's
 * @param keys the key that all must be signed with; the first one that is met, where none is known from outside
 */
export function createSigning(dispensaryId: string, { ends, length, keys, noted }: Wish): Signing {
  const stretches = new Map<number, { from: number; root: string; head: string }>()
  const outside = noted.filter((one) => one.dispensaryId === dispensaryId).sort((a, b) => a.to - b.to)
  let [tree, from, before] = [createTree(), 1, undefined as Checkpoint | undefined]
  let [confirmed, count, signedUpTo] = [0, 0, 0]

  /** Up to where rows do not fit a checkpoint that is genuine, if they do not. */
  function misfitUpTo(one: Checkpoint, link: number): number | undefined {
    const stretch = stretches.get(one.to)
    const isInPlace = one.previous === (before ? digestOfCheckpoint(before) : '') && stretch?.from === one.from
    if (!isInPlace) return link
    return stretch.root === one.root && stretch.head === one.head ? undefined : one.to
  }

  function check({ link }: TrailRow, one: Checkpoint | undefined): Finding[] {
    const at = (what: string): Finding[] => [{ dispensaryId, link, what }]
    if (!one) return at('is no checkpoint that can be read')
    keys.expected ??= one.key
    count += 1
    const upTo = misfitUpTo(one, link)
    stretches.delete(one.to)
    before = one
    if (one.key !== keys.expected) return at(`is signed with another key, ${one.key}`)
    if (!isGenuine(one)) return at('is not what was signed: its signature does not fit')
    if (upTo !== undefined)
      return [strange(one.from, upTo, `is not the row that was there when the checkpoint at ${link} was signed`)]
    signedUpTo = one.to
    return []
  }

  function checkOutside(row: TrailRow): Finding[] {
    const findings: Finding[] = []
    while (outside[0] && outside[0].to <= row.link) {
      const { to, head } = outside.shift() as Checkpoint
      if (row.link === to && row.hash === head) confirmed = to
      else findings.push(strange(confirmed + 1, to, `is not the row that the checkpoint from outside was signed for`))
    }
    return findings
  }

  const strange = (link: number, upTo: number, what: string): Finding => ({
    ...{ dispensaryId, link, upTo },
    what: `or one of those up to ${upTo} ${what}`,
  })

  return {
    pass(row) {
      const isOne = row.type === 'checkpoint.signed' && row.link <= length
      const findings = isOne ? check(row, checkpointOf(row)) : []
      tree.add(leafOfRow(row))
      if (ends.has(row.link)) {
        stretches.set(row.link, { from, root: tree.root(), head: row.hash })
        tree = createTree()
        from = row.link + 1
      }
      return [...findings, ...checkOutside(row)]
    },
    atTheEnd: (link) =>
      outside.slice(-1).map(({ to }) => strange(link + 1, to, 'is missing, says the checkpoint from outside')),
    told: () => ({ count, signedUpTo }),
  }
}
