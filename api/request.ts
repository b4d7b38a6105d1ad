import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { matchedRoutes } from 'hono/route'
import { faultOf } from './fault.ts'
import type { Metrics } from './metrics.ts'
import type { Log, Random } from './ports.ts'
import { Problem } from './problem.ts'

type Deps = { log: Log; metrics: Metrics; stopwatch: () => number }

/** One structured line per request. The route's pattern, never its path: paths hold tokens. */
export const oneLinePerRequest =
  ({ log, metrics, stopwatch }: Deps): MiddlewareHandler =>
  async (c, next) => {
    const start = stopwatch()
    await next()
    const milliseconds = Math.round((stopwatch() - start) * 10) / 10
    const route = matchedRoutes(c).find(({ path }) => !path.endsWith('*'))?.path ?? 'none'
    metrics.answered(route, c.res.status, milliseconds / 1_000)
    log({ event: 'request', method: c.req.method, route, status: c.res.status, milliseconds })
  }

/** Nothing of Doorstep's is for search engines, and no address of its pages is told to others. */
export const discreet: MiddlewareHandler = async (c, next) => {
  await next()
  c.header('x-content-type-options', 'nosniff')
  c.header('referrer-policy', 'no-referrer')
  c.header('x-robots-tag', 'noindex, nofollow')
}

/** A problem is the request's fault and says so; anything else is ours, logged by an id that the answer names. */
export const failure =
  (log: Log, random: Random) =>
  (error: Error, c: Context): Response => {
    if (error instanceof Problem) return error.toResponse()
    if (error instanceof HTTPException) return new Problem(error.status, error.message || 'Refused').toResponse()
    const requestId = Buffer.from(random(8)).toString('hex')
    log({ event: 'bug', requestId, method: c.req.method, error: faultOf(error) })
    return new Problem(500, 'Something went wrong here', { detail: `Request ${requestId}` }).toResponse()
  }
