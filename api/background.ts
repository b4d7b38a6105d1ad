import { faultOf } from './fault.ts'
import type { Log } from './ports.ts'

export type Background = {
  /** Runs work that nobody waits for; a failure is logged, never thrown. */
  run: (name: string, work: () => Promise<void>) => Promise<void>
  /**
   * Runs work for a key, one at a time; asked again meanwhile, it runs once more afterwards and no oftener.
   * Resolves when what was asked for has been done.
   */
  coalesce: (name: string, key: string, work: () => Promise<void>) => Promise<void>
  /** Resolves when nothing is running. */
  idle: () => Promise<void>
}

/** What happens after a request was answered. */
export function createBackground(log: Log): Background {
  const running = new Set<Promise<void>>()
  const again = new Map<string, { wanted: boolean; done: Promise<void> }>()

  function run(name: string, work: () => Promise<void>): Promise<void> {
    const promise: Promise<void> = work()
      .catch((error: unknown) => log({ event: 'background.failed', name, error: faultOf(error) }))
      .finally(() => running.delete(promise))
    running.add(promise)
    return promise
  }

  function coalesce(name: string, key: string, work: () => Promise<void>): Promise<void> {
    const label = `${name}\n${key}`
    const under = again.get(label)
    if (under) {
      under.wanted = true
      return under.done
    }
    const turn = { wanted: true, done: Promise.resolve() }
    again.set(label, turn)
    turn.done = run(name, async () => {
      try {
        while (turn.wanted) {
          turn.wanted = false
          await run(name, work)
        }
      } finally {
        again.delete(label)
      }
    })
    return turn.done
  }

  async function idle(): Promise<void> {
    while (running.size > 0) await Promise.all(running)
  }

  return { run, coalesce, idle }
}
