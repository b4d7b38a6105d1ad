import { hash } from 'node:crypto'
import type { TrackView } from '../contract.ts'
import type { LinkStandings } from '../domain/link.ts'
import { minutes, seconds, type Instant } from '../domain/time.ts'
import type { Clock } from '../ports.ts'
import { orderKey, type OrderKey } from './bus.ts'

/** Somebody who watches an order: gets encoded messages, says when its buffer is full. */
export type Viewer = { send: (message: Uint8Array) => boolean; close: () => void }

/** An order, the link by which it is watched, and from which network, if that is told. */
export type Watched = OrderKey & { linkId: string; network?: string }

export type Hub = {
  /** Adds a viewer, who is sent the view at once. Returns how to take them away. */
  watch: (watched: Watched, viewer: Viewer) => () => void
  /** Whether as many watch as may. */
  isFull: (order: OrderKey) => boolean
  /** Sends the order's view to those who watch it and have not seen it. */
  changed: (order: OrderKey) => Promise<void>
  /** Orders that are watched, and whose view time alone may have changed by now. */
  due: () => OrderKey[]
  watched: () => OrderKey[]
  /** Everybody who watches now. */
  watching: () => Iterable<Watched>
  /** Once a second: a sign of life for a fifteenth of the viewers. */
  heartbeat: () => void
  viewers: () => number
  close: () => void
}

/** What is shown of an order: the view, and another to the links that stand otherwise. */
export type Views = { view: TrackView; links?: LinkStandings; withoutMap?: TrackView }

/** A view as it goes over the wire, and by what it is told from another. */
type Message = { bytes: Uint8Array; content: string }
type Latest = { whole: Message; lesser?: Message; links?: LinkStandings }
type Watcher = { viewer: Viewer; linkId: string; network: string | undefined; seen: string; beat: number }
type Audience = { order: OrderKey; watchers: Set<Watcher>; reading: number; latest?: Latest; dueAt: Instant }

/** A family and the staff who help it; more is no customer. */
const MOST_OF_AN_ORDER = 100
/** Whoever watches must not keep drivers and tills from being heard. */
const MOST_VIEWERS = 16_000

const encoder = new TextEncoder()
/** A Buffer, or a socket would make one of it at each writing; on memory of its own, or its neighbours' would be kept with it. */
function encode(text: string): Buffer {
  const { buffer, byteOffset, byteLength } = encoder.encode(text)
  return Buffer.from(buffer, byteOffset, byteLength)
}
const HEARTBEAT = encode(': still here\n\n')
const BEATS = 15

/** What tells one view from another: everything but when it was built, and after which row. */
const contentOf = ({ asOf: _, seq: __, ...content }: TrackView): string => hash('sha1', JSON.stringify(content))

/** One encoded buffer per change, written to all: the whole view, so that whoever missed some needs only the latest. */
const messageOf = (view: TrackView): Message => ({
  bytes: encode(`id: ${view.seq}\ndata: ${JSON.stringify(view)}\n\n`),
  content: contentOf(view),
})

const latestOf = ({ view, links, withoutMap }: Views): Latest => ({
  whole: messageOf(view),
  ...(links && { links }),
  ...(withoutMap && { lesser: messageOf(withoutMap) }),
})

/** The next moment at which time alone may change what is shown: a fix that may be shown now, a window that has begun. */
function dueAfter({ map, window, asOf }: TrackView): Instant {
  const now = Date.parse(asOf)
  const begins = window ? Date.parse(window.from) : Number.POSITIVE_INFINITY
  if (map.open || begins < now + minutes(1)) return now + seconds(5)
  return Math.min(begins, now + minutes(1))
}

/** Those who watch, by order: a view is built once for all of them, and encoded once. */
export function createHub(viewsOf: (order: OrderKey) => Promise<Views | undefined>, clock: Clock): Hub {
  const audiences = new Map<string, Audience>()
  let watching = 0
  let readings = 0
  let turns = 0
  let beat = 0

  function leave(key: string, watcher: Watcher): void {
    const audience = audiences.get(key)
    if (!audience?.watchers.delete(watcher)) return
    watching -= 1
    if (audience.watchers.size === 0) audiences.delete(key)
  }

  function letGo(key: string, watcher: Watcher): void {
    leave(key, watcher)
    watcher.viewer.close()
  }

  /** A viewer that cannot keep up is let go: it reconnects and gets the latest. */
  function send(key: string, watcher: Watcher, bytes: Uint8Array): void {
    if (!watcher.viewer.send(bytes)) letGo(key, watcher)
  }

  /** Nobody may see this order any more. */
  function end(key: string, { watchers }: Audience): void {
    for (const watcher of watchers) letGo(key, watcher)
  }

  function tell(key: string, watcher: Watcher, { links, whole, lesser }: Latest): void {
    const standing = links?.[watcher.linkId]
    if (standing === 'revoked') return letGo(key, watcher)
    const message = standing === 'map-closed' ? lesser : whole
    if (!message || message.content === watcher.seen) return
    watcher.seen = message.content
    send(key, watcher, message.bytes)
  }

  /** Reads the views and sends them to those who have not seen theirs; a reading begun earlier never follows a later one. */
  async function show(order: OrderKey): Promise<void> {
    const key = orderKey(order)
    readings += 1
    const reading = readings
    const views = await viewsOf(order)
    const audience = audiences.get(key)
    if (!audience || audience.reading > reading) return
    if (!views) return end(key, audience)
    const latest = latestOf(views)
    Object.assign(audience, { reading, latest, dueAt: dueAfter(views.view) })
    for (const watcher of audience.watchers) tell(key, watcher, latest)
  }

  function watch({ linkId, network, ...order }: Watched, viewer: Viewer): () => void {
    const key = orderKey(order)
    turns += 1
    watching += 1
    const watcher: Watcher = { viewer, linkId, network, seen: '', beat: turns % BEATS }
    const known = audiences.get(key)
    if (known) {
      known.watchers.add(watcher)
      // Whoever comes while the first reading is under way is told with the others.
      if (known.latest) tell(key, watcher, known.latest)
    } else {
      const audience = { order, watchers: new Set([watcher]), reading: 0, dueAt: Number.POSITIVE_INFINITY }
      audiences.set(key, audience)
      show(order).catch(() => end(key, audience))
    }
    return () => leave(key, watcher)
  }

  return {
    watch,
    isFull: (order) =>
      watching >= MOST_VIEWERS || (audiences.get(orderKey(order))?.watchers.size ?? 0) >= MOST_OF_AN_ORDER,
    changed: async (order) => {
      if (audiences.has(orderKey(order))) await show(order)
    },
    due: () => [...audiences.values()].filter(({ dueAt }) => dueAt <= clock()).map(({ order }) => order),
    watched: () => [...audiences.values()].map(({ order }) => order),
    *watching() {
      for (const { order, watchers } of audiences.values())
        for (const { linkId, network } of watchers)
          yield { ...order, linkId, ...(network !== undefined && { network }) }
    },
    heartbeat: () => {
      beat += 1
      for (const [key, { watchers }] of audiences)
        for (const watcher of watchers) if (watcher.beat === beat % BEATS) send(key, watcher, HEARTBEAT)
    },
    viewers: () => watching,
    close: () => {
      for (const [key, audience] of audiences) end(key, audience)
    },
  }
}
