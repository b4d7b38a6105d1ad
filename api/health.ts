import { Hono } from 'hono'
import { isReadable, type Database } from '../db/open.ts'
import type { Metrics } from './metrics.ts'

/** For whoever runs the process: does it live, can it serve, what has it done. */
export function healthRoutes({ db, metrics }: { db: Database; metrics: Metrics }): Hono {
  const routes = new Hono()
  routes.get('/healthz', (c) => c.text('ok'))
  routes.get('/readyz', async (c) =>
    (await isReadable(db)) ? c.text('ready') : c.text('database does not answer', 503),
  )
  routes.get('/metrics', async (c) => c.text(await metrics.text(), 200, { 'content-type': metrics.contentType }))
  return routes
}
