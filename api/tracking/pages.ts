import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import type { Database } from '../../db/open.ts'
import type { Contacts } from '../contacts.ts'
import type { TrackView } from '../contract.ts'
import type { ChannelChoices } from '../contract-page.ts'
import type { Devices } from '../devices.ts'
import { hasOptedOut, isChosen } from '../domain/consent.ts'
import { LOGO } from '../domain/dispensary.ts'
import type { Channel } from '../domain/notification.ts'
import type { PageLocals, Site } from '../ports.ts'
import { Problem } from '../problem.ts'
import { mayText, mustText, type Situation } from './acts.ts'
import { createAfterwards } from './afterwards.ts'
import type { OpenDetails } from './details.ts'
import type { Links, OpenedLink } from './links.ts'
import { localeOf } from './locale.ts'
import type { ViewOf } from './load.ts'
import { situationOf, type Perform } from './perform.ts'
import { appManifest } from './app-manifest.ts'
import { isAct } from './routes.ts'
import { isFromElsewhere } from './same-site.ts'
import type { LookedFrom } from './suspicions.ts'

type Deps = {
  db: Database
  contacts: Contacts
  devices: Devices
  links: Links
  viewOf: ViewOf
  perform: Perform
  openDetails: OpenDetails
  site: Site
  channels: ReadonlySet<Channel>
  networkOf: (c: Context) => string
  lookedFrom: (c: Context) => LookedFrom
  publicUrl: string
  mapStyleUrl: string
  pushPublicKey?: string
}

type Opened = { link: OpenedLink; situation: Situation; view: TrackView; token: string }
type Env = { Variables: { opened: Opened } }

/** Where the page shows what an act has changed. */
const PLACES: Record<string, string> = { ready: '#ready', note: '#note', rating: '#rating', messages: '/messages' }

