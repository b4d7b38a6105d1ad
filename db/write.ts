import type { Instant } from '../api/domain/time.ts'
import { overwriteDeleted, type Database, type Tx } from './open.ts'

/** Work inside a transaction, which has one instant. */
export type Work<T> = (tx: Tx, now: Instant) => Promise<T>
export type Write = <T>(work: Work<T>) => Promise<T>

type Piece = { work: Work<unknown>; resolve: (value: unknown) => void; reject: (error: unknown) => void }
type Settled = { piece: Piece; value: unknown } | { piece: Piece; error: unknown }

/** An event takes about a millisecond; in between those who read are heard. */
const PIECES_A_COMMIT = 24

/**
 * The one writer. libSQL refuses overlapping write transactions, so work queues up; everything that waits is committed
 * in one durable transaction, and only then is anybody answered. Each piece of work has a savepoint of its own, so that
 * one that fails takes nothing of its neighbours with it.
 * Nothing slow (HTTP, routing, sending) may be awaited inside.
 */
export function createWriter(db: Database, clock: () => Instant): Write {
  const waiting: Piece[] = []
  let draining = false

  async function commit(pieces: Piece[]): Promise<Settled[]> {
    return db.transaction(async (tx) => {
      await overwriteDeleted(db, tx)
      const [only] = pieces
      if (only && pieces.length === 1) return [{ piece: only, value: await only.work(tx, clock()) }]
      const settled: Settled[] = []
      const now = clock()
      for (const piece of pieces) {
        try {
          settled.push({ piece, value: await tx.transaction((savepoint) => piece.work(savepoint, now)) })
        } catch (error) {
          settled.push({ piece, error })
        }
      }
      return settled
    })
  }

  async function drain(): Promise<void> {
    draining = true
    while (waiting.length > 0) {
      await new Promise(setImmediate) // whoever arrives in this turn of the loop shares the commit
      const pieces = waiting.splice(0, PIECES_A_COMMIT)
      try {
        for (const outcome of await commit(pieces)) {
          if ('error' in outcome) outcome.piece.reject(outcome.error)
          else outcome.piece.resolve(outcome.value)
        }
      } catch (error) {
        for (const piece of pieces) piece.reject(error)
      }
    }
    draining = false
  }

  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
      if (!draining) void drain()
    })
}
