import { Hono } from 'hono'
import { findDispensary } from '../db/dispensaries.ts'
import type { Database } from '../db/open.ts'
import { mayEmbed, originsOf } from './domain/origins.ts'
import type { Site } from './ports.ts'
import type { Links } from './tracking/links.ts'

type Deps = { db: Database; links: Links; site: Site; publicUrl: string; mapStyleUrl: string }

/**
 * `/embed/frame`: the element in a page of ours, for sites that allow no script of others. Only the sites of the
 * dispensary may frame it, and only one of them, named in `origin`, is spoken to. A frame of nobody's order, a sample or
 * an unknown link, may stand anywhere: there is nothing to see.
 */
export function frameRoutes({ db, links, site, publicUrl, mapStyleUrl }: Deps): Hono {
  const routes = new Hono()
  routes.get('/', async (c) => {
    const { token, dispensary: named, origin = '' } = c.req.query()
    const id = token ? (await links.open(token))?.dispensaryId : named
    const dispensary = id === undefined ? undefined : await findDispensary(db, id)
    const isTold = URL.canParse(origin) && (!dispensary || mayEmbed(dispensary, origin))
    const frame = isTold ? { parent: new URL(origin).origin } : {}
    const page = await site(c.req.raw, { frame, mapStyleUrl, publicOrigin: publicUrl })
    const policy = page.headers.get('content-security-policy') ?? ''
    const ancestors = dispensary ? ["'self'", ...originsOf(dispensary)].join(' ') : '*'
    const headers = new Headers(page.headers)
    headers.set('content-security-policy', policy.replace("frame-ancestors 'none'", `frame-ancestors ${ancestors}`))
    headers.set('cache-control', 'private, no-store')
    return new Response(page.body, { status: page.status, headers })
  })
  return routes
}
