import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { TrackView } from '../../api/contract.ts'
import { launchChromium } from '../chromium.ts'
import { openShop } from '../site/shop.ts'
import { type OpenSite, openSite } from '../site/site-server.ts'
import type { Listening } from '../site/listen.ts'
import { views } from '../site/views.ts'

test('the element can be imported where there is no window', async () => {
  const { DoorstepTracker } = await import('../../widget/element.ts')
  expect(DoorstepTracker.observedAttributes).toEqual(['token', 'lang', 'theme'])
})

/** Keeps every event of the element, and how far the page has jumped. */
const LISTENING = `
  window.heard = []
  for (const name of ['ready', 'milestone', 'window', 'error'])
    addEventListener('doorstep:' + name, (event) => window.heard.push([event.type, event.detail]))
  window.jumped = 0
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.jumped += entry.value })
    .observe({ type: 'layout-shift', buffered: true })
`
type Heard = [type: string, detail: Record<string, unknown>]

describe('on the page of a shop, on another origin, with a strict policy', { timeout: 60_000 }, () => {
  let browser: Browser
  let site: OpenSite
  let shop: Listening
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    browser = await launchChromium()
    site = await openSite({ views: new Map<string, TrackView>(Object.entries(views)) })
    shop = await openShop(site.origin)
  }, 60_000)
  afterEach(() => page.context().close())
  afterAll(async () => {
    await browser.close()
    await shop.close()
    await site.close()
  })

  async function visit(token: string, attributes = ''): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
    page = await context.newPage()
    complaints = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.addInitScript(LISTENING)
    site.asked.length = 0
    await page.goto(`${shop.origin}/${token}${attributes}`)
  }
  const heard = (): Promise<Heard[]> => page.evaluate('window.heard')
  /** Waits until the element says this. */
  async function expectTold(text: string): Promise<void> {
    await expect.poll(() => page.locator('doorstep-tracker').getByText(text).count()).toBe(1)
  }

  test('it shows the order, and nothing in it breaks the policy', async () => {
    await visit('out-for-delivery')
    await expectTold('Sam is on the way')
    await page.locator('doorstep-tracker .scene svg').waitFor()
    expect(complaints).toEqual([])
    expect(await heard()).toEqual([
      ['doorstep:ready', { milestone: 'out-for-delivery' }],
      ['doorstep:window', expect.objectContaining({ delayed: false, window: views['out-for-delivery'].window })],
    ])
  })

  test('no code of the map is fetched while the map is closed', async () => {
    await visit('out-for-delivery')
    await page.locator('doorstep-tracker .scene svg').waitFor()
    expect(site.asked.filter((path) => /map|worker/.test(path))).toEqual([])
  })

  test('it opens the map when there is one, with its worker from our origin', async () => {
    await visit('arriving-soon')
    await page.locator('doorstep-tracker .map.drawn').waitFor()
    await page.locator('doorstep-tracker .driver').waitFor()
    expect(complaints).toEqual([])
  })

  test('a new milestone is shown and told to the page', async () => {
    await visit('next-stop')
    await expectTold('You are the next stop')
    site.tell('next-stop', views.arrived)
    await expectTold('Please come to the door')
    expect(await heard()).toContainEqual(['doorstep:milestone', { milestone: 'arrived', previous: 'out-for-delivery' }])
  })

  test('an unknown link says so quietly', async () => {
    await visit('nobody-knows')
    await expectTold('This tracking link does not work, or no longer.')
    expect(await heard()).toEqual([['doorstep:error', { reason: 'unknown-link' }]])
  })

  test('the page may ask for another language, and change its mind', async () => {
    await visit('delayed', '?lang=es')
    await expectTold('Sam viene con retraso')
    await page.locator('doorstep-tracker').evaluate((element) => element.setAttribute('lang', 'en'))
    await expectTold('Sam is running late')
  })

  test('another token shows the other order', async () => {
    await visit('delayed')
    await expectTold('Sam is running late')
    await page.locator('doorstep-tracker').evaluate((element) => element.setAttribute('token', 'delivered'))
    await expectTold('Enjoy your evening')
  })

  test('a dark page asks for dark, whatever the device prefers', async () => {
    await visit('delayed', '?theme=dark')
    await expectTold('Sam is running late')
    const ground = await page
      .locator('doorstep-tracker .card')
      .evaluate((card) => getComputedStyle(card).backgroundColor)
    expect(ground).toBe('rgb(21, 20, 17)')
  })

  test('the page around it does not jump while it loads', async () => {
    await visit('out-for-delivery')
    await page.locator('doorstep-tracker .scene svg').waitFor()
    expect(await page.evaluate('window.jumped')).toBe(0)
  })

  test('taken off the page it follows nothing more', async () => {
    await visit('received')
    await expectTold('We have your order')
    expect(site.followed()).toBe(1)
    await page.locator('doorstep-tracker').evaluate((element) => element.remove())
    await expect.poll(() => site.followed()).toBe(0)
  })
})
