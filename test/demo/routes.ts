import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { indexPage, phonePage, shopPage, type DemoOrder } from './pages.ts'
import type { demoPhone } from './phone.ts'
import { STAFF } from './staff.ts'

type Deps = {
  phone: ReturnType<typeof demoPhone>
  timeZone: string
  publicUrl: string
  style: (name: 'style.json' | 'style-dark.json') => Promise<string>
}

const STYLES = [
  ['light', 'style.json'],
  ['dark', 'style-dark.json'],
] as const

/** What only a demo has: its front page, a store's site, the phones, the map of our town. */
export function demoRoutes({ phone, timeZone, publicUrl, style }: Deps) {
  let orders: DemoOrder[] = []
  const routes = new Hono()
  routes.get('/', (c) => c.html(indexPage(orders, STAFF)))
  routes.get('/shop', (c) => {
    const chosen = orders.find((order) => order.id === c.req.query('order')) ?? orders[0]
    return chosen
      ? c.html(shopPage(publicUrl, orders, chosen))
      : c.text('The tills are still quiet. Look again in a moment.', 503)
  })
  routes.get('/phone', (c) => c.html(phonePage(phone.shown, timeZone)))
  routes.get('/phone.json', (c) => c.json(phone.shown))
  routes.use('/map/*', cors({ origin: '*' }))
  for (const [scheme, name] of STYLES) {
    routes.get(`/map/style-${scheme}.json`, async (c) =>
      c.body(await style(name), 200, { 'content-type': 'application/json' }),
    )
  }
  return {
    routes,
    showOrders: (shown: DemoOrder[]): void => {
      orders = shown
    },
  }
}
