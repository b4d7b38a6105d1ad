import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LatLng } from '../../api/domain/position.ts'
import { minutes, seconds } from '../../api/domain/time.ts'
import { launchChromium } from '../chromium.ts'
import { STORE } from '../doorstep.ts'
import { openServed } from '../site/served.ts'

const ROUNDS = 12
/** 400 m from the door, where positions are shown as they come. */
const DOOR = { lat: STORE.position.lat + 0.01, lng: STORE.position.lng }
const near = (round: number): LatLng => ({ lat: DOOR.lat - 0.0036 + round * 0.0002, lng: DOOR.lng })

let browser: Browser
let doorstep: Awaited<ReturnType<typeof openServed>>
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  const style = await readFile(new URL('../town/style.json', import.meta.url), 'utf8')
  doorstep = await openServed({ mapStyle: style })
  const customer = { name: 'Ana', door: DOOR }
  await doorstep.tell({ type: 'order.received', data: { orderId: '1', number: '1042', customer } })
  const stops = [{ stopId: 'a', orderIds: ['1'] }]
  await doorstep.tell({ type: 'route.planned', data: { routeId: 'r', driver: { id: 'sam', firstName: 'Sam' }, stops } })
  await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
})
afterAll(async () => {
  await browser.close()
  await doorstep.close()
})

/** Posts what a phone or a dispatcher sends, over a real socket, and gives the moment before it. */
async function post(path: string, body: object, headers: Record<string, string>): Promise<number> {
  const at = Date.now()
  const response = await fetch(`${doorstep.publicUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(response.status).toBe(200)
  return at
}

function drive({ lat, lng }: LatLng, after = seconds(5)): Promise<number> {
  doorstep.advance(after)
  const fix = { _type: 'location', lat, lon: lng, tst: Math.floor(doorstep.now() / 1_000), acc: 8 }
  const authorization = `Basic ${Buffer.from(`sam:${doorstep.phone.secret}`).toString('base64')}`
  return post(`/v1/driver/${doorstep.phone.connectionId}`, fix, { authorization })
}

/** Where the map shows driver and door: it keeps both in sight, so that either may be the one that moves. */
const MARKERS = '.map :is(.driver, .door)'

/** Watches for the next change of elements, and notes when the frame that shows it has been made. */
const watch = (selector: string): Promise<void> =>
  page.evaluate((where) => {
    const look = (): string =>
      [...document.querySelectorAll<HTMLElement>(where)].map((one) => one.style.transform + one.innerText).join()
    const before = look()
    const shown = new Promise<number>((resolve) => {
      const frame = (): void => {
        if (look() === before) return void requestAnimationFrame(frame)
        // The frame is made after these callbacks; a task queued in it runs when it is on its way to the screen.
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', () => resolve(Date.now()))
        port1.start()
        port2.postMessage('')
      }
      requestAnimationFrame(frame)
    })
    Object.assign(globalThis, { shown })
  }, selector)
const shownAt = (): Promise<number> => page.evaluate('shown')

const summary = (times: number[]): string => {
  const sorted = [...times].sort((a, b) => a - b)
  return `median ${sorted[Math.floor(sorted.length / 2)]} ms, slowest ${sorted.at(-1)} ms, of ${times.length}`
}

test('what the driver’s phone sends is on the customer’s screen', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' })
  page = await context.newPage()
  await drive(STORE.position)
  await drive(near(0), minutes(2))
  await page.goto(`${doorstep.publicUrl}/t/${await doorstep.linkTo('1')}`)
  await page.locator('.map.drawn').waitFor()
  const moves: number[] = []
  for (let round = 1; round <= ROUNDS; round += 1) {
    await watch(MARKERS)
    const sentAt = await drive(near(round))
    moves.push((await shownAt()) - sentAt)
  }
  await watch('h1')
  const { authorization } = doorstep
  const arrived = {
    specversion: '1.0',
    id: 'arrived',
    source: '/e2e',
    type: 'stop.arrived',
    data: { routeId: 'r', stopId: 'a' },
  }
  const sentAt = await post('/v1/events', arrived, { authorization, 'content-type': 'application/cloudevents+json' })
  const words = (await shownAt()) - sentAt
  console.log(`From a POST to the frame: driver's position ${summary(moves)}; "at your door" ${words} ms`)
  expect(await page.locator('h1').textContent()).toBe('Sam is at your door')
  expect(moves).toHaveLength(ROUNDS)
  await context.close()
})
