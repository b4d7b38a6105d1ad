import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { choicesOf, snippetFor } from '../../site/embed/choices.ts'
import { launchChromium } from '../chromium.ts'
import { STORE } from '../doorstep.ts'
import { openServed } from '../site/served.ts'
import { type OtherOrigin, otherOrigin } from './other-origin.ts'

let browser: Browser
let shop: OtherOrigin
let stranger: OtherOrigin
let doorstep: Awaited<ReturnType<typeof openServed>>
let token = ''

/** The very lines of the guide, with a script beside them that keeps what it is told. */
const page = (site: () => string) => (): string =>
  `<!doctype html><title>A shop</title><h1>Thank you</h1>
  ${snippetFor(choicesOf(new URLSearchParams('as=frame')), doorstep.publicUrl)
    .replace('TOKEN', token)
    .replace('https%3A%2F%2FYOUR-SITE', encodeURIComponent(site()))}
  <script>window.told = []; addEventListener('message', ({ data, origin }) => window.told.push([origin, data]))</script>`

beforeAll(async () => {
  shop = await otherOrigin(page(() => shop.origin))
  stranger = await otherOrigin(page(() => shop.origin))
  doorstep = await openServed({ store: { ...STORE, origins: [shop.origin] } })
  await doorstep.tell({ type: 'order.received', data: { orderId: '1', number: '1042' } })
  token = await doorstep.linkTo('1')
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await Promise.all([shop.close(), stranger.close()])
  await doorstep.close()
})

type Told = [origin: string, message: { type: string; detail?: unknown; height?: number }][]

test('the frame of the guide shows the order, is as high as what it shows, and tells the page what the element tells', async () => {
  const host = await browser.newPage({ viewport: { width: 390, height: 844 } })
  await host.goto(shop.origin)
  const frame = host.frameLocator('#doorstep')
  await frame.getByText('We have your order').waitFor()
  await frame.locator('doorstep-tracker .scene svg').waitFor()
  const told = (): Promise<Told> => host.evaluate('window.told')
  await expect
    .poll(told)
    .toContainEqual([doorstep.publicUrl, { type: 'doorstep:ready', detail: { milestone: 'received' } }])
  const isAsHigh = async (): Promise<boolean> => {
    const inner = await frame
      .locator('doorstep-tracker')
      .evaluate((one) => Math.ceil(one.getBoundingClientRect().height))
    const outer = await host.locator('iframe').evaluate((one) => one.getBoundingClientRect().height)
    return inner > 400 && inner === outer
  }
  await expect.poll(isAsHigh).toBe(true)

  await doorstep.tell({ type: 'order.preparing', data: { orderId: '1' } })
  await expect
    .poll(told)
    .toContainEqual([
      doorstep.publicUrl,
      { type: 'doorstep:milestone', detail: { milestone: 'preparing', previous: 'received' } },
    ])
  for (const [origin] of await told()) expect(origin).toBe(doorstep.publicUrl)

  await host.evaluate((to) => {
    const { contentWindow } = document.querySelector('iframe') as HTMLIFrameElement
    contentWindow?.postMessage({ type: 'doorstep:set', lang: 'es', token: 'sample' }, to)
  }, doorstep.publicUrl)
  await frame.getByText('Estamos preparando su pedido').waitFor()
  expect(await frame.locator('doorstep-tracker').getAttribute('token')).toBe(token)
})

test('a site that is on no list cannot frame it', async () => {
  const host = await browser.newPage()
  const refused = host.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
  await host.goto(stranger.origin)
  expect((await refused).text()).toContain(shop.origin)
  expect(await host.frameLocator('#doorstep').getByText('Estamos preparando').count()).toBe(0)
})

test('it does not listen to a page that is not the one it was made for', async () => {
  const host = await browser.newPage()
  await host.goto(shop.origin)
  const frame = host.frameLocator('#doorstep')
  await frame.getByText('Your order is being prepared').waitFor()
  // A frame of its own inside the shop's page: another window, whatever it claims.
  await host.evaluate((to) => {
    const inner = document.createElement('iframe')
    inner.srcdoc = `<script>parent.frames[0].postMessage({ type: 'doorstep:set', lang: 'es' }, ${JSON.stringify(to)})</script>`
    document.body.append(inner)
    return new Promise((loaded) => inner.addEventListener('load', loaded))
  }, doorstep.publicUrl)
  await host.evaluate((to) => {
    const { contentWindow } = document.querySelector('iframe') as HTMLIFrameElement
    contentWindow?.postMessage({ type: 'doorstep:set', theme: 'dark' }, to)
  }, doorstep.publicUrl)
  await frame.locator('doorstep-tracker[theme=dark]').waitFor()
  expect(await frame.locator('doorstep-tracker').getAttribute('lang')).toBeNull()
})
