import { chainHead, rowsOfChain } from '../../db/chain-rows.ts'
import { hashOf } from '../../db/chain.ts'
import { dispensaryIds, firstUnsigned, lastCheckpoint } from '../../db/checkpoints.ts'
import type { Database } from '../../db/open.ts'
import { hours } from '../domain/time.ts'
import type { Clock, Log } from '../ports.ts'
import type { RecordEvent } from '../record.ts'
import type { Signer } from '../signing.ts'
import { checkpointOf, digestOfCheckpoint, isGenuine, onTrail, signed, type Checkpoint } from './checkpoint.ts'
import { createTree, leafOfRow } from './merkle.ts'

const AT_LATEST = hours(1)

/** So that the proof of a row never needs more than so many others. */
export const MOST_ROWS = 10_000

export type Checkpoints = {
  /** Signs every chain that has had a row for an hour that no checkpoint covers. */
  signDue: () => Promise<void>
  /** Signs all that is written down by now, unless nothing but checkpoints is. */
  sign: (dispensaryId: string) => Promise<void>
}

type Deps = { db: Database; record: RecordEvent; signer: Signer; clock: Clock; log: Log }

/**
 * Signs what is already durable and therefore never changes again, so that no writer waits for it; rows written
 * meanwhile are in the next stretch. Each link begins at most one stretch, for the event is named by it: of two
 * processes that sign at once, one is told that it repeats the other.
 */
export function createCheckpoints({ db, record, signer, clock, log }: Deps): Checkpoints {
  /** @returns what was walked, or why it cannot be signed: no signature of ours is put under rows that do not fit. */
  async function walk(dispensaryId: string, last: Checkpoint | undefined, to: number) {
    const tree = createTree()
    let [head, link] = [last?.head ?? '', last?.to ?? 0]
    for await (const row of rowsOfChain(db, dispensaryId, { from: link + 1, to })) {
      if (row.link !== link + 1 || hashOf(row, head) !== row.hash) return `row ${link + 1} does not fit`
      tree.add(leafOfRow(row))
      head = row.hash
      link = row.link
    }
    return link === to ? { head, root: tree.root() } : `row ${link + 1} is missing`
  }

  /** Signs the next stretch of what is there by now; false when there is nothing to sign, or it must not be. */
  async function signNext(dispensaryId: string, goal: number): Promise<boolean> {
    const row = await lastCheckpoint(db, dispensaryId)
    const last = row && checkpointOf(row)
    if (row && !(last && last.key === signer.publicKey && isGenuine(last)))
      return refuse(dispensaryId, `checkpoint ${row.link} is not by this key`)
    const from = (last?.to ?? 0) + 1
    const first = await firstUnsigned(db, dispensaryId, from)
    if (!first || first.link > goal) return false
    const to = Math.min(goal, from + MOST_ROWS - 1)
    const walked = await walk(dispensaryId, last, to)
    if (typeof walked === 'string') return refuse(dispensaryId, walked)
    const previous = last ? digestOfCheckpoint(last) : ''
    const time = clock()
    const data = onTrail(signed(signer, { dispensaryId, time, from, to, ...walked, previous }))
    const event = { type: 'checkpoint.signed' as const, time, data }
    const eventId = `checkpoint.signed:${from}`
    const { result } = await record({ dispensaryId, source: 'doorstep/audit', eventId, event })
    if (result === 'recorded') return true
    const other = await lastCheckpoint(db, dispensaryId)
    return other?.seq === row?.seq ? refuse(dispensaryId, `a checkpoint from ${from} on is hidden`) : true
  }

  function refuse(dispensaryId: string, reason: string): false {
    log({ event: 'checkpoint.refused', dispensaryId, reason })
    return false
  }

  async function sign(dispensaryId: string): Promise<void> {
    const goal = (await chainHead(db, dispensaryId))?.chainLength ?? 0
    let going = true
    while (going) going = await signNext(dispensaryId, goal)
  }

  async function isDue(dispensaryId: string): Promise<boolean> {
    const last = await lastCheckpoint(db, dispensaryId)
    const first = await firstUnsigned(db, dispensaryId, ((last && checkpointOf(last)?.to) ?? 0) + 1)
    return first !== undefined && first.recordedAt <= clock() - AT_LATEST
  }

  async function signDue(): Promise<void> {
    for (const dispensaryId of await dispensaryIds(db)) {
      if (await isDue(dispensaryId)) await sign(dispensaryId)
      await new Promise(setImmediate)
    }
  }

  return { signDue, sign }
}
