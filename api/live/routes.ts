import { Hono } from 'hono'
import { notFound } from '../problem.ts'
import type { OrderKey } from './bus.ts'
import type { Hub } from './hub.ts'

/** A viewer behind by this much is let go. */
const MAX_BEHIND_BYTES = 64 * 1024

/** How soon a page that lost the stream comes back. */
const RETRY = new TextEncoder().encode('retry: 2000\n\n')

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
}

/** The stream of an order's views: the whole view at once, and again whenever it changes. */
export function liveRoutes(hub: Hub, open: (token: string) => Promise<OrderKey | undefined>): Hono {
  const routes = new Hono()
  routes.get('/:token/live', async (c) => {
    const order = await open(c.req.param('token'))
    if (!order) throw notFound()
    if (c.req.method === 'HEAD') return new Response(null, { headers: HEADERS }) // nobody would ever end the stream
    let leave = (): void => {}
    const body = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          controller.enqueue(RETRY)
          leave = hub.watch(order, {
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
    return new Response(body, { headers: HEADERS })
  })
  return routes
}
