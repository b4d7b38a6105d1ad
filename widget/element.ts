import type { TrackView } from '../api/contract.ts'
import { adopt, ATTRIBUTES, reflect, type Reflected } from './attributes.ts'
import { followTogether, NOTHING } from './follow-together.ts'
import type { Knowledge } from './live.ts'
import { show } from './show.tsx'

type Milestone = TrackView['milestone']

/** The events that the element sends out; they bubble and cross the shadow border. */
export type DoorstepEvents = {
  'doorstep:ready': CustomEvent<{ milestone: Milestone }>
  'doorstep:milestone': CustomEvent<{ milestone: Milestone; previous: Milestone }>
  'doorstep:window': CustomEvent<Pick<TrackView, 'window' | 'promise' | 'delayed'>>
  'doorstep:error': CustomEvent<{ reason: 'unknown-link' | 'unreachable' }>
}

const TICK_MS = 20_000

/** A server has no elements; the class must still load there. */
const Element = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement

/** `<doorstep-tracker token="...">`: one order's view on any page. */
export class DoorstepTracker extends Element implements Reflected {
  declare token: string
  declare dispensary: string
  declare theme: Reflected['theme']
  declare parts: string
  declare layout: Reflected['layout']
  declare hideOnError: boolean

  static readonly observedAttributes = ATTRIBUTES
  /** Where Doorstep answers: the folder that the script came from. */
  static origin = new URL(/* @vite-ignore */ '.', import.meta.url).href

  #news = NOTHING
  #drawing = false
  #stop = (): void => undefined

  connectedCallback(): void {
    adopt(this)
    if (this.shadowRoot) return this.#draw()
    this.attachShadow({ mode: 'open' })
    this.#follow()
  }

  /** An element that is only moved on its page is back in place before this looks. */
  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop()
    })
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.shadowRoot || before === after) return
    if (name === 'token') this.#follow()
    else this.#draw()
  }

  #follow(): void {
    this.#stop()
    this.#news = NOTHING
    this.#draw()
    const { token } = this
    if (!token) return
    const url = new URL(`v1/track/${encodeURIComponent(token)}`, DoorstepTracker.origin).href
    const leave = followTogether(url, (news) => this.#hear(news))
    const tick = setInterval(() => this.#draw(), TICK_MS)
    this.#stop = () => {
      leave()
      clearInterval(tick)
    }
  }

  #hear(news: Knowledge): void {
    const before = this.#news
    this.#news = news
    this.#draw()
    this.#announce(before, news)
  }

  #announce(before: Knowledge, { view, link }: Knowledge): void {
    if (link !== before.link) {
      if (link === 'unknown') this.#send('doorstep:error', { reason: 'unknown-link' })
      if (link === 'lost') this.#send('doorstep:error', { reason: 'unreachable' })
    }
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
      if (this.isConnected) show(this, this.#news, () => this.#draw())
    })
  }
}

if (globalThis.HTMLElement) reflect(DoorstepTracker.prototype)

const tellsWindow = ({ window, delayed }: TrackView): string => `${window?.from} ${window?.to} ${delayed}`
