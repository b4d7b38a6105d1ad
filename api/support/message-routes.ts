import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import { renewForm } from '../contract-messages.ts'
import { parse } from '../parse.ts'
import type { Messages } from './messages.ts'
import { SESSION_COOKIE } from './routes.ts'
import type { Sessions } from './sessions.ts'

type Deps = { sessions: Sessions; messages: Messages }

/** The forms of the page of messages, which work without JavaScript. */
export function messageForms({ sessions, messages }: Deps): Hono {
  const routes = new Hono()

  routes.post('/renew', bodyLimit({ maxSize: 4_096 }), async (c) => {
    const staff = await sessions.whoIs(getCookie(c, SESSION_COOKIE))
    if (!staff) return c.redirect('/support', 303)
    const { id } = parse(renewForm, await c.req.parseBody())
    await messages.renew(staff, id)
    return c.redirect('/support/messages', 303)
  })

  return routes
}
