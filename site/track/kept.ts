import type { TrackView } from '../../api/contract.ts'

/** Where the service worker keeps the page, and we the last view of it, for a time without a network. */
const SHELF = 'order'

/** Sets the worker to work, which keeps the page itself; what it is made of is at hand already. */
export async function keepPages(): Promise<void> {
  await navigator.serviceWorker?.register('/sw.js')
  const fetched = performance.getEntriesByType('resource').map(({ name }) => name)
  await (await caches.open(SHELF)).addAll(fetched.filter((name) => name.includes('/_assets/')))
}

/** Notes what was last known; where nothing can be kept, nothing is. */
export function keepView(url: string, view: TrackView | null): void {
  if (view)
    void globalThis.caches
      ?.open(SHELF)
      .then((shelf) => shelf.put(url, Response.json(view)))
      .catch(() => undefined)
}

/** The last view, on a page that did not come from the server but from the shelf. */
export async function keptView(url: string, printed: TrackView): Promise<TrackView | null> {
  if (!('kept' in document.documentElement.dataset)) return null
  try {
    return (await (await caches.match(url))?.json()) ?? printed
  } catch {
    return printed
  }
}
