import type { Instant } from '../api/domain/time.ts'
import type { Database, Tx } from './open.ts'

/** Work inside a transaction, which has one instant. */
export type Work<T> = (tx: Tx, now: Instant) => Promise<T>
export type Write = <T>(work: Work<T>) => Promise<T>

type Job = { work: Work<unknown>; resolve: (value: unknown) => void; reject: (error: unknown) => void }
type Settled = { job: Job; value: unknown } | { job: Job; error: unknown }

/**
 * The one writer. libSQL refuses overlapping write transactions, so work queues up; everything that waits is committed
 * in one durable transaction, and only then is anybody answered. Each piece of work has a savepoint of its own, so that
 * one that fails takes nothing of its neighbours with it.
 * Nothing slow (HTTP, routing, sending) may be awaited inside.
 */
export function createWriter(db: Database, clock: () => Instant): Write {
  const waiting: Job[] = []
  let draining = false

  async function commit(jobs: Job[]): Promise<Settled[]> {
    return db.transaction(async (tx) => {
      const settled: Settled[] = []
      const now = clock()
      for (const job of jobs) {
        try {
          settled.push({ job, value: await tx.transaction((savepoint) => job.work(savepoint, now)) })
        } catch (error) {
          settled.push({ job, error })
        }
      }
      return settled
    })
  }

  async function drain(): Promise<void> {
    draining = true
    while (waiting.length > 0) {
      await new Promise(setImmediate) // whoever arrives in this turn of the loop shares the commit
      const jobs = waiting.splice(0)
      try {
        for (const outcome of await commit(jobs)) {
          if ('error' in outcome) outcome.job.reject(outcome.error)
          else outcome.job.resolve(outcome.value)
        }
      } catch (error) {
        for (const job of jobs) job.reject(error)
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
