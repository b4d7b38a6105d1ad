import type { TrackView } from '../api/contract.ts'

/** What following an order needs of the world around it; a test gives its own. */
export type Surroundings = {
  now: () => number
  /** Between 0 and 1. */
  random: () => number
  /** @returns a function that calls it off */
  after: (ms: number, act: () => void) => () => void
  visible: () => boolean
  online: () => boolean
  /** Tells of the tab being shown or hidden and of the network going and coming back. @returns a function that ends it */
  onChange: (act: () => void) => () => void
  openStream: (url: string) => EventSource
  /** The view, `unknown` where the link is not known (any more), null where nobody answers. */
  ask: (url: string) => Promise<TrackView | 'unknown' | null>
}

/** The browser that we are in. */
export const browser: Surroundings = {
  now: () => Date.now(),
  random: () => Math.random(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
  visible: () => document.visibilityState === 'visible',
  online: () => navigator.onLine,
  onChange: (act) => {
    const ended = new AbortController()
    const { signal } = ended
    document.addEventListener('visibilitychange', act, { signal })
    addEventListener('online', act, { signal })
    addEventListener('offline', act, { signal })
    return () => ended.abort()
  },
  openStream: (url) => new EventSource(url),
  ask: async (url) => {
    try {
      const response = await fetch(url, { cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(10_000) })
      if (response.ok) return (await response.json()) as TrackView
      return response.status === 404 ? 'unknown' : null
    } catch {
      return null
    }
  },
}
