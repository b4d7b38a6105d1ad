import type { Browser, BrowserContext, Page, Worker } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { besidePages } from './beside-pages.ts'
import { type OpenSite, openSite } from './site-server.ts'
import { views } from './views.ts'

let browser: Browser
let site: OpenSite
let context: BrowserContext
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  const shelf = new Map([['a-token', views['out-for-delivery']]])
  site = await openSite({ views: shelf, pages: besidePages })
}, 60_000)
afterEach(() => context.close())
afterAll(async () => {
  await browser.close()
  await site.close()
})

/** A browser that has a push service, which headless ones have not, and a person who answers its question. */
const pushService = (answer: NotificationPermission): string => `
  let permission = 'default'
  Object.defineProperty(Notification, 'permission', { get: () => permission })
  Notification.requestPermission = async () => (permission = '${answer}')
  PushManager.prototype.subscribe = async ({ applicationServerKey, userVisibleOnly }) => ({
    toJSON: () => ({ endpoint: 'https://push.example/' + applicationServerKey + userVisibleOnly, expirationTime: null, keys: { p256dh: 'P', auth: 'A' } }),
  })
`

async function visit(query: string, script: string, userAgent?: string): Promise<void> {
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...(userAgent && { userAgent }) })
  page = await context.newPage()
  await page.addInitScript(script)
  site.posted.length = 0
  await page.goto(`${site.origin}/t/a-token/messages${query}`)
}
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1'
const button = (name: string) => page.getByRole('button', { name })

test('a tap subscribes this device to this order', async () => {
  await visit('', pushService('granted'))
  await button('Notify me on this device').click()
  await page.getByText('This device will tell you when your driver is close.').waitFor()
  expect(site.posted).toEqual([{ endpoint: 'https://push.example/BKeytrue', keys: { p256dh: 'P', auth: 'A' } }])
})

test('who says no is asked no more', async () => {
  await visit('?es', pushService('denied'))
  await button('Avíseme en este dispositivo').click()
  await page.getByText('Los avisos de este sitio están bloqueados').waitFor()
  expect(site.posted).toEqual([])
  expect(await page.locator('#push button').isVisible()).toBe(false)
})

test('who closes the question may be asked again', async () => {
  await visit('', pushService('default'))
  await button('Notify me on this device').click()
  await button('That did not work. Tap to try again.').waitFor()
  expect(site.posted).toEqual([])
})

test('an iPhone is told of the Home Screen instead', async () => {
  await visit('', '', IPHONE)
  await page.getByText('tap Share, then Add to Home Screen').waitFor()
  expect(await page.locator('#push button').isVisible()).toBe(false)
})

test('on an iPhone e-mail comes first, for it needs no step', async () => {
  await visit('', '', IPHONE)
  await page.getByText('Add to Home Screen').waitFor()
  expect(await page.locator('h2').allInnerTexts()).toEqual(['By e-mail', 'On this device', 'By text message'])
})

describe('what is pushed', () => {
  type Shown = {
    title: string
    body?: string
    tag?: string
    renotify?: boolean
    data: { navigate?: string; id?: string }
  }

  /** Headless browsers refuse to show notifications, so the worker keeps them where the test can look. */
  const KEEPING = () => {
    const kept: (NotificationOptions & { title: string })[] = []
    Object.assign(globalThis, { kept })
    const registration = ServiceWorkerRegistration.prototype
    registration.showNotification = async (title, options) => void kept.push({ title, ...options })
    // Of one tag the last alone is in the tray.
    registration.getNotifications = async (filter) =>
      kept.filter(({ tag }) => tag === filter?.tag).slice(-1) as unknown as Notification[]
  }

  async function push(...texts: string[]): Promise<Shown[]> {
    await visit('', pushService('granted'))
    await button('Notify me on this device').click()
    await page.getByText('This device will tell you').waitFor()
    const worker = context.serviceWorkers()[0] as Worker
    await worker.evaluate(KEEPING)
    const cdp = await context.newCDPSession(page)
    const registered = new Promise<string>((known) => {
      cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const id = registrations[0]?.registrationId
        if (id !== undefined) known(id)
      })
    })
    await cdp.send('ServiceWorker.enable')
    const registrationId = await registered
    for (const [n, data] of texts.entries()) {
      await cdp.send('ServiceWorker.deliverPushMessage', { origin: site.origin, registrationId, data })
      await expect.poll(() => worker.evaluate('kept.length')).toBe(n + 1)
    }
    return (await worker.evaluate('kept')) as Shown[]
  }

  test('is shown with the page that it leads to, and a later one takes its place', async () => {
    const notification = {
      title: 'Almost there',
      body: 'Have your ID ready.',
      lang: 'en',
      tag: 'order-1042',
      navigate: `${site.origin}/t/a-token`,
    }
    const [shown] = await push(JSON.stringify({ web_push: 8030, notification }))
    expect(shown).toMatchObject({
      title: 'Almost there',
      body: 'Have your ID ready.',
      tag: 'order-1042',
      data: { navigate: `${site.origin}/t/a-token` },
    })
  })

  test('something neutral is shown whatever came', async () => {
    const [shown] = await push('not JSON')
    expect(shown).toMatchObject({ title: 'Your delivery', renotify: false }) // which needs a tag
  })

  test('sounds again when it is news, and not when it is the same message once more', async () => {
    const told = (tag: string, id?: string): string =>
      JSON.stringify({ web_push: 8030, notification: { title: 'Almost there', tag, ...(id && { data: { id } }) } })
    const [here, there] = ['order-1042', 'order-1043']
    const shown = await push(
      told(here, 'left'),
      told(here, 'near'),
      told(here, 'near'),
      told(there, 'near'),
      told(here),
    )
    expect(shown.map(({ renotify }) => renotify)).toEqual([true, true, false, true, true])
  })
})
