import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import { statusForm, testModeForm } from '../contract-connections.ts'
import { parse } from '../parse.ts'
import type { Connections } from './connections.ts'
import { SESSION_COOKIE } from './routes.ts'
import type { Sessions } from './sessions.ts'

type Deps = { sessions: Sessions; connections: Connections }

/** The forms of the page of connections, which work without JavaScript. */
export function connectionForms({ sessions, connections }: Deps): Hono {
  const routes = new Hono()
  const limit = bodyLimit({ maxSize: 4_096 })

  routes.post('/:id/test-mode', limit, async (c) => {
    const staff = await sessions.whoIs(getCookie(c, SESSION_COOKIE))
    if (!staff) return c.redirect('/support', 303)
    const { on } = parse(testModeForm, await c.req.parseBody())
    await connections.switchTestMode(staff, c.req.param('id'), on === 'yes')
    return c.redirect(`/support/connections#${c.req.param('id')}`, 303)
  })

  routes.post('/:id/statuses', limit, async (c) => {
    const staff = await sessions.whoIs(getCookie(c, SESSION_COOKIE))
    if (!staff) return c.redirect('/support', 303)
    const { status, standing } = parse(statusForm, await c.req.parseBody())
    await connections.mapStatus(staff, c.req.param('id'), status, standing)
    return c.redirect(`/support/connections#${c.req.param('id')}`, 303)
  })

  return routes
}
