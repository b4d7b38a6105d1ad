import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../api/domain/time.ts'
import { markLink } from '../../db/links.ts'
import { links, orders } from '../../db/schema.ts'
import { createHub } from '../../api/live/hub.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { openStream } from './stream.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
const DOOR = { lat: STORE.position.lat + 0.04, lng: STORE.position.lng }
const near = (meters: number) => ({ lat: DOOR.lat - meters / 111_195, lng: DOOR.lng })

async function received(doorstep: Doorstep, orderId = '1'): Promise<string> {
  await doorstep.tell({ type: 'order.received', data: { orderId, number: `10${orderId}`, customer: { door: DOOR } } })
  return doorstep.linkTo(orderId)
}

async function onTheWay(doorstep: Doorstep): Promise<string> {
  const token = await received(doorstep)
  await doorstep.tell({
    type: 'route.planned',
    data: { routeId: 'r', driver: { id: 'sam', firstName: 'Sam' }, stops: [{ stopId: 'a', orderIds: ['1'] }] },
  })
  await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
  return token
}

describe('an open page', () => {
  test('is told the whole view at once, the same that it would get by asking', async () => {
    await using doorstep = await openDoorstep()
    const token = await received(doorstep)
    const stream = await openStream(doorstep.app, token)
    await doorstep.stages.idle()
    expect(Object.fromEntries(stream.response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    })
    const [first, ...more] = await stream.read()
    const asked = await (await doorstep.app.request(`/v1/track/${token}`)).json()
    expect([first?.view, first?.id, more]).toEqual([asked, String(first?.view.seq), []])
    await stream.close()
  })

  test('is told of every change, whole again', async () => {
    await using doorstep = await openDoorstep()
    const stream = await openStream(doorstep.app, await received(doorstep))
    await doorstep.tell({ type: 'order.preparing', data: { orderId: '1' } })
    await doorstep.tell({ type: 'order.cancelled', data: { orderId: '1', reason: 'out-of-stock' } })
    const seen = await stream.read()
    expect(seen.map(({ view }) => [view.milestone, view.reason])).toEqual([
      ['received', null],
      ['preparing', null],
      ['cancelled', 'out-of-stock'],
    ])
    expect(seen.at(-1)?.view).toEqual(await doorstep.view('1'))
    await stream.close()
  })

  test('is told nothing when nothing changed that it shows', async () => {
    await using doorstep = await openDoorstep()
    const stream = await openStream(doorstep.app, await onTheWay(doorstep))
    await doorstep.stages.idle()
    await stream.read()
    await doorstep.tell({ type: 'order.verified', data: { orderId: '1' } })
    await doorstep.tell({ type: 'order.updated', data: { orderId: '1', totalCents: 500 } })
    await received(doorstep, '2')
    for (let second = 0; second < 12; second += 1) doorstep.stages.tick()
    await doorstep.stages.idle()
    expect(await stream.read()).toEqual([])
    await stream.close()
  })

  test('is told what time alone changes, a minute at a time', async () => {
    await using doorstep = await openDoorstep()
    const stream = await openStream(doorstep.app, await onTheWay(doorstep))
    await doorstep.stages.idle()
    const [first] = await stream.read()
    doorstep.advance(Date.parse(first?.view.window?.from ?? '') - doorstep.now())
    const times = []
    for (let second = 0; second < 180; second += 5) {
      doorstep.advance(seconds(5))
      for (let tick = 0; tick < 5; tick += 1) doorstep.stages.tick()
      await doorstep.stages.idle()
      times.push(...(await stream.read()).map(({ view }) => view.window?.from.slice(11, 16)))
    }
    expect(times).toHaveLength(3)
    expect(new Set(times).size).toBe(3)
    await stream.close()
  })

  test('hears a sign of life every quarter of a minute', async () => {
    await using doorstep = await openDoorstep()
    const stream = await openStream(doorstep.app, await received(doorstep))
    for (let second = 0; second < 45; second += 1) doorstep.stages.tick()
    await stream.read()
    expect(stream.comments).toHaveLength(3)
    await stream.close()
  })

  test('that lost the stream comes back to the whole view, whatever it had seen', async () => {
    await using doorstep = await openDoorstep()
    const token = await received(doorstep)
    const stream = await openStream(doorstep.app, token)
    await doorstep.stages.idle()
    const [before] = await stream.read()
    await stream.close()
    await doorstep.tell({ type: 'order.preparing', data: { orderId: '1' } })
    const again = await openStream(doorstep.app, token, { 'last-event-id': before?.id ?? '' })
    await doorstep.stages.idle()
    expect((await again.read()).map(({ view }) => view.milestone)).toEqual(['preparing'])
    await again.close()
  })

  test('opened while something changes ends with what is so', async () => {
    await using doorstep = await openDoorstep()
    const token = await received(doorstep)
    const telling = doorstep.tell({ type: 'order.preparing', data: { orderId: '1' } })
    const streams = await Promise.all(Array.from({ length: 8 }, () => openStream(doorstep.app, token)))
    await telling
    await doorstep.tell({ type: 'order.packed', data: { orderId: '1' } })
    for (const stream of streams) {
      const seen = await stream.read()
      expect(seen.at(-1)?.view.milestone).toBe('preparing')
      expect(seen.length).toBeLessThanOrEqual(2)
      await stream.close()
    }
  })

  test('that closes is nobody any more, and the others go on', async () => {
    await using doorstep = await openDoorstep()
    const token = await received(doorstep)
    const [leaves, stays] = [await openStream(doorstep.app, token), await openStream(doorstep.app, token)]
    expect(doorstep.stages.hub.viewers()).toBe(2)
    await leaves.close()
    expect(doorstep.stages.hub.viewers()).toBe(1)
    await doorstep.tell({ type: 'order.preparing', data: { orderId: '1' } })
    expect((await stays.read()).at(-1)?.view.milestone).toBe('preparing')
    await stays.close()
    expect([doorstep.stages.hub.viewers(), doorstep.stages.hub.watched()]).toEqual([0, []])
  })

  test('that does not read is let go, and holds up nobody', async () => {
    await using doorstep = await openDoorstep()
    const token = await received(doorstep)
    const asleep = await doorstep.app.request(`/v1/track/${token}/live`)
    const awake = await openStream(doorstep.app, token)
    let told = 0
    while (doorstep.stages.hub.viewers() > 1 && told < 200) {
      told += 1
      await doorstep.tell({ type: 'order.updated', data: { orderId: '1', payment: told % 2 ? 'paid' : 'due' } })
      expect((await awake.read()).at(-1)?.view.ready.payment).toBe(told % 2 ? 'paid' : 'due')
    }
    expect([doorstep.stages.hub.viewers(), told < 200]).toEqual([1, true])
    await asleep.text() // what it had been sent it may still read, and then the stream has ended
    await awake.close()
  })

  test('is ended when the process stops', async () => {
    await using doorstep = await openDoorstep()
    const stream = await openStream(doorstep.app, await received(doorstep))
    doorstep.stages.hub.close()
    await stream.read()
    expect(stream.ended()).toBe(true)
  })

  test('is not what a HEAD request leaves behind', async () => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.app.request(`/v1/track/${await received(doorstep)}/live`, { method: 'HEAD' })
    expect([response.status, doorstep.stages.hub.viewers()]).toEqual([200, 0])
  })
})

