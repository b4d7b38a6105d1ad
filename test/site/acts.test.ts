import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { TrackView } from '../../api/contract.ts'
import { launchChromium } from '../chromium.ts'
import { type OpenSite, openSite } from './site-server.ts'
import { type StateName, views } from './views.ts'

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
  const phone = { viewport: { width: 390, height: 844 }, serviceWorkers: 'block' } as const
  const context = await browser.newContext({ ...phone, ...options })
  page = await context.newPage()
  complaints = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  site.posted.length = 0
  site.acted.clear()
  site.tell(name, views[name])
  await page.goto(`${site.origin}/t/${name}`)
}
const button = (name: string) => page.getByRole('button', { name })
/** Until the script follows the order, forms leave the page; then they do not. */
const followed = async (): Promise<void> => {
  await expect.poll(() => site.followed()).toBe(1)
}
const marked = (): Promise<unknown> => page.evaluate('window.here = true')
const stillHere = (): Promise<unknown> => page.evaluate('window.here === true')

describe('with script, without leaving the page', () => {
  test('one tap tells that the ID is ready, and one takes it back; the keyboard stays where it was', async () => {
    await visit('out-for-delivery')
    await followed()
    await marked()
    site.acted.set('out-for-delivery', { ...views['out-for-delivery'], seq: 35, idReady: true })
    await button('I have my ID ready').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'your ID is ready' }).waitFor()
    expect(site.posted).toEqual([{ ready: 'yes' }])
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Not yet, after all')
    site.acted.set('out-for-delivery', { ...views['out-for-delivery'], seq: 36 })
    await button('Not yet, after all').click()
    await button('I have my ID ready').waitFor()
    expect(site.posted).toEqual([{ ready: 'yes' }, { ready: 'no' }])
    expect(await stillHere()).toBe(true)
    expect(complaints).toEqual([])
  })

  test('a note for the driver is saved and taken back, and whoever reads by keyboard goes on there', async () => {
    await visit('preparing')
    await followed()
    await marked()
    site.acted.set('preparing', { ...views['note-left'], seq: 21 })
    await page.getByText('Leave a note for your driver').click()
    await page.getByLabel('A gate code').fill('Code 4711')
    await button('Save the note').click()
    await page.getByText('The store has your note for the driver.').waitFor()
    expect(site.posted).toEqual([{ note: 'Code 4711' }])
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('note')
    site.acted.set('preparing', { ...views.preparing, seq: 22 })
    await button('Take it back').click()
    await page.getByText('Leave a note for your driver').waitFor()
    expect(site.posted.at(-1)).toEqual({ note: '' })
    expect(await stillHere()).toBe(true)
  })

  test('what opens while the page stands is fetched then: the ID at departure, the stars at the door', async () => {
    await visit('preparing')
    await followed()
    const asked = (): string[] => site.asked.filter((path) => path.includes('draw-part'))
    site.asked.length = 0
    expect(asked()).toEqual([])
    site.tell('preparing', views['out-for-delivery'])
    await button('I have my ID ready').waitFor()
    expect(asked()).toHaveLength(1)
    expect(await page.getByText('Leave a note').count()).toBe(0)
    site.tell('preparing', views.delivered)
    await button('5 stars: great').waitFor()
    await expect.poll(() => page.locator('.ready').count()).toBe(0)
    site.acted.set('preparing', { ...views.rated, seq: 73 })
    await button('4 stars').click()
    await page.getByText('Thank you. The store reads this.').waitFor()
    expect(await page.locator('.stars [aria-pressed=true]').count()).toBe(4)
    site.acted.set('preparing', { ...views.rated, seq: 74, rating: { stars: 4, inWords: true } })
    await page.getByLabel('Anything to add?').fill('Kind')
    await button('Send').click()
    await expect.poll(() => page.getByLabel('Anything to add?').count()).toBe(0)
    expect(site.posted).toEqual([{ stars: '4' }, { stars: '4', words: 'Kind' }])
    expect(complaints).toEqual([])
  })

  test('what did not get through is said, and may be tried again', async () => {
    await visit('out-for-delivery')
    await followed()
    await page.context().setOffline(true)
    await button('I have my ID ready').click()
    await page.getByText('That did not get through. Please try again.').waitFor()
    await page.context().setOffline(false)
    site.acted.set('out-for-delivery', { ...views['out-for-delivery'], seq: 35, idReady: true })
    await button('I have my ID ready').click()
    await page.getByText('your ID is ready').waitFor()
    expect(await page.getByText('That did not get through').count()).toBe(0)
  })
})

describe('without script', () => {
  test.each([
    ['out-for-delivery', 'id-ready', 'I have my ID ready', { ready: 'yes' }, 'Good: your ID is ready.'],
    ['delivered', 'rated', '4 stars', { stars: '4' }, 'Thank you. The store reads this.'],
    ['out-for-delivery', 'out-for-delivery', 'Español', { locale: 'es' }, 'Sam is on the way'],
  ] as const)('%s: a form is sent and the page shows what is so then (%s)', async (name, then, tap, posted, words) => {
    await visit(name, { javaScriptEnabled: false })
    site.acted.set(name, views[then])
    await button(tap).click()
    await page.getByText(words).first().waitFor()
    expect(site.posted).toEqual([posted])
  })

  test('a note opens and is sent', async () => {
    await visit('preparing', { javaScriptEnabled: false })
    site.acted.set('preparing', views['note-left'])
    await page.getByText('Leave a note for your driver').click()
    await page.getByLabel('A gate code').fill('Code 4711')
    await button('Save the note').click()
    await page.getByText('The store has your note for the driver.').waitFor()
    expect(site.posted).toEqual([{ note: 'Code 4711' }])
  })
})

test('whoever goes through by keyboard meets everything in the order in which it is read', async () => {
  await visit('out-for-delivery')
  await followed()
  const met: string[] = []
  for (let i = 0; i < 7; i += 1) {
    await page.keyboard.press('Tab')
    met.push(await page.evaluate<string>('document.activeElement.textContent.trim()'))
  }
  expect(met).toEqual([
    'I have my ID ready',
    'Tell me when it’s close',
    'Address and amount',
    'Español',
    'Call (707)\u00a0555-0100',
    'hello@alderbay.example',
    'alderbay.example',
  ])
})
