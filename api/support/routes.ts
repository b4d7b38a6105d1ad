import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { signIn } from '../contract.ts'
import { parseJson } from '../parse.ts'
import { notFound, Problem } from '../problem.ts'
import type { Forget } from './forget.ts'
import type { LookUp } from './look-up.ts'
import type { Sessions } from './sessions.ts'

export const SESSION_COOKIE = 'doorstep-staff'

type Deps = { sessions: Sessions; lookUp: LookUp; forget: Forget; secure: boolean }

const orderForm = z.object({ orderId: z.string().min(1).max(128), number: z.string().min(1).max(40) })

const cookie = (secure: boolean, lastsMs: number) =>
  ({ httpOnly: true, sameSite: 'Strict', secure, path: '/', maxAge: Math.floor(lastsMs / 1_000) }) as const

/** /v1/support/*: what staff may ask, by session. */
export function supportRoutes({ sessions, lookUp, secure }: Omit<Deps, 'forget'>): Hono {
  const routes = new Hono()

  routes.post('/session', bodyLimit({ maxSize: 4_096 }), async (c) => {
    const { email, password } = parseJson(signIn, await c.req.text())
    const session = await sessions.signIn(email, password)
    if (!session) throw new Problem(401, 'Not signed in', { detail: 'The address and the password do not fit' })
    setCookie(c, SESSION_COOKIE, session.token, cookie(secure, session.lastsMs))
    return c.body(null, 204)
  })

  routes.get('/orders/:number', async (c) => {
    const staff = await sessions.whoIs(getCookie(c, SESSION_COOKIE))
    if (!staff) throw new Problem(401, 'Not signed in')
    const found = await lookUp.order(staff, c.req.param('number'))
    if (!found) throw notFound()
    return c.json(found, 200, { 'cache-control': 'no-store' })
  })

  return routes
}

/** The forms of the support pages, which work without JavaScript. */
export function supportForms({ sessions, forget, secure }: Omit<Deps, 'lookUp'>): Hono {
  const routes = new Hono()

  routes.post('/sign-in', bodyLimit({ maxSize: 4_096 }), async (c) => {
    const given = signIn.safeParse(await c.req.parseBody())
    const session = given.success && (await sessions.signIn(given.data.email, given.data.password))
    if (!session) return c.redirect('/support?fault=sign-in', 303)
    setCookie(c, SESSION_COOKIE, session.token, cookie(secure, session.lastsMs))
    return c.redirect('/support', 303)
  })

  /** Asked for on the order's page, and asked once more before it comes here. */
  routes.post('/forget', bodyLimit({ maxSize: 4_096 }), async (c) => {
    const staff = await sessions.whoIs(getCookie(c, SESSION_COOKIE))
    if (!staff) return c.redirect('/support', 303)
    const given = orderForm.safeParse(await c.req.parseBody())
    if (!given.success) throw notFound()
    const { orderId, number } = given.data
    const why = await forget({ dispensaryId: staff.dispensaryId, orderId }, staff.id)
    // Why it cannot be is told by the order's page.
    const asked = why === undefined ? {} : { forget: 'ask' }
    return c.redirect(`/support?${new URLSearchParams({ number, ...asked }).toString()}`, 303)
  })

  routes.post('/sign-out', async (c) => {
    await sessions.signOut(getCookie(c, SESSION_COOKIE))
    deleteCookie(c, SESSION_COOKIE, { path: '/' })
    return c.redirect('/support', 303)
  })

  return routes
}
