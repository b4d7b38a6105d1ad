import type { TrackView } from '../../api/contract.ts'
import { launchChromium } from '../chromium.ts'
import { openShop } from './shop.ts'
import { openSite } from './site-server.ts'
import { views } from './views.ts'

const SLOWER = 4
const RUNS = 5

type TraceEvent = { name: string; ts: number; tdur?: number; pid: number; tid: number; args?: { name?: string } }

/**
 * The longest task of a shop's page while the element is loaded, drawn and told news, in milliseconds of a CPU four times
 * as slow: the thread's own time from a trace of the DevTools protocol, times four, for what else the machine does is not
 * the page's. Of some visits each.
 */
export async function longestTasksMs(): Promise<number[]> {
  const shelf = new Map<string, TrackView>(Object.entries(views))
  const site = await openSite({ views: shelf })
  const shop = await openShop(site.origin)
  const browser = await launchChromium()
  const longest: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    shelf.set('next-stop', views['next-stop'])
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
    const page = await context.newPage()
    await page.goto(`${shop.origin}/?body=<p>Before</p>`)
    await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing', '__metadata'] })
    await page.evaluate(() => {
      const tracker = document.createElement('doorstep-tracker')
      tracker.setAttribute('token', 'next-stop')
      performance.mark('put')
      document.body.append(tracker)
    })
    await page.locator('doorstep-tracker .scene svg').waitFor()
    site.tell('next-stop', views.arrived)
    await page.getByText('Please come to the door').waitFor()
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
    const put = traceEvents.find(({ name }) => name === 'put')
    const own = traceEvents.filter(({ pid, tid, ts }) => pid === put?.pid && tid === put.tid && ts >= put.ts)
    longest.push(Math.round(Math.max(...own.map(({ tdur = 0 }) => tdur)) / 1_000) * SLOWER)
    await context.close()
  }
  await browser.close()
  await shop.close()
  await site.close()
  return longest
}
