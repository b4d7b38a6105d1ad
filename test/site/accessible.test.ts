import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TrackView } from '../../api/contract.ts'
import { launchChromium } from '../chromium.ts'
import { besidePages } from './beside-pages.ts'
import { type OpenSite, openSite } from './site-server.ts'
import { supportPages } from './support-orders.ts'
import { inSpanish, type StateName, stateNames, views } from './views.ts'

let browser: Browser
let site: OpenSite

beforeAll(async () => {
  browser = await launchChromium()
  const shelf = stateNames.flatMap((name): [string, TrackView][] => [
    [`${name}-en`, views[name]],
    [`${name}-es`, inSpanish(views[name])],
  ])
  site = await openSite({ views: new Map(shelf), pages: { ...supportPages, ...besidePages } })
}, 60_000)
afterAll(async () => {
  await browser.close()
  await site.close()
})

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What is wrong with a page, as "rule: where". In the e-mails that it shows no script runs, so not this one either. */
async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).exclude('iframe[sandbox]').analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

const closedMap = (name: StateName): boolean => !views[name].map.open

describe.each([
  ['light', 'en'],
  ['dark', 'es'],
  ['dark', 'en'],
  ['light', 'es'],
] as const)('on a %s screen, in %s', (colorScheme, language) => {
  let context: BrowserContext
  let page: Page
  beforeAll(async () => {
    context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme, reducedMotion: 'reduce' })
    page = await context.newPage()
  })
  afterAll(() => context.close())

  test.each(stateNames)('everybody can read and use: %s', { timeout: 30_000 }, async (name) => {
    await page.goto(`${site.origin}/t/${name}-${language}`)
    if (closedMap(name)) await page.locator('.scene svg').waitFor()
    expect(await faults(page)).toEqual([])
  })

  test.each(['/', '/embed', '/t/nobody-knows', ...Object.keys({ ...supportPages, ...besidePages })])(
    'everybody can read and use %s',
    { timeout: 30_000 },
    async (path) => {
      await page.goto(`${site.origin}${path}`)
      expect(await faults(page)).toEqual([])
    },
  )
})

describe('whatever the accent of the store', () => {
  /** Too light for a white page, too dark for a black one, and the loudest of each hue. */
  const ACCENTS = [
    '#ffffff',
    '#000000',
    '#ffe600',
    '#00ff00',
    '#00ffff',
    '#0000ff',
    '#ff00ff',
    '#ff0000',
    '#808080',
    '#5b2a86',
  ]

  test.each(['light', 'dark'] as const)(
    'words in it can be read on a %s screen',
    { timeout: 60_000 },
    async (colorScheme) => {
      const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' })
      const page = await context.newPage()
      for (const accent of ACCENTS) {
        const { dispensary } = views['out-for-delivery']
        site.tell('accented', { ...views['out-for-delivery'], dispensary: { ...dispensary, accent } })
        await page.goto(`${site.origin}/t/accented`)
        const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze()
        expect(violations.flatMap(({ nodes }) => nodes.map(({ target }) => `${accent} ${target.join(' ')}`))).toEqual(
          [],
        )
      }
      await context.close()
    },
  )
})

describe('on small screens and in large type', () => {
  const WIDEST: StateName[] = ['delayed', 'arriving-soon', 'waited-long', 'rated', 'note-left', 'not-delivered']
  const PATHS = [...WIDEST.map((name) => `/t/${name}-es`), ...Object.keys({ ...supportPages, ...besidePages })]

  test.each([
    ['320 pixels wide', { viewport: { width: 320, height: 640 } }],
    ['at 200 %', { viewport: { width: 195, height: 422 } }],
  ])('%s nothing is cut off to the side', { timeout: 30_000 }, async (_, options) => {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    for (const path of PATHS) {
      await page.goto(`${site.origin}${path}`)
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect([path, sideways]).toEqual([path, 0])
    }
    await context.close()
  })

  test('everything that can be tapped is 24 pixels high or more', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    for (const path of [
      '/t/delayed-en',
      '/t/rated-en',
      '/t/note-left-en',
      '/t/a-token/messages',
      '/t/a-token/details',
    ]) {
      await page.goto(`${site.origin}${path}`)
      const heights = await page
        .locator('a, button:visible, input:visible, summary')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(24)
    }
    await page.close()
  })
})