/** The pages of one order and their forms, which work without any script: `/t/:token` and what is below it. */
export function customerPages(deps: Deps): Hono<Env> {
  const { links, viewOf, perform, openDetails, site, networkOf, lookedFrom, publicUrl, mapStyleUrl } = deps
  const push = deps.pushPublicKey === undefined ? {} : { push: { publicKey: deps.pushPublicKey } }
  const routes = new Hono<Env>()

  const openedOr = (otherwise: (c: Context, token: string) => Response | Promise<Response>) =>
    createMiddleware<Env>(async (c, next) => {
      const token = c.req.param('token') ?? ''
      const link = await links.open(token, lookedFrom(c), c.req.method === 'POST' ? 'order' : 'page')
      const view = link && (await viewOf(link))
      if (!link || !view) return otherwise(c, token)
      const situation = await situationOf(deps, link)
      const locale = localeOf(c, situation.contact.locale)
      c.set('opened', { link, situation, token, view: { ...view, locale } })
      return next()
    })
  const opened = openedOr((c) => c.notFound())
  const afterwards = createAfterwards(deps)

  const ours = createMiddleware(async (c, next) => {
    if (isFromElsewhere((name) => c.req.header(name), publicUrl)) throw new Problem(403, 'Sent from another site')
    return next()
  })

  const page = async (
    c: Context<Env>,
    locals: Omit<PageLocals, 'publicOrigin'>,
    status?: number,
  ): Promise<Response> => {
    const response = await site(new Request(c.req.url, { headers: c.req.raw.headers }), {
      ...locals,
      publicOrigin: publicUrl,
    })
    return status === undefined ? response : new Response(response.body, { status, headers: response.headers })
  }

  routes.use('*', async (c, next) => {
    await next()
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'private, no-store')
  })

  routes.get('/:token', opened, (c) => {
    const { view, token, situation } = c.get('opened')
    const logo = situation.dispensary.logo ? { logo: `/t/${token}/logo` } : {}
    const withDetails = situation.contact.phone !== undefined
    return page(c, { track: { view, token, mapStyleUrl, withDetails, ...logo } })
  })

  routes.get('/:token/logo', opened, (c) => {
    const [, type, content] = LOGO.exec(c.get('opened').situation.dispensary.logo ?? '') ?? []
    if (type === undefined || content === undefined) return c.notFound()
    return c.body(Buffer.from(content, 'base64'), 200, {
      'content-type': type,
      'cache-control': 'private, max-age=86400',
    })
  })

  routes.get('/:token/app.webmanifest', opened, (c) => {
    const { view, token } = c.get('opened')
    return c.body(JSON.stringify(appManifest(token, view.locale)), 200, { 'content-type': 'application/manifest+json' })
  })

  async function messages(c: Context<Env>, fault?: 'email'): Promise<Response> {
    const { view, token, situation, link } = c.get('opened')
    const choices = await choicesOf(deps, link, situation)
    const mayStopAll = mayStopMore(situation)
    const locals = { messages: { view, token, choices, mayStopAll, ...push, ...(fault && { fault }) } }
    return page(c, locals, fault && 422)
  }
  routes.get('/:token/messages', openedOr(afterwards.show), (c) => messages(c))
  routes.post('/:token/messages', ours, bodyLimit({ maxSize: 1_024 }), openedOr(afterwards.choose), (c) =>
    act(c, 'messages'),
  )

  routes.get('/:token/details', opened, (c) => {
    const { view, token, situation } = c.get('opened')
    const denied = situation.contact.phone === undefined ? { denied: { why: 'no-phone' as const } } : {}
    return page(c, { details: { view, token, ...denied } })
  })

  routes.post('/:token/details', ours, bodyLimit({ maxSize: 1_024 }), opened, async (c) => {
    const { view, token, link } = c.get('opened')
    const { digits } = await c.req.parseBody()
    const answer = await openDetails(link, typeof digits === 'string' ? digits.trim() : '', networkOf(c))
    return page(c, { details: { view, token, ...answer } }, 'denied' in answer ? 403 : 200)
  })

  routes.post('/:token/:act', ours, bodyLimit({ maxSize: 8_192 }), opened, (c) => act(c, c.req.param('act')))

  async function act(c: Context<Env>, act: string): Promise<Response> {
    const { link, token } = c.get('opened')
    if (!isAct(act)) return c.notFound()
    const form = Object.fromEntries(Object.entries(await c.req.parseBody()).filter(([, text]) => text !== ''))
    try {
      await perform(link, act, act === 'note' ? { note: '', ...form } : form)
    } catch (fault) {
      // The page says what is so now; only an address that is none can be put right there.
      if (!(fault instanceof Problem) || (fault.status !== 409 && fault.status !== 422)) throw fault
      if (act === 'messages' && fault.status === 422) return messages(c, 'email')
    }
    return c.redirect(`/t/${token}${PLACES[act] ?? ''}`, 303)
  }

  return routes
}

/** Whether there is a way to the customer that they have not stopped for every order. */
const mayStopMore = ({ contact, stopped }: Situation): boolean =>
  (['email', 'sms'] as const).some(
    (channel) =>
      contact[channel === 'sms' ? 'phone' : 'email'] !== undefined &&
      !stopped.some((one) => one.channel === channel && isChosen(one)),
  )

async function choicesOf(
  { devices, channels }: Deps,
  link: OpenedLink,
  { order, contact, dispensary, stopped }: Situation,
): Promise<ChannelChoices> {
  const isStopped = (channel: Channel): boolean => stopped.some((one) => one.channel === channel)
  const wish = (channel: Channel): 'on' | 'off' => (hasOptedOut(order, channel) || isStopped(channel) ? 'off' : 'on')
  const known = await devices.of(link)
  return {
    push: channels.has('web-push') ? (known.length > 0 ? wish('web-push') : 'off') : null,
    email: channels.has('email') ? (contact.email === undefined ? 'unknown' : wish('email')) : null,
    sms: channels.has('sms') && mayText(contact, dispensary) ? (mustText(stopped) ? 'stopped' : wish('sms')) : null,
  }
}
