import { Problem } from '../problem.ts'

/** Bodies that may wait for their commit at once: of everybody, and of one connection, so that no sender shuts the others out. */
const MOST_BYTES = 32 * 1024 * 1024
const MOST_BYTES_OF_ONE = 8 * 1024 * 1024
/** What a request takes beside its body. */
const LEAST_BYTES = 2 * 1024
const RETRY_AFTER = { 'retry-after': '1' }

export type Gate = {
  /**
   * Lets a request wait for its commit; gives how to leave again.
   * @throws Problem 503 when too much waits already, 429 when too much of this connection does
   */
  enter: (connectionId: string, bodyBytes: number) => () => void
}

/** Backpressure: what cannot be committed in time is turned away at the door, and memory stays flat. */
export function createGate(most = MOST_BYTES, mostOfOne = MOST_BYTES_OF_ONE): Gate {
  const inside = new Map<string, number>()
  let total = 0
  return {
    enter: (connectionId, bodyBytes) => {
      const bytes = LEAST_BYTES + bodyBytes
      const its = inside.get(connectionId) ?? 0
      if (its + bytes > mostOfOne)
        throw new Problem(429, 'Too much at once', {
          detail: 'What this connection sent before is not yet committed; nothing of this was taken, send it again',
          headers: RETRY_AFTER,
        })
      if (total + bytes > most)
        throw new Problem(503, 'Too busy', { detail: 'Nothing of this was taken; send it again', headers: RETRY_AFTER })
      total += bytes
      inside.set(connectionId, its + bytes)
      return () => {
        total -= bytes
        const left = (inside.get(connectionId) ?? 0) - bytes
        if (left > 0) inside.set(connectionId, left)
        else inside.delete(connectionId)
      }
    },
  }
}
