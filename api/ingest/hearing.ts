import { markHeard } from '../../db/connections.ts'
import type { Write } from '../../db/write.ts'
import type { Instant } from '../domain/time.ts'

type Heard = { lastHeardAt: Instant; lastProblem?: string; lastProblemAt?: Instant }

export type Hearing = {
  /** Notes that a connection was heard, and what was wrong with what it said. */
  note: (connectionId: string, at: Instant, problem?: string) => void
  /** Writes what was noted; now and then, so that no request waits for it. */
  flush: () => Promise<void>
}

/** When each connection was last heard, and its last problem: for staff, never for the trail. */
export function createHearing({ write }: { write: Write }): Hearing {
  const heard = new Map<string, Heard>()
  return {
    note: (connectionId, at, problem) => {
      const before = heard.get(connectionId)
      heard.set(connectionId, {
        ...before,
        lastHeardAt: at,
        ...(problem !== undefined && { lastProblem: problem, lastProblemAt: at }),
      })
    },
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
