import type { TrackView } from '../api/contract.ts'
import { follow, type Knowledge } from './live.ts'
import type { show } from './show.tsx'
import { browser } from './surroundings.ts'

/** The events that the element sends out; they bubble and cross the shadow border. */
export type DoorstepEvents = {
  'doorstep:ready': CustomEvent<{ milestone: TrackView['milestone'] }>
  'doorstep:milestone': CustomEvent<{ milestone: TrackView['milestone']; previous: TrackView['milestone'] }>
  'doorstep:window': CustomEvent<Pick<TrackView, 'window' | 'promise' | 'delayed'>>
  'doorstep:error': CustomEvent<{ reason: 'unknown-link' | 'unreachable' }>
}

const TICK_MS = 20_000
const NOTHING: Knowledge = { view: null, heardAt: null, link: 'live' }

/** A server has no elements; the class must still load there. */
const Element = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement

/** `<doorstep-tracker token="..." lang="es" theme="dark">`: one order's view on any page. */
export class DoorstepTracker extends Element {
  static readonly observedAttributes = ['token', 'lang', 'theme']
  /** Where the API answers: the folder that the script came from. */
  static api = new URL(/* @vite-ignore */ '.', import.meta.url)

  #knowledge = NOTHING
  #show: typeof show | null = null
  #drawing = false
  #stop = (): void => undefined

  connectedCallback(): void {
    if (!this.shadowRoot) this.attachShadow({ mode: 'open' })
    this.#follow()
    this.#fetchShow().catch(() => this.#send('doorstep:error', { reason: 'unreachable' }))
  }

  disconnectedCallback(): void {
    this.#stop()
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.isConnected || !this.shadowRoot || before === after) return
    if (name === 'token') this.#follow()
    else this.#draw()
  }

  /** Runs beside the first request for the view, so that neither waits for the other. */
  async #fetchShow(): Promise<void> {
    this.#show = (await import('./show.tsx')).show
    this.#draw()
  }

  #follow(): void {
    this.#stop()
    this.#knowledge = NOTHING
    this.#draw()
    const token = this.getAttribute('token')
    if (!token) return
    const url = new URL(`v1/track/${encodeURIComponent(token)}`, DoorstepTracker.api).href
    const following = follow({ url, view: null, surroundings: browser, tell: (news) => this.#know(news) })
    const tick = setInterval(() => this.#draw(), TICK_MS)
    this.#stop = () => {
      following.stop()
      clearInterval(tick)
    }
  }

  #know(news: Knowledge): void {
    const before = this.#knowledge
    this.#knowledge = news
    this.#draw()
    this.#announce(before, news)
  }

  #announce(before: Knowledge, { view, link }: Knowledge): void {
    if (link !== before.link && link === 'unknown') this.#send('doorstep:error', { reason: 'unknown-link' })
    if (link !== before.link && link === 'lost') this.#send('doorstep:error', { reason: 'unreachable' })
    if (!view) return
    const { milestone, window, promise, delayed } = view
    const previous = before.view
    if (!previous) this.#send('doorstep:ready', { milestone })
    else if (previous.milestone !== milestone)
      this.#send('doorstep:milestone', { milestone, previous: previous.milestone })
    if (!previous || tellsWindow(previous) !== tellsWindow(view))
      this.#send('doorstep:window', { window, promise, delayed })
  }

  #send<K extends keyof DoorstepEvents>(name: K, detail: DoorstepEvents[K]['detail']): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }

  /** Several changes at once are one drawing. */
  #draw(): void {
    if (this.#drawing) return
    this.#drawing = true
    queueMicrotask(() => {
      this.#drawing = false
      if (!this.isConnected || !this.shadowRoot) return
      void this.#show?.(this.shadowRoot, {
        knowledge: this.#knowledge,
        hasToken: this.hasAttribute('token'),
        lang: this.getAttribute('lang'),
        theme: this.getAttribute('theme') ?? 'auto',
        now: browser.now(),
      })
    })
  }
}

const tellsWindow = ({ window, delayed }: TrackView): string => `${window?.from} ${window?.to} ${delayed}`
