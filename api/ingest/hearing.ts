import { markHeard, type Marks } from '../../db/connections.ts'
import type { Write } from '../../db/write.ts'
import type { Rehearsal } from '../domain/connection.ts'
import type { Instant } from '../domain/time.ts'

export type Hearing = {
  /** Notes that a connection was heard, and what was wrong with what it said. */
  note: (connectionId: string, at: Instant, problem?: string) => void
  /** Notes that a connection was asked, whether anything of an answer came, and what was wrong. */
  asked: (connectionId: string, at: Instant, told: { answered: boolean; problem?: string | undefined }) => void
  /** Notes what a request in test mode would have been. */
  rehearsed: (connectionId: string, rehearsal: Rehearsal) => void
  /** Writes what was noted; now and then, so that no request waits for it. */
  flush: () => Promise<void>
}

/** When each connection was last heard and asked, and its last problem: for staff, never for the trail. */
export function createHearing({ write }: { write: Write }): Hearing {
  const heard = new Map<string, Marks>()
  const add = (connectionId: string, marks: Marks): void =>
    void heard.set(connectionId, { ...heard.get(connectionId), ...marks })
  const wrong = (at: Instant, problem: string | undefined): Marks =>
    problem === undefined ? {} : { lastProblem: problem, lastProblemAt: at }
  return {
    note: (connectionId, at, problem) => add(connectionId, { lastHeardAt: at, ...wrong(at, problem) }),
    asked: (connectionId, at, { answered, problem }) =>
      add(connectionId, { lastAskedAt: at, ...(answered && { lastHeardAt: at }), ...wrong(at, problem) }),
    rehearsed: (connectionId, rehearsal) =>
      add(connectionId, { rehearsals: [rehearsal, ...(heard.get(connectionId)?.rehearsals ?? [])].slice(0, 10) }),
    flush: async () => {
      if (heard.size === 0) return
      const noted = [...heard]
      heard.clear()
      await write(async (tx) => {
        for (const [connectionId, marks] of noted) await markHeard(tx, connectionId, marks)
      })
    },
  }
}
