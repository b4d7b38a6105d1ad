import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import type { Staff } from '../../db/staff.ts'
import { letterAsked, wordingForm } from '../contract-wording.ts'
import { parse } from '../parse.ts'
import type { Site } from '../ports.ts'
import { SESSION_COOKIE } from './routes.ts'
import type { Sessions } from './sessions.ts'
import type { Draft, Wording } from './wording.ts'

type Deps = { sessions: Sessions; wording: Wording; site: Site; publicUrl: string }

/** An e-mail by itself brings its styles with it, and nothing else may come into it. */
const LETTER = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"

/** The page of every message and of what the dispensary says in it; its forms work without JavaScript. */
export function wordingRoutes({ sessions, wording, site, publicUrl }: Deps): Hono {
  const routes = new Hono()
  const whoIs = (c: Context): Promise<Staff | undefined> => sessions.whoIs(getCookie(c, SESSION_COOKIE))

  routes.use('*', async (c, next) => {
    await next()
    c.header('cache-control', 'private, no-store')
  })

  async function page(c: Context, staff: Staff, order: string | undefined, draft?: Draft): Promise<Response> {
    const view = await wording.view(staff, order, draft)
    const shown = await site(new Request(new URL('/support/wording', publicUrl), { headers: c.req.raw.headers }), {
      wording: { ...view, email: staff.email },
      publicOrigin: publicUrl,
    })
    return new Response(shown.body, { status: draft?.fault ? 422 : 200, headers: shown.headers })
  }

  routes.get('/', async (c) => {
    const staff = await whoIs(c)
    return staff ? page(c, staff, c.req.query('order')) : c.redirect('/support', 303)
  })

  routes.post('/', bodyLimit({ maxSize: 8_192 }), async (c) => {
    const staff = await whoIs(c)
    if (!staff) return c.redirect('/support', 303)
    const form = parse(wordingForm, await c.req.parseBody())
    const draft = await wording.change(staff, form)
    if (draft) return page(c, staff, form.order, draft)
    const query = new URLSearchParams(form.order ? { order: form.order } : {}).toString()
    return c.redirect(`/support/wording${query && `?${query}`}#${form.kind}-${form.locale}`, 303)
  })

  routes.get('/letters/:kind/:locale', async (c) => {
    const staff = await whoIs(c)
    if (!staff) return c.redirect('/support', 303)
    const letter = await wording.letter(staff, parse(letterAsked, { ...c.req.query(), ...c.req.param() }))
    return c.html(letter, 200, { 'content-security-policy': LETTER })
  })

  return routes
}
