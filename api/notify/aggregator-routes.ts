import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Problem } from '../problem.ts'
import type { TakeText } from './inbound.ts'
import type { HearAggregator } from './own-texts.ts'
import type { TakeReceipt } from './receipts.ts'

type Deps = { hearAggregator: HearAggregator; takeReceipt: TakeReceipt; takeText: TakeText }

/** Where a dispensary's own aggregator tells what became of its messages, and what people write back. */
export function aggregatorRoutes({ hearAggregator, takeReceipt, takeText }: Deps): Hono {
  const routes = new Hono()
  routes.post('/:id', bodyLimit({ maxSize: 65_536 }), async (c) => {
    const told = await hearAggregator(c.req.param('id'), (name) => c.req.header(name), await c.req.text())
    if (!told) throw new Problem(401, 'Not signed by this aggregator')
    const { heard, dispensaryId } = told
    // An aggregator speaks of its own dispensary's messages and of no other's.
    if (heard.what === 'receipt' && heard.messageId.startsWith(`${dispensaryId}:`)) await takeReceipt(heard)
    const reply = heard.what === 'text' ? await takeText(heard, dispensaryId) : undefined
    return reply === undefined ? c.body(null, 204) : c.json({ reply })
  })
  return routes
}
