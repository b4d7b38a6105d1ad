import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { TrackView } from '../../api/contract.ts'
import { launchChromium } from '../chromium.ts'
import { type OpenSite, openSite } from './site-server.ts'
import { views } from './views.ts'

let browser: Browser
let site: OpenSite
let context: BrowserContext
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  site = await openSite({ views: new Map<string, TrackView>(Object.entries(views)) })
}, 60_000)
afterEach(() => context.close())
afterAll(async () => {
  await browser.close()
  await site.close()
})

const url = (name: string): string => `${site.origin}/t/${name}`

/** Opens the page and waits until it is put away for later. */
async function visit(name: string): Promise<void> {
  context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  page = await context.newPage()
  await page.goto(url(name))
  await expect.poll(() => kept()).toContain(`/t/${name}`)
}
const kept = (): Promise<string[]> =>
  page.evaluate(async () => {
    const requests = await (await caches.open('order')).keys()
    return requests.map((request) => new URL(request.url).pathname)
  })

test('opened again without a network the page shows what was last known, and says how old it is', {
  timeout: 20_000,
}, async () => {
  await visit('preparing')
  site.tell('preparing', views['out-for-delivery'])
  await page.getByText('Sam is on the way').waitFor()
  await expect.poll(() => kept()).toContain('/v1/track/preparing')
  await context.setOffline(true)
  await page.goto(url('preparing'))
  await page.getByText('Sam is on the way').waitFor()
  await page.getByText(/You seem to be offline\. This was true at 6:48\sPM\./).waitFor()
  await context.setOffline(false)
  await page.getByText('Updated just now').waitFor()
  site.tell('preparing', views.preparing)
})

test('where only the server is away, the page does not claim to be fresh', async () => {
  await visit('received')
  await context.route('**/v1/**', (route) => route.abort())
  await context.route(url('received'), (route) => route.abort())
  await page.goto(url('received'))
  await page.getByText(/This was true at 6:05\sPM\./).waitFor()
  expect(await page.getByText('Updated just now').count()).toBe(0)
})

test('a link that has ended takes what was kept of it along', async () => {
  await visit('returned')
  const [, view] = ['returned', views.returned] as const
  site.forget('returned')
  await page.goto(url('returned'))
  await page.getByText('Nothing at this door').waitFor()
  await expect.poll(() => kept()).not.toContain('/t/returned')
  site.tell('returned', view)
})

test('no more than a few orders are kept', async () => {
  await visit('received')
  for (const name of ['preparing', 'delayed', 'delivered', 'cancelled']) await page.goto(url(name))
  await expect
    .poll(async () => (await kept()).filter((path) => path.startsWith('/t/')).sort())
    .toEqual(['/t/cancelled', '/t/delayed', '/t/delivered'])
})
