import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import type { TrackView } from '../../api/contract.ts'
import { launchChromium } from '../chromium.ts'
import { takePicture } from './picture.ts'
import { besidePages } from './beside-pages.ts'
import { openShop } from './shop.ts'
import { openSite } from './site-server.ts'
import { supportPages } from './support-orders.ts'
import { inSpanish, stateNames, views } from './views.ts'

/**
 * Pictures of every state of the pages, for people to look at: `npm run screens -- [name ...]` writes
 * var/screens/<state>-<language>-<device>-<scheme>.png, and the README's picture when no name is given.
 */
const FOLDER = fileURLToPath(new URL('../../var/screens/', import.meta.url))

const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  desk: { viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1 },
  small: { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2 },
}
type Shot = { name: string; url: string; device: keyof typeof DEVICES; colorScheme: 'light' | 'dark'; awaits?: string }

const shelf = new Map<string, TrackView>(
  stateNames.flatMap((name) => [
    [`${name}-en`, views[name]],
    [`${name}-es`, inSpanish(views[name])],
    [`sample.${name}`, views[name]],
  ]),
)
const OTHERS: Record<string, string> = {
  front: '/',
  'not-found': '/t/nobody-knows',
  embed: '/embed',
  ...Object.fromEntries(
    Object.keys(besidePages).map((path) => [path.slice('/t/a-token/'.length).replace('?', '-'), path]),
  ),
  'support-sign-in': '/support?fault=sign-in',
  support: '/support',
  'support-order': '/support?number=1042',
  'support-new-link': '/support?number=1042&new-link',
  'support-forget': '/support?number=1041&forget=ask',
  'support-forgotten': '/support?number=1041&forgotten',
  'support-delivered': '/support?number=1041',
  'support-kept': '/support?number=1042&forget=ask',
  'support-none': '/support?number=9999',
  'support-messages': '/support/messages',
  wording: '/support/wording',
  'wording-refused': '/support/wording?refused',
  connections: '/support/connections',
  'connections-late': '/support/connections?late',
  'connections-hooks': '/support/connections?hooks',
  'connections-well': '/support/connections?well',
  'connections-none': '/support/connections?none',
}

function everyShot(site: string, shop: string): Shot[] {
  const shots: Shot[] = []
  const add = (name: string, url: string, awaits?: string): void => {
    for (const device of ['phone', 'desk', 'small'] as const) {
      for (const colorScheme of ['light', 'dark'] as const)
        shots.push({ name, url, device, colorScheme, ...(awaits && { awaits }) })
    }
  }
  for (const [name, view] of shelf)
    add(name, `${site}/t/${name}`, view.map.open && view.milestone !== 'arrived' ? '.map.drawn' : undefined)
  for (const [name, path] of Object.entries(OTHERS)) add(name, `${site}${path}`)
  for (const name of ['out-for-delivery-en', 'delayed-es', 'delivered-en'])
    add(`widget-${name}`, `${shop}/${name}`, '.scene svg')
  add('widget-arriving-soon-en', `${shop}/arriving-soon-en`, '.map.drawn')
  add('widget-unknown', `${shop}/nobody-knows`, '.quiet')
  return shots
}

/** All in English on phone and desk when nothing is named; else those whose file name begins with a given one. */
const isWanted = ({ name, device, colorScheme }: Shot): boolean => {
  const names = process.argv.slice(2)
  if (names.length > 0) return names.some((wanted) => `${name}-${device}-${colorScheme}`.startsWith(wanted))
  return device !== 'small' && (!name.endsWith('-es') || name.includes('delayed'))
}

async function take(browser: Browser, { name, url, device, colorScheme, awaits }: Shot): Promise<void> {
  const context = await browser.newContext({ ...DEVICES[device], colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { value: 'default' }))
  page.on('console', (message) => message.type() === 'error' && console.log(name, message.text()))
  page.on('pageerror', (error) => console.log(name, error.message))
  await page.goto(url)
  if (awaits) await page.locator(awaits).waitFor()
  await page.screenshot({
    path: `${FOLDER}${name}-${device}-${colorScheme}.png`,
    fullPage: device !== 'desk',
    caret: 'initial',
  })
  await context.close()
}

await mkdir(FOLDER, { recursive: true })
const site = await openSite({ views: shelf, pages: { ...supportPages, ...besidePages }, logo: '/icon.svg' })
const shop = await openShop(site.origin)
const browser = await launchChromium()
for (const shot of everyShot(site.origin, shop.origin).filter(isWanted)) await take(browser, shot)
if (process.argv.length === 2) await takePicture(browser, FOLDER)
await browser.close()
await shop.close()
await site.close()
