import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import type { TrackView } from '../../api/contract.ts'
import { launchChromium } from '../chromium.ts'
import { openSite } from './site-server.ts'
import { inSpanish, stateNames, views } from './views.ts'

/**
 * Pictures of every state of the tracking page, for people to look at: `node test/site/screens.ts [name ...]`
 * writes var/screens/<state>-<language>-<device>-<scheme>.png.
 */
const FOLDER = fileURLToPath(new URL('../../var/screens/', import.meta.url))

const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  desk: { viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1 },
  small: { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2 },
}
type Device = keyof typeof DEVICES
type Shot = { token: string; device: Device; colorScheme: 'light' | 'dark' }

const shelf = new Map<string, TrackView>(
  stateNames.flatMap((name) => [
    [`${name}-en`, views[name]],
    [`${name}-es`, inSpanish(views[name])],
  ]),
)

function wanted(names: string[]): Shot[] {
  const shots: Shot[] = []
  for (const token of shelf.keys()) {
    if (names.length > 0 && !names.some((name) => token === name || token === `${name}-en`)) continue
    if (names.length === 0 && token.endsWith('-es') && !token.startsWith('delayed')) continue
    for (const device of ['phone', 'desk'] as const) {
      for (const colorScheme of ['light', 'dark'] as const) shots.push({ token, device, colorScheme })
    }
  }
  return shots
}

async function take(browser: Browser, origin: string, { token, device, colorScheme }: Shot): Promise<void> {
  const context = await browser.newContext({ ...DEVICES[device], colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { value: 'default' }))
  page.on('console', (message) => message.type() === 'error' && console.log(token, message.text()))
  page.on('pageerror', (error) => console.log(token, error.message))
  await page.goto(`${origin}/t/${token}`)
  if ((shelf.get(token) as TrackView).map.open) await page.waitForFunction(() => document.querySelector('.map.drawn'))
  await page.screenshot({ path: `${FOLDER}${token}-${device}-${colorScheme}.png`, fullPage: device !== 'desk' })
  await context.close()
}

await mkdir(FOLDER, { recursive: true })
const site = await openSite({ views: shelf, pages: new Map(), push: { publicKey: 'BNeutral' } })
const browser = await launchChromium()
for (const shot of wanted(process.argv.slice(2))) await take(browser, site.origin, shot)
await browser.close()
await site.close()
