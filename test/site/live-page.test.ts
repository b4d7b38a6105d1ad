import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { TrackView } from '../../api/contract.ts'
import { launchChromium } from '../chromium.ts'
import { type OpenSite, openSite } from './site-server.ts'
import { type StateName, stateNames, views } from './views.ts'

let browser: Browser
let site: OpenSite
let page: Page
let complaints: string[]

beforeAll(async () => {
  browser = await launchChromium()
  site = await openSite({ views: new Map<string, TrackView>(Object.entries(views)) })
}, 60_000)
afterEach(() => page.context().close())
afterAll(async () => {
  await browser.close()
  await site.close()
})

async function visit(name: StateName, options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...options })
  page = await context.newPage()
  complaints = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  site.asked.length = 0
  await page.goto(`${site.origin}/t/${name}`)
}
const headline = () => page.locator('h1')
/** Waits until the page reads this out. */
async function expectTold(text: RegExp): Promise<void> {
  await expect.poll(() => page.getByRole('status').filter({ hasText: text }).count()).toBe(1)
}

test('script takes the printed page over without changing a word, in every state', { timeout: 60_000 }, async () => {
  for (const name of stateNames) {
    await visit(name, { javaScriptEnabled: false })
    const printed = await page.locator('main').innerText()
    await page.context().close()
    await visit(name)
    await page.locator('.notify:not(.waiting), footer').first().waitFor()
    await page.waitForFunction('document.querySelector("#track").textContent.length > 0')
    const withScript = await page.locator('main').innerText()
    const withoutOffer = (text: string): string =>
      text.replace(/Notify me.*|Notifications are.*/, '').replace(/\s+/g, ' ')
    expect(withoutOffer(withScript)).toBe(withoutOffer(printed))
    expect(complaints).toEqual([])
    await page.context().close()
  }
  await visit('received')
})

test('a new window is shown as soon as it is known, and read out', async () => {
  await visit('out-for-delivery')
  await expectTold(/7:25–7:50\sPM/)
  site.tell('out-for-delivery', views.delayed)
  await expectTold(/Sam is running late.*8:10–8:35\sPM/)
  site.tell('out-for-delivery', views['out-for-delivery'])
})

test('the map opens and closes while the page stands, and the driver glides', async () => {
  await visit('next-stop')
  await page.locator('.scene svg').waitFor()
  site.tell('next-stop', views['arriving-soon'])
  await page.locator('.map.drawn').waitFor()
  const driver = page.locator('.map .driver')
  const before = await driver.boundingBox()
  const { map } = views['arriving-soon']
  const nearer = {
    ...map,
    position: { lat: 39.9411, lng: -123.9598, at: '2026-04-24T19:31:40-07:00' },
  } as TrackView['map']
  site.tell('next-stop', { ...views['arriving-soon'], seq: 59, map: nearer })
  await expect.poll(() => driver.boundingBox()).not.toEqual(before)
  site.tell('next-stop', { ...views['signal-lost'], seq: 60 })
  await page.locator('.scene svg').waitFor()
  expect(await page.locator('.map').count()).toBe(0)
  expect(complaints).toEqual([])
})

test('without a network the page says what was true when', async () => {
  await visit('preparing')
  await page.getByText('Updated just now').waitFor()
  await page.context().setOffline(true)
  await expectTold(/You seem to be offline\. This was true at 6:16\sPM\./)
  await page.context().setOffline(false)
  await page.getByText('Updated just now').waitFor()
})

test('a page that nobody looks at follows nothing', async () => {
  await visit('preparing')
  await expect.poll(() => site.followed()).toBe(1)
  const hide = (state: string): Promise<unknown> =>
    page.evaluate((shown) => {
      Object.defineProperty(document, 'visibilityState', { value: shown, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)
  await hide('hidden')
  await expect.poll(() => site.followed()).toBe(0)
  site.tell('preparing', views['out-for-delivery'])
  await hide('visible')
  await expect.poll(() => headline().textContent()).toBe('Sam is on the way')
  site.tell('preparing', views.preparing)
})

test('a stream that breaks is taken up again', async () => {
  await visit('received')
  await expect.poll(() => site.followed()).toBe(1)
  site.cutStreams()
  site.tell('received', views.preparing)
  await expect.poll(() => headline().textContent(), { timeout: 10_000 }).toBe('Your order is being prepared')
  site.tell('received', views.received)
}, 15_000)

test('nobody but us is asked for anything', async () => {
  await visit('out-for-delivery')
  const foreign: string[] = []
  page.on('request', (request) => request.url().startsWith(site.origin) || foreign.push(request.url()))
  await page.reload()
  await page.locator('.scene svg').waitFor()
  expect(foreign).toEqual([])
  expect(await page.context().cookies()).toEqual([])
})

test('the page does not jump while its script and font come in', async () => {
  await visit('out-for-delivery')
  await page.waitForLoadState('networkidle')
  const jumped = await page.evaluate(
    () =>
      new Promise<number>((done) => {
        new PerformanceObserver((list) => {
          done(list.getEntries().reduce((sum, entry) => sum + (entry as PerformanceEntry & { value: number }).value, 0))
        }).observe({ type: 'layout-shift', buffered: true })
        requestAnimationFrame(() => requestAnimationFrame(() => done(0)))
      }),
  )
  expect(jumped).toBeLessThan(0.05)
})