test('a view that was read earlier never follows one that was read later', async () => {
  await using doorstep = await openDoorstep()
  await received(doorstep)
  const before = await doorstep.view('1')
  const readings: PromiseWithResolvers<typeof before>[] = []
  const hub = createHub(async () => {
    const reading = Promise.withResolvers<typeof before>()
    readings.push(reading)
    return { view: await reading.promise }
  }, doorstep.now)
  const shown: string[] = []
  const send = (message: Uint8Array): boolean =>
    shown.push(/"milestone":"([a-z-]+)"/.exec(new TextDecoder().decode(message))?.[1] ?? '') > 0
  hub.watch({ dispensaryId: 'alder-bay', orderId: '1', linkId: 'a' }, { send, close: () => {} })
  const changed = hub.changed({ dispensaryId: 'alder-bay', orderId: '1' })
  readings[1]?.resolve({ ...before, milestone: 'cancelled' })
  await changed
  readings[0]?.resolve(before)
  await new Promise(setImmediate)
  expect(shown).toEqual(['cancelled'])
})

describe('the driver on an open page is gone in the very next message', () => {
  test.each<[string, (doorstep: Doorstep) => Promise<unknown>, string]>([
    ['after the handoff', (d) => d.tell({ type: 'handoff.completed', data: { orderId: '1' } }), 'finished'],
    [
      'after a refusal',
      (d) => d.tell({ type: 'handoff.refused', data: { orderId: '1', reason: 'no-id' } }),
      'finished',
    ],
    ['after a cancellation', (d) => d.tell({ type: 'order.cancelled', data: { orderId: '1' } }), 'finished'],
    ['after a call for help', (d) => d.tell({ type: 'driver.duress', data: { driverId: 'sam' } }), 'withheld'],
    ['after the end of the route', (d) => d.tell({ type: 'route.ended', data: { routeId: 'r' } }), 'not-on-the-way'],
    [
      'after the order was given to another driver',
      (d) =>
        d.tell({
          type: 'route.planned',
          data: { routeId: 'other', driver: { id: 'rosa' }, stops: [{ stopId: 'z', orderIds: ['1'] }] },
        }),
      'not-on-the-way',
    ],
  ])('%s', async (_, happens, why) => {
    await using doorstep = await openDoorstep()
    const stream = await openStream(doorstep.app, await onTheWay(doorstep))
    for (const meters of [900, 700, 450]) {
      doorstep.advance(seconds(40))
      await doorstep.drivesTo(near(meters))
    }
    expect((await stream.read()).at(-1)?.view.map.open).toBe(true)
    await happens(doorstep)
    const after = await stream.read()
    expect(after[0]?.view.map).toEqual({ open: false, why })
    expect(after.filter(({ view }) => view.map.open)).toEqual([])
    await stream.close()
  })

  test('and when the phone falls silent for five minutes, by the next look', async () => {
    await using doorstep = await openDoorstep()
    const stream = await openStream(doorstep.app, await onTheWay(doorstep))
    doorstep.advance(seconds(100))
    await doorstep.drivesTo(near(450))
    await stream.read()
    const seen = []
    for (const wait of [seconds(95), minutes(4)]) {
      doorstep.advance(wait)
      for (let second = 0; second < 5; second += 1) doorstep.stages.tick()
      await doorstep.stages.idle()
      seen.push((await stream.read()).at(-1)?.view.map)
    }
    expect(seen).toEqual([expect.objectContaining({ open: true, stale: true }), { open: false, why: 'signal-lost' }])
    await stream.close()
  })
})

