import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import type { Staff } from '../db/staff.ts'
import { findDispensary } from '../db/dispensaries.ts'
import { originsOf } from './domain/origins.ts'
import type { PageLocals, Site } from './ports.ts'
import { linkForm } from './contract-support.ts'
import { notFound } from './problem.ts'
import { SESSION_COOKIE } from './support/routes.ts'
import type { Stages } from './stages.ts'

type Deps = { stages: Stages; site: Site; publicUrl: string; mapStyleUrl: string }

/** Every page but the customer's: what it shows is computed here, once, and the site prints it. */
export function pageRoutes({ stages, site, publicUrl, mapStyleUrl }: Deps): Hono {
  const routes = new Hono()
  const page = (c: Context, locals: Omit<PageLocals, 'publicOrigin'> = {}): Promise<Response> =>
    site(c.req.raw, { ...locals, publicOrigin: publicUrl })

  routes.get('/', (c) => page(c))
  routes.get('/embed', (c) => page(c, { mapStyleUrl }))

  for (const path of ['/support', '/support/*']) {
    routes.use(path, async (c, next) => {
      await next()
      c.header('cache-control', 'private, no-store')
    })
  }

  async function order(c: Context, staff: Staff, query: string | undefined, newLink?: string): Promise<Response> {
    const found = query ? ((await stages.lookUp.order(staff, query)) ?? null) : undefined
    const results = await stages.lookUp.latest(staff)
    const dispensary = await findDispensary(stages.db, staff.dispensaryId)
    const where = dispensary && { dispensaryName: dispensary.name, timeZone: dispensary.timeZone }
    return page(c, {
      support: {
        signedIn: true,
        email: staff.email,
        results,
        ...where,
        ...(query && { query }),
        ...(c.req.query('forget') === 'ask' && { isAsking: true }),
        ...(found !== undefined && { found }),
        ...(newLink !== undefined && { newLink }),
      },
    })
  }

  routes.get('/support', async (c) => {
    const staff = await stages.sessions.whoIs(getCookie(c, SESSION_COOKIE))
    if (staff) return order(c, staff, c.req.query('number')?.trim())
    return page(c, { support: { signedIn: false, ...(c.req.query('fault') && { fault: 'sign-in' }) } })
  })

  /** A new link's address is told in the very answer, and nowhere else: it would stay in logs and in the browser. */
  routes.post('/support/links', bodyLimit({ maxSize: 4_096 }), async (c) => {
    const staff = await stages.sessions.whoIs(getCookie(c, SESSION_COOKIE))
    if (!staff) return c.redirect('/support', 303)
    const given = linkForm.safeParse(await c.req.parseBody())
    if (!given.success) throw notFound()
    const newLink = await stages.actOnLinks(staff, given.data.orderId, given.data)
    const { number } = given.data
    if (newLink !== undefined) return order(c, staff, number, newLink)
    return c.redirect(`/support?${new URLSearchParams({ number }).toString()}#links`, 303)
  })

  routes.get('/support/connections', async (c) => {
    const staff = await stages.sessions.whoIs(getCookie(c, SESSION_COOKIE))
    if (!staff) return c.redirect('/support', 303)
    const view = await stages.connections.view(staff)
    const { timeZone = 'UTC' } = (await findDispensary(stages.db, staff.dispensaryId)) ?? {}
    return page(c, { connections: { ...view, email: staff.email, timeZone } })
  })

  routes.get('/support/messages', async (c) => {
    const staff = await stages.sessions.whoIs(getCookie(c, SESSION_COOKIE))
    if (!staff) return c.redirect('/support', 303)
    const view = await stages.messages.view(staff)
    const { timeZone = 'UTC' } = (await findDispensary(stages.db, staff.dispensaryId)) ?? {}
    return page(c, { outgoing: { ...view, email: staff.email, timeZone } })
  })

  routes.get('/support/widget', async (c) => {
    const staff = await stages.sessions.whoIs(getCookie(c, SESSION_COOKIE))
    const dispensary = staff && (await findDispensary(stages.db, staff.dispensaryId))
    if (!staff || !dispensary) return c.redirect('/support', 303)
    const { id, name, accent } = dispensary
    const preview = { email: staff.email, dispensary: { id, name, accent }, origins: originsOf(dispensary) }
    return page(c, { preview, mapStyleUrl })
  })

  return routes
}
