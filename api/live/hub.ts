import type { TrackView } from '../contract.ts'
import { orderKey, type OrderKey } from './bus.ts'

/** Somebody who watches an order: gets encoded messages, says when its buffer is full. */
export type Viewer = { send: (message: Uint8Array) => boolean; close: () => void }

export type Hub = {
  /** Adds a viewer, who is sent the view at once. Returns how to take them away. */
  watch: (order: OrderKey, viewer: Viewer) => () => void
  /** Sends the order's view to those who watch it, if it changed. Not to be called twice at a time for one order. */
  changed: (order: OrderKey) => Promise<void>
  watched: () => OrderKey[]
  heartbeat: () => void
  viewers: () => number
  close: () => void
}

type Audience = { order: OrderKey; viewers: Set<Viewer>; shown: string }

const encoder = new TextEncoder()
const HEARTBEAT = encoder.encode(': still here\n\n')

/** One encoded buffer per change, written to all: the whole view, so that whoever missed some needs only the latest. */
const encode = (view: TrackView): Uint8Array => encoder.encode(`id: ${view.seq}\ndata: ${JSON.stringify(view)}\n\n`)

/** What tells one view from another: everything but when it was built, and after which row. */
const contentOf = ({ asOf: _, seq: __, ...content }: TrackView): string => JSON.stringify(content)

export function createHub(viewOf: (order: OrderKey) => Promise<TrackView | undefined>): Hub {
  const audiences = new Map<string, Audience>()

  function leave(key: string, viewer: Viewer): void {
    const audience = audiences.get(key)
    audience?.viewers.delete(viewer)
    if (audience?.viewers.size === 0) audiences.delete(key)
  }

  /** A viewer that cannot keep up is let go: it reconnects and gets the latest. */
  function send(key: string, viewer: Viewer, message: Uint8Array): void {
    if (viewer.send(message)) return
    leave(key, viewer)
    viewer.close()
  }

  async function greet(key: string, order: OrderKey, viewer: Viewer): Promise<void> {
    const view = await viewOf(order)
    if (view && audiences.get(key)?.viewers.has(viewer)) send(key, viewer, encode(view))
  }

  function watch(order: OrderKey, viewer: Viewer): () => void {
    const key = orderKey(order)
    const audience = audiences.get(key) ?? { order, viewers: new Set(), shown: '' }
    audiences.set(key, audience)
    audience.viewers.add(viewer)
    greet(key, order, viewer).catch(() => {
      leave(key, viewer)
      viewer.close()
    })
    return () => leave(key, viewer)
  }

  async function changed(order: OrderKey): Promise<void> {
    const key = orderKey(order)
    const audience = audiences.get(key)
    const view = audience && (await viewOf(order))
    if (!view || contentOf(view) === audience.shown) return
    audience.shown = contentOf(view)
    const message = encode(view)
    for (const viewer of audience.viewers) send(key, viewer, message)
  }

  return {
    watch,
    changed,
    watched: () => [...audiences.values()].map((audience) => audience.order),
    heartbeat: () => {
      for (const [key, audience] of audiences) for (const viewer of audience.viewers) send(key, viewer, HEARTBEAT)
    },
    viewers: () => [...audiences.values()].reduce((sum, { viewers }) => sum + viewers.size, 0),
    close: () => {
      for (const { viewers } of audiences.values()) for (const viewer of viewers) viewer.close()
      audiences.clear()
    },
  }
}
