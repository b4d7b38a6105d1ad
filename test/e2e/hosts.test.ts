import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { STORE } from '../doorstep.ts'
import type { Listening } from '../site/listen.ts'
import { openServed } from '../site/served.ts'
import { HOSTS, type HostName } from './hosts/pages.ts'
import { openHosts } from './hosts/server.ts'
import { pixelsApart } from './hosts/same-pixels.ts'

const PICTURES = fileURLToPath(new URL('../../var/screens/hosts/', import.meta.url))
const HOSTILE = HOSTS.filter((name) => name !== 'plain')
/** What the corners show is the page behind. */
const INSIDE = 28
/** The edge of a curve may fall on another side of a shade. */
const SPECKS = 4

let browser: Browser
let hosts: Listening
let doorstep: Awaited<ReturnType<typeof openServed>>
let token: string

beforeAll(async () => {
  hosts = await openHosts(() => doorstep.publicUrl)
  doorstep = await openServed({ store: { ...STORE, origins: [hosts.origin] } })
  const customer = { phone: '+17075550141' }
  await doorstep.tell({ type: 'order.received', data: { orderId: '1', number: '1042', payment: 'due', customer } })
  await doorstep.tell({ type: 'order.preparing', data: { orderId: '1' } })
  token = await doorstep.linkTo('1')
  browser = await launchChromium()
  await mkdir(PICTURES, { recursive: true })
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})
afterAll(async () => {
  await browser.close()
  await hosts.close()
  await doorstep.close()
})

async function visit(
  host: HostName,
  attributes: Record<string, string>,
): Promise<{ page: Page; complaints: string[] }> {
  const viewport = { width: host === 'rtl' ? 320 : 800, height: 1_600 }
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${hosts.origin}/${host}?${new URLSearchParams({ theme: 'light', ...attributes })}`)
  return { page, complaints }
}

/** The inside of the card, once it is whole. */
async function pictureOf(page: Page, name: string): Promise<Buffer> {
  await page.locator('doorstep-tracker .scene svg').waitFor()
  const card = page.locator('doorstep-tracker .card')
  const { x = 0, y = 0, width = 0, height = 0 } = (await card.boundingBox()) ?? {}
  const clip = { x: x + INSIDE, y: y + INSIDE, width: width - 2 * INSIDE, height: height - 2 * INSIDE }
  const picture = await page.screenshot({ clip, animations: 'disabled' })
  await writeFile(`${PICTURES}${name}.png`, await page.screenshot({ fullPage: true }))
  return picture
}

describe.each(HOSTILE)('on a hostile page (%s)', (host) => {
  test('an order looks as it does on a plain one, pixel by pixel, and nothing complains', async () => {
    const plain = await visit('plain', { token })
    const { page, complaints } = await visit(host, { token })
    const pictures = [await pictureOf(plain.page, 'plain'), await pictureOf(page, host)] as const
    expect(await pixelsApart(plain.page, ...pictures)).toBeLessThanOrEqual(SPECKS)
    expect(complaints).toEqual([])
  })

  test('the form looks as it does on a plain one, and finds the order', async () => {
    const asked = { dispensary: STORE.id }
    const plain = await visit('plain', asked)
    const { page, complaints } = await visit(host, asked)
    const pictures: Buffer[] = []
    for (const [name, one] of [
      ['plain-form', plain.page],
      [`${host}-form`, page],
    ] as const) {
      const form = one.locator('doorstep-tracker form')
      await form.waitFor()
      pictures.push(await form.screenshot({ animations: 'disabled' }))
      await writeFile(`${PICTURES}${name}.png`, await one.screenshot())
    }
    expect(await pixelsApart(plain.page, pictures[0] as Buffer, pictures[1] as Buffer)).toBeLessThanOrEqual(SPECKS)
    await page.getByLabel('Order number').fill('1042')
    await page.getByLabel('Last four digits of your phone').fill('0141')
    await page.getByRole('button', { name: 'Find my order' }).click()
    await page.getByText('Your order is being prepared').waitFor()
    expect(complaints).toEqual([])
  })
})

test('a React page that draws anew and moves the element keeps the one it has, and its stream', async () => {
  const { page } = await visit('react', { token })
  await page.getByText('Your order is being prepared').waitFor()
  const heading = await page.locator('doorstep-tracker h2').elementHandle()
  for (let tick = 0; tick < 5; tick += 1) await page.getByRole('button', { name: `Tick ${tick}` }).click()
  await page.getByText('Two for one, 5 times').waitFor()
  expect(await heading?.evaluate((one) => one.isConnected)).toBe(true)
  await expect.poll(() => doorstep.stages.hub.viewers()).toBe(1)
})

test('wrong digits are said to be not found, in the language that the page asks for', async () => {
  const { page } = await visit('plain', { dispensary: STORE.id, lang: 'es' })
  await page.getByLabel('Número de pedido').fill('1042')
  await page.getByLabel('Últimos cuatro dígitos de su teléfono').fill('9999')
  await page.getByRole('button', { name: 'Buscar mi pedido' }).click()
  await page.getByText('No hay ningún pedido con este número y estos dígitos.').waitFor()
  expect(await page.locator('doorstep-tracker').getAttribute('token')).toBeNull()
})
