import type { Context, MiddlewareHandler } from 'hono'
import { findDispensary } from '../db/dispensaries.ts'
import type { Database } from '../db/open.ts'
import { mayEmbed } from './domain/origins.ts'
import { Problem } from './problem.ts'

/** Whether pages of an origin may read what is known of a dispensary's orders; our own always may. */
export type MayRead = (dispensaryId: string, origin: string) => Promise<boolean>

export function createMayRead({ db, publicUrl }: { db: Database; publicUrl: string }): MayRead {
  const own = new URL(publicUrl).origin
  return async (dispensaryId, origin) => {
    if (origin === own) return true
    const dispensary = await findDispensary(db, dispensaryId)
    return dispensary !== undefined && mayEmbed(dispensary, origin)
  }
}

/** Whose order a request is about; undefined where it is about none that is known. */
type Whose = (c: Context) => Promise<string | undefined>

/**
 * Cross-origin requests, by the list of the dispensary concerned. What belongs to nobody may be read by everybody: the
 * answer to an unknown link is the same for all. Asked beforehand, a browser is told that it may ask: the question itself
 * is looked at when it comes.
 */
export const fromItsOrigins =
  (mayRead: MayRead, whose: Whose): MiddlewareHandler =>
  async (c, next) => {
    const origin = c.req.header('origin')
    if (origin === undefined || c.req.header('sec-fetch-site') === 'same-origin') {
      await next()
      c.header('vary', 'origin', { append: true })
      return
    }
    if (c.req.method === 'OPTIONS') {
      const allowed = { 'access-control-allow-methods': 'GET, POST', 'access-control-allow-headers': 'content-type' }
      return c.body(null, 204, { ...allowed, 'access-control-allow-origin': origin, vary: 'origin' })
    }
    const dispensaryId = await whose(c)
    if (dispensaryId !== undefined && !(await mayRead(dispensaryId, origin)))
      throw new Problem(403, 'Not a site of this dispensary', { headers: { vary: 'origin' } })
    await next()
    c.header('access-control-allow-origin', dispensaryId === undefined ? '*' : origin)
    c.header('vary', 'origin', { append: true })
  }
