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
  let [tree, from, before, confirmed, count] = [createTree(), 1, undefined as Checkpoint | undefined, 0, 0]

  function faultOf(one: Checkpoint): string | undefined {
    if (one.key !== keys.expected) return `is signed with another key, ${one.key}`
    if (!isGenuine(one)) return 'is not what was signed: its signature does not fit'
    if (one.previous !== (before ? digestOfCheckpoint(before) : '')) return 'does not follow the checkpoint before it'
    if (!stretches.has(one.to)) return `signs rows up to ${one.to}, where no stretch ends`
    return stretches.get(one.to)?.from === one.from ? undefined : `signs rows from ${one.from}, where no stretch begins`
  }

  function check({ link }: TrailRow, one: Checkpoint | undefined): Finding[] {
    if (!one) return [{ dispensaryId, link, what: 'is no checkpoint that can be read' }]
    keys.expected ??= one.key
    count += 1
    const fault = faultOf(one)
    const stretch = stretches.get(one.to)
    stretches.delete(one.to)
    before = one
    if (fault !== undefined) return [{ dispensaryId, link, what: fault }]
    if (stretch?.root === one.root && stretch.head === one.head) return []
    const what = `or one of those up to ${one.to} is not the row that the checkpoint at ${link} was signed for`
    return [{ dispensaryId, link: one.from, upTo: one.to, what }]
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
    told: () => ({ count, signedUpTo: before?.to ?? 0 }),
  }
}
