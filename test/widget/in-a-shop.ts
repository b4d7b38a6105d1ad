import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { TrackView } from '../../api/contract.ts'
import { launchChromium } from '../chromium.ts'
import { openShop } from '../site/shop.ts'
import { type OpenSite, openSite } from '../site/site-server.ts'
import { views } from '../site/views.ts'

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

type Visit = { body?: string; attributes?: Record<string, string>; width?: number }

/** Waits until an element says this. */
export async function expectTold(tracker: Locator, text: string): Promise<void> {
  await expect.poll(() => tracker.getByText(text).count()).toBe(1)
}

/** A browser on the pages of a shop that shows the built element, with every state on the shelf. */
export async function openInAShop() {
  const browser: Browser = await launchChromium()
  const site: OpenSite = await openSite({ views: new Map<string, TrackView>(Object.entries(views)) })
  const shop = await openShop(site.origin)

  async function visit(token: string, { body, attributes = {}, width = 390 }: Visit = {}) {
    const context = await browser.newContext({ viewport: { width, height: 844 } })
    const page: Page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.addInitScript(LISTENING)
    site.asked.length = 0
    const query = new URLSearchParams(body === undefined ? attributes : { body })
    await page.goto(`${shop.origin}/${token}?${query}`)
    const tracker = page.locator('doorstep-tracker')
    return {
      page,
      complaints,
      tracker,
      heard: (): Promise<Heard[]> => page.evaluate('window.heard'),
      jumped: (): Promise<number> => page.evaluate('window.jumped'),
    }
  }

  return {
    site,
    visit,
    leave: async (): Promise<void> => {
      for (const context of browser.contexts()) await context.close()
    },
    close: async (): Promise<void> => {
      await browser.close()
      await shop.close()
      await site.close()
    },
  }
}
