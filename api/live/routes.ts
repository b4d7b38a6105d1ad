import { Hono, type Context } from 'hono'
import type { Socket } from 'node:net'
import { notFound, Problem } from '../problem.ts'
import type { Hub, Watched } from './hub.ts'
import { MAX_BEHIND_BYTES, type Streams } from './socket.ts'
import { retryLine, STREAM_HEADERS } from './wire.ts'

type Deps = { hub: Hub; streams: Streams; open: (token: string, c: Context) => Promise<Watched | undefined> }

/** How a route tells the server under it that the answer is on its way already. */
const ANSWERED = new Response(null, { headers: { 'x-hono-already-sent': 'true' } })

/**
 * The stream of an order's views: the whole view at once, and again whenever it changes. Most of those who ask never
 * come here, for `streams` hears them first; this is for the second request of a connection, and for refusals.
 */
export function liveRoutes({ hub, streams, open }: Deps): Hono {
  const routes = new Hono()
  routes.get('/:token/live', async (c) => {
    const link = await open(c.req.param('token'), c)
    if (!link) throw notFound()
    if (c.req.method === 'HEAD') return new Response(null, { headers: STREAM_HEADERS }) // nobody would ever end the stream
    if (hub.isFull(link)) throw new Problem(503, 'Too many watch', { headers: { 'retry-after': '60' } })
    const socket = socketUnder(c)
    if (!socket) return bodyOf(hub, link)
    streams.take(socket, link, c.req.header('origin'))
    return ANSWERED.clone()
  })
  return routes
}

type Incoming = { outgoing?: { socket?: Socket | null } }

/** The connection that is being answered on; none where the request came by none, or an answer before it is not done. */
const socketUnder = (c: Context): Socket | undefined => (c.env as Incoming | undefined)?.outgoing?.socket ?? undefined

/** The same stream as the body of a response, for whoever asks without a connection. */
function bodyOf(hub: Hub, link: Watched): Response {
  let leave = (): void => {}
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(new TextEncoder().encode(retryLine(0)))
        leave = hub.watch(link, {
          send: (message) => {
            controller.enqueue(message)
            return (controller.desiredSize ?? 0) > 0
          },
          close: () => controller.close(),
        })
      },
      cancel: () => leave(),
    },
    { highWaterMark: MAX_BEHIND_BYTES, size: (chunk) => chunk?.byteLength ?? 0 },
  )
  return new Response(body, { headers: STREAM_HEADERS })
}
