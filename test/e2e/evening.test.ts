import { Agent } from 'node:https'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { verifyChains } from '../../api/audit/verify.ts'
import type { TrackView } from '../../api/contract.ts'
import { launchChromium } from '../chromium.ts'
import { askForLink } from '../demo/links.ts'
import { openDemo } from '../demo/stage.ts'
import { startPushService } from '../peers/push-service.ts'
import { play } from '../play.ts'
import { freePort, otherOrigin } from './other-origin.ts'
import { pushInto, subscribeTo, watchNotifications } from './push-in-browser.ts'

const ORDER = '1043'
const SPEED = 50
const MILESTONES = ['received', 'preparing', 'out-for-delivery', 'arriving-soon', 'arrived', 'delivered']

/** Notes every milestone that the page shows, from the server's HTML on. */
const noteMilestones = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const scope = globalThis as unknown as { milestones: string[] }
    scope.milestones = []
    const look = (): void => {
      const shown = document.querySelector<HTMLElement>('[data-milestone]')?.dataset['milestone']
      if (shown && scope.milestones.at(-1) !== shown) scope.milestones.push(shown)
    }
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true })
  })

const milestonesOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { milestones: string[] }).milestones)

const until = (page: Page, milestone: string): Promise<unknown> =>
  page.waitForFunction(
    (name) => (globalThis as unknown as { milestones: string[] }).milestones.includes(name),
    milestone,
  )

const mapIsOpen = async (url: string): Promise<boolean> => ((await (await fetch(url)).json()) as TrackView).map.open

test('an evening is followed from the till to the door: on the page, in a widget elsewhere, and by push', async () => {
  const pushService = await startPushService()
  const faults: object[] = []
  const shown = { publicUrl: '', token: '' }
  const elsewhere = await otherOrigin(
    () => `<!doctype html><title>A shop</title>
    <doorstep-tracker token="${shown.token}"></doorstep-tracker>
    <script>
      window.milestones = []
      for (const name of ['doorstep:ready', 'doorstep:milestone'])
        addEventListener(name, (event) => window.milestones.push(event.detail.milestone))
    </script>
    <script type="module" src="${shown.publicUrl}/widget.js"></script>`,
  )
  const demo = await openDemo({
    port: await freePort(),
    speed: SPEED,
    origins: [elsewhere.origin],
    log: (line) => (line.event === 'bug' || line.event === 'background.failed') && faults.push(line),
    pushAgent: new Agent({ ca: pushService.ca }),
    pushHosts: [new URL(pushService.origin).host],
  })
  const { publicUrl, story, systems, startAt, time } = demo
  const browser = await launchChromium()
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, serviceWorkers: 'allow' })
  const origins = new Set<string>()
  context.on('request', (request) => origins.add(new URL(request.url()).origin))

  const post = (path: string, init: RequestInit): Promise<Response> => fetch(publicUrl + path, init)
  const everyOrderIn = Promise.withResolvers<void>()
  time.run()
  const evening = play(story, systems, post, {
    startAt,
    until: time.until,
    onMoment: ({ telling }) => telling.by === 'pos' && telling.order.id === 1046 && everyOrderIn.resolve(),
  })
  await everyOrderIn.promise

  time.stand()
  const { token } = await askForLink(publicUrl, systems, ORDER)
  Object.assign(shown, { publicUrl, token })
  const page = await context.newPage()
  await noteMilestones(page)
  await subscribeTo(page, pushService.subscribe())
  await page.goto(`${publicUrl}/t/${token}`)
  await page.getByRole('link', { name: /tell me when/i }).click()
  await page.getByRole('button', { name: /notify me/i }).click()
  await page.getByText('This device will tell you').waitFor()
  await page.getByRole('link', { name: /back to your delivery/i }).click()
  time.run()
  const notifications = await watchNotifications(context)
  const deliver = await pushInto(page)

  const shop = await context.newPage()
  await shop.goto(elsewhere.origin)

  await until(page, 'arriving-soon')
  await expect.poll(() => mapIsOpen(`${publicUrl}/v1/track/${token}`), { timeout: 10_000 }).toBe(true)
  time.stand()
  await page.locator('canvas.maplibregl-canvas').waitFor()
  time.run()
  await until(page, 'delivered')
  await until(shop, 'delivered')
  await evening
  await demo.stages.idle()

  const seen = await milestonesOf(page)
  expect(seen).toEqual(MILESTONES.slice(MILESTONES.indexOf(seen[0] ?? '')))
  const seenElsewhere = await milestonesOf(shop)
  expect(seenElsewhere).toEqual(MILESTONES.slice(MILESTONES.indexOf(seenElsewhere[0] ?? '')))
  expect(seen.length).toBeGreaterThanOrEqual(5)

  const pushed = pushService.received.map(
    ({ payload }) => JSON.parse(payload).notification as { title: string; body: string },
  )
  expect(pushed).toHaveLength(3)
  for (const { payload } of pushService.received) await deliver(payload)
  await expect.poll(async () => (await notifications()).length).toBe(3)
  expect((await notifications()).map(({ title }) => title)).toEqual(pushed.map(({ title }) => title))

  expect(
    [...origins].filter((origin) => origin !== publicUrl && origin !== elsewhere.origin && origin !== 'null'),
  ).toEqual([])
  expect(faults).toEqual([])
  for await (const chain of verifyChains(demo.db)) expect(chain.findings).toEqual([])

  await browser.close()
  await elsewhere.close()
  await demo.close()
  await pushService.close()
})
