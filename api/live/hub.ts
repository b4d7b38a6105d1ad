import type { TrackView } from '../contract.ts'
import { orderKey, type OrderKey } from './bus.ts'

/** Somebody who watches an order: gets encoded messages, says when its buffer is full. */
export type Viewer = { send: (message: Uint8Array) => boolean; close: () => void }

export type Hub = {
  /** Adds a viewer, who is sent the view at once. Returns how to take them away. */
  watch: (order: OrderKey, viewer: Viewer) => () => void
  /** Sends the order's view to those who watch it and have not seen it. */
  changed: (order: OrderKey) => Promise<void>
  watched: () => OrderKey[]
  heartbeat: () => void
  viewers: () => number
  close: () => void
}

/** What a viewer was sent last, and by which reading. */
type Seen = { content: string; reading: number }
type Audience = { order: OrderKey; viewers: Map<Viewer, Seen> }

const encoder = new TextEncoder()
const HEARTBEAT = encoder.encode(': still here\n\n')
const NOTHING: Seen = { content: '', reading: 0 }

/** One encoded buffer per change, written to all: the whole view, so that whoever missed some needs only the latest. */
const encode = (view: TrackView): Uint8Array => encoder.encode(`id: ${view.seq}\ndata: ${JSON.stringify(view)}\n\n`)

/** What tells one view from another: everything but when it was built, and after which row. */
const contentOf = ({ asOf: _, seq: __, ...content }: TrackView): string => JSON.stringify(content)

export function createHub(viewOf: (order: OrderKey) => Promise<TrackView | undefined>): Hub {
  const audiences = new Map<string, Audience>()
  let readings = 0

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

  /** Nobody may see this order any more. */
  function end(key: string, { viewers }: Audience): void {
    audiences.delete(key)
    for (const viewer of viewers.keys()) viewer.close()
  }

  /** Reads the view and sends it to those who have not seen it; a reading begun earlier never follows a later one. */
  async function show(order: OrderKey, to?: Viewer): Promise<void> {
    const key = orderKey(order)
    readings += 1
    const reading = readings
    const view = await viewOf(order)
    const audience = audiences.get(key)
    if (!audience) return
    if (!view) return end(key, audience)
    const content = contentOf(view)
    const message = encode(view)
    for (const viewer of to ? [to] : audience.viewers.keys()) {
      const seen = audience.viewers.get(viewer)
      if (!seen || seen.reading > reading) continue
      audience.viewers.set(viewer, { content, reading })
      if (seen.content !== content) send(key, viewer, message)
    }
  }

  function watch(order: OrderKey, viewer: Viewer): () => void {
    const key = orderKey(order)
    const audience = audiences.get(key) ?? { order, viewers: new Map() }
    audiences.set(key, audience)
    audience.viewers.set(viewer, NOTHING)
    show(order, viewer).catch(() => {
      leave(key, viewer)
      viewer.close()
    })
    return () => leave(key, viewer)
  }

  return {
    watch,
    changed: async (order) => {
      if (audiences.has(orderKey(order))) await show(order)
    },
    watched: () => [...audiences.values()].map((audience) => audience.order),
    heartbeat: () => {
      for (const [key, audience] of audiences)
        for (const viewer of audience.viewers.keys()) send(key, viewer, HEARTBEAT)
    },
    viewers: () => [...audiences.values()].reduce((sum, { viewers }) => sum + viewers.size, 0),
    close: () => {
      for (const { viewers } of audiences.values()) for (const viewer of viewers.keys()) viewer.close()
      audiences.clear()
    },
  }
}
