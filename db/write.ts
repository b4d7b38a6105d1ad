import type { InStatement } from '@libsql/client'
import type { Instant } from '../api/domain/time.ts'
import { overwriteDeleted, type Database, type Tx } from './open.ts'

/** Work inside a transaction, which has one instant. */
export type Work<T> = (tx: Tx, now: Instant) => Promise<T>
export type Write = <T>(work: Work<T>) => Promise<T>

/**
 * One statement, made when its turn comes, that only adds rows at the end of a table: a transaction by itself, with
 * nothing to overwrite and at half the cost of one that is begun and committed.
 */
export type Append = (statement: (now: Instant) => InStatement | undefined) => Promise<void>

type Piece = { work: Work<unknown>; resolve: (value: unknown) => void; reject: (error: unknown) => void }
type Addition = {
  statement: (now: Instant) => InStatement | undefined
  resolve: () => void
  reject: (error: unknown) => void
}
type Settled = { piece: Piece; value: unknown } | { piece: Piece; error: unknown }

/** An event takes about a millisecond; in between those who read are heard. */
const PIECES_A_COMMIT = 24

/**
 * The one writer. libSQL refuses overlapping write transactions, so work queues up; everything that waits is committed
 * in one durable transaction, and only then is anybody answered. Each piece of work has a savepoint of its own, so that
 * one that fails takes nothing of its neighbours with it.
 * Nothing slow (HTTP, routing, sending) may be awaited inside.
 */
export function createWriter(db: Database, clock: () => Instant): { write: Write; append: Append } {
  const waiting: Piece[] = []
  const additions: Addition[] = []
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

  async function commitWaiting(): Promise<void> {
    const pieces = waiting.splice(0, PIECES_A_COMMIT)
    if (pieces.length === 0) return
    try {
      for (const outcome of await commit(pieces)) {
        if ('error' in outcome) outcome.piece.reject(outcome.error)
        else outcome.piece.resolve(outcome.value)
      }
    } catch (error) {
      for (const piece of pieces) piece.reject(error)
    }
  }

  async function addNext(): Promise<void> {
    const next = additions.shift()
    if (!next) return
    try {
      const statement = next.statement(clock())
      if (statement !== undefined) await db.$client.execute(statement)
      next.resolve()
    } catch (error) {
      next.reject(error)
    }
  }

  async function drain(): Promise<void> {
    draining = true
    while (waiting.length > 0 || additions.length > 0) {
      await new Promise(setImmediate) // whoever arrives in this turn of the loop shares the commit
      await commitWaiting()
      await addNext()
    }
    draining = false
  }

  const enqueue = <T>(queue: T[], piece: T): void => {
    queue.push(piece)
    if (!draining) void drain()
  }

  return {
    write: (work) =>
      new Promise((resolve, reject) =>
        enqueue(waiting, { work, resolve: resolve as (value: unknown) => void, reject }),
      ),
    append: (statement) => new Promise((resolve, reject) => enqueue(additions, { statement, resolve, reject })),
  }
}
