import type { TrackView } from '../../api/contract.ts'

/** Where the service worker keeps the page, and we the last view of it, for a time without a network. */
const SHELF = 'order'

/** Sets the worker to work when the page has loaded, so that it takes nothing away from it. */
export function keepPages(): void {
  addEventListener('load', () => void navigator.serviceWorker?.register('/sw.js').catch(() => undefined))
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
