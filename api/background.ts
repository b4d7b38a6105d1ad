import { faultOf } from './fault.ts'
import type { Log } from './ports.ts'

export type Background = {
  /** Runs work that nobody waits for; a failure is logged, never thrown. */
  run: (name: string, work: () => Promise<void>) => void
  /** Runs work for a key, one at a time; asked again meanwhile, it runs once more afterwards and no oftener. */
  coalesce: (name: string, key: string, work: () => Promise<void>) => void
  /** Resolves when nothing is running. */
  idle: () => Promise<void>
}

/** What happens after a request was answered. */
export function createBackground(log: Log): Background {
  const running = new Set<Promise<void>>()
  const again = new Map<string, boolean>()

  function run(name: string, work: () => Promise<void>): void {
    const promise: Promise<void> = work()
      .catch((error: unknown) => log({ event: 'background.failed', name, error: faultOf(error) }))
      .finally(() => running.delete(promise))
    running.add(promise)
  }

  function coalesce(name: string, key: string, work: () => Promise<void>): void {
    const label = `${name}\n${key}`
    if (again.has(label)) {
      again.set(label, true)
      return
    }
    run(name, async () => {
      try {
        do {
          again.set(label, false)
          await work()
        } while (again.get(label))
      } finally {
        again.delete(label)
      }
    })
  }

  async function idle(): Promise<void> {
    while (running.size > 0) await Promise.all(running)
  }

  return { run, coalesce, idle }
}
