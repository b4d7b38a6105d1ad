import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Staff } from '../../db/staff.ts'
import { orderForm, signIn, stopForm } from '../contract-support.ts'
import { parseJson } from '../parse.ts'
import { notFound, Problem } from '../problem.ts'
import type { Connections } from './connections.ts'
import type { Forget } from './forget.ts'
import type { LookUp } from './look-up.ts'
import type { Sessions } from './sessions.ts'
import type { ActOnStops } from './stops.ts'

export const SESSION_COOKIE = 'doorstep-staff'

/** An order's rows of the audit trail with their proofs, and for a spreadsheet; undefined for orders of others. */
export type HandOut = {
  order: (staff: Staff, orderId: string) => Promise<{ document: string; sheet: string } | undefined>
  /** The program that checks the proofs. */
  verifier: () => Promise<string>
}

type Deps = { sessions: Sessions; lookUp: LookUp; connections: Connections; handOut: HandOut; secure: boolean }
type Forms = { sessions: Sessions; forget: Forget; actOnStops: ActOnStops; secure: boolean }

const cookie = (secure: boolean, lastsMs: number) =>
  ({ httpOnly: true, sameSite: 'Strict', secure, path: '/', maxAge: Math.floor(lastsMs / 1_000) }) as const

const attached = (type: string, name: string): Record<string, string> => ({
  'content-type': type,
  'content-disposition': `attachment; filename="${name}"`,
  'cache-control': 'no-store',
})

const nameOf = (c: Context, ending: string): string =>
  `order-${(c.req.param('orderId') ?? '').replace(/[^\w-]+/g, '_').slice(0, 40)}.${ending}`

/** /v1/support/*: what staff may ask, by session. */
export function supportRoutes({ sessions, lookUp, connections, handOut, secure }: Deps): Hono {
  const routes = new Hono()

  async function staffOf(c: Context): Promise<Staff> {
    const staff = await sessions.whoIs(getCookie(c, SESSION_COOKIE))
    if (!staff) throw new Problem(401, 'Not signed in')
    return staff
  }

  routes.post('/session', bodyLimit({ maxSize: 4_096 }), async (c) => {
    const { email, password } = parseJson(signIn, await c.req.text())
    const session = await sessions.signIn(email, password)
    if (!session) throw new Problem(401, 'Not signed in', { detail: 'The address and the password do not fit' })
    setCookie(c, SESSION_COOKIE, session.token, cookie(secure, session.lastsMs))
    return c.body(null, 204)
  })

  routes.get('/orders/:number', async (c) => {
    const found = await lookUp.order(await staffOf(c), c.req.param('number'))
    if (!found) throw notFound()
    return c.json(found, 200, { 'cache-control': 'no-store' })
  })

  routes.get('/connections', async (c) =>
    c.json(await connections.view(await staffOf(c)), 200, { 'cache-control': 'no-store' }),
  )

  routes.get('/exports/:orderId/export.json', async (c) => {
    const { document } = await handedOut(c)
    return c.body(document, 200, attached('application/json', nameOf(c, 'json')))
  })

  routes.get('/exports/:orderId/events.csv', async (c) => {
    const { sheet } = await handedOut(c)
    return c.body(sheet, 200, attached('text/csv; charset=utf-8; header=present', nameOf(c, 'csv')))
  })

  routes.get('/verify-export.mjs', async (c) => {
    await staffOf(c)
    return c.body(await handOut.verifier(), 200, attached('text/javascript; charset=utf-8', 'verify-export.mjs'))
  })

  async function handedOut(c: Context): Promise<{ document: string; sheet: string }> {
    const files = await handOut.order(await staffOf(c), c.req.param('orderId') ?? '')
    if (!files) throw notFound()
    return files
  }

  return routes
}

/** The forms of the support pages, which work without JavaScript. */
export function supportForms({ sessions, forget, actOnStops, secure }: Forms): Hono {
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

  /** A customer who wants no messages any more, and has said so on the phone or in a reply. */
  routes.post('/stops', bodyLimit({ maxSize: 4_096 }), async (c) => {
    const staff = await sessions.whoIs(getCookie(c, SESSION_COOKIE))
    if (!staff) return c.redirect('/support', 303)
    const given = stopForm.safeParse(await c.req.parseBody())
    if (!given.success) throw notFound()
    const { orderId, number } = given.data
    await actOnStops(staff, orderId, given.data)
    return c.redirect(`/support?${new URLSearchParams({ number }).toString()}#stops`, 303)
  })

  routes.post('/sign-out', async (c) => {
    await sessions.signOut(getCookie(c, SESSION_COOKIE))
    deleteCookie(c, SESSION_COOKIE, { path: '/' })
    return c.redirect('/support', 303)
  })

  return routes
}