describe('a token that opens nothing', () => {
  const KEYS = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) }

  test('looks the same whatever the reason, wherever it is shown: nobody learns that there was an order', async () => {
    await using doorstep = await openDoorstep()
    const [revoked, over, orphaned] = [
      await received(doorstep, '1'),
      await received(doorstep, '2'),
      await received(doorstep, '3'),
    ]
    const [link] = await doorstep.db.select().from(links).where(eq(links.orderId, '1'))
    await doorstep.stages.write((tx, now) => markLink(tx, link?.id ?? '', { revokedAt: now }))
    await doorstep.tell({ type: 'handoff.completed', data: { orderId: '2' } })
    doorstep.advance(hours(24) + 1)
    await doorstep.stages.write((tx) => tx.delete(orders).where(eq(orders.id, '3')))
    const tokens = [revoked, over, orphaned, 'A'.repeat(22), 'short', `${revoked}x`, revoked.toLowerCase()]
    for (const [suffix, init] of [
      ['', {}],
      ['/live', {}],
      ['/push', { method: 'POST', body: JSON.stringify({ endpoint: 'https://fcm.googleapis.com/x', keys: KEYS }) }],
    ] as const) {
      const answers = new Set<string>()
      for (const token of tokens) {
        const response = await doorstep.app.request(`/v1/track/${token}${suffix}`, init)
        answers.add(JSON.stringify([response.status, ...response.headers, await response.text()]))
      }
      expect(answers.size).toBe(1)
      expect([...answers][0]).toMatch(/^\[404,/)
    }
    const pages = await Promise.all(tokens.map(async (token) => (await doorstep.app.request(`/t/${token}`)).text()))
    expect(new Set(pages).size).toBe(1)
    expect(doorstep.stages.hub.viewers()).toBe(0)
  })

  test('opened something a moment ago: a finished order’s page stays a day', async () => {
    await using doorstep = await openDoorstep()
    const token = await received(doorstep)
    await doorstep.tell({ type: 'handoff.completed', data: { orderId: '1' } })
    doorstep.advance(hours(24))
    expect((await doorstep.app.request(`/v1/track/${token}`)).status).toBe(200)
    doorstep.advance(1)
    expect((await doorstep.app.request(`/v1/track/${token}`)).status).toBe(404)
  })
})
