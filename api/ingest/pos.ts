import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { findConnection } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { readJson } from '../parse.ts'
import type { Clock } from '../ports.ts'
import { notFound, Problem } from '../problem.ts'
import type { RecordEvent } from '../record.ts'
import { unseal } from '../secrets.ts'
import { isSignedByWoo, isWooPing, translateWoo } from './pos/woocommerce.ts'
import { tooLarge } from './too-large.ts'

type Deps = { db: Database; record: RecordEvent; clock: Clock; secretKey: Uint8Array }

const MAX_BYTES = 512 * 1024

/** POST /v1/pos/:connection: each POS in its own words, with its own signature and the answer that it expects. */
export function posRoutes({ db, record, clock, secretKey }: Deps): Hono {
  const routes = new Hono()
  routes.post('/:connection', bodyLimit({ maxSize: MAX_BYTES, onError: tooLarge(MAX_BYTES) }), async (c) => {
    const connection = await findConnection(db, c.req.param('connection'))
    if (connection?.kind !== 'woocommerce' || !connection.secretSealed) throw notFound()
    const body = await c.req.text()
    if (isWooPing(body)) return c.json([])
    if (!isSignedByWoo(unseal(secretKey, connection.secretSealed), body, c.req.header('x-wc-webhook-signature'))) {
      throw new Problem(401, 'Not authorized', {
        detail: 'X-WC-Webhook-Signature does not fit the body and the secret',
      })
    }
    const told = translateWoo(c.req.header('x-wc-webhook-topic'), readJson(body), clock())
    const source = `woocommerce/${connection.id}`
    const results = await Promise.all(
      told.map((one) => record({ dispensaryId: connection.dispensaryId, source, ...one })),
    )
    return c.json({ results })
  })
  return routes
}
