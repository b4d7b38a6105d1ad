import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { matchedRoutes } from 'hono/route'
import { faultOf } from './fault.ts'
import type { Metrics } from './metrics.ts'
import type { Log, Random } from './ports.ts'
import { Problem } from './problem.ts'

type Deps = { log: Log; metrics: Metrics; stopwatch: () => number; random: Random }

/** What is known of every request, whichever way it came in. */
export type Requests = {
  /**
   * Gives how to tell of its end: one structured line, and the metrics.
   * @param route the route's pattern, never its path: paths hold tokens
   */
  begin: (method: string, route?: string) => (status: number, route?: string) => void
  /** A problem is the request's fault and says so; anything else is ours, logged by an id that the answer names. */
  problemOf: (error: unknown, method: string) => Problem
}

export function createRequests({ log, metrics, stopwatch, random }: Deps): Requests {
  return {
    begin: (method, known = 'none') => {
      const start = stopwatch()
      return (status, route = known) => {
        const milliseconds = Math.round((stopwatch() - start) * 10) / 10
        metrics.answered(route, status, milliseconds / 1_000)
        log({ event: 'request', method, route, status, milliseconds })
      }
    },
    problemOf: (error, method) => {
      if (error instanceof Problem) return error
      if (error instanceof HTTPException) return new Problem(error.status, error.message || 'Refused')
      const requestId = Buffer.from(random(8)).toString('hex')
      log({ event: 'bug', requestId, method, error: faultOf(error) })
      return new Problem(500, 'Something went wrong here', { detail: `Request ${requestId}` })
    },
  }
}

export const oneLinePerRequest =
  ({ begin }: Requests): MiddlewareHandler =>
  async (c, next) => {
    const tell = begin(c.req.method)
    await next()
    tell(c.res.status, matchedRoutes(c).find(({ path }) => !path.endsWith('*'))?.path)
  }

export const failure =
  ({ problemOf }: Requests) =>
  (error: Error, c: Context): Response =>
    problemOf(error, c.req.method).toResponse()

/** Nothing of Doorstep's is for search engines, and no address of its pages is told to others. */
export const discreet: MiddlewareHandler = async (c, next) => {
  await next()
  c.header('x-content-type-options', 'nosniff')
  c.header('referrer-policy', 'no-referrer')
  c.header('x-robots-tag', 'noindex, nofollow')
}
