import { describe, expect, test } from 'vitest'
import { withFallback } from '../../api/adapters/drive-times.ts'
import { straightLineDriveTimes } from '../../api/adapters/straight-line.ts'
import type { LatLng } from '../../api/domain/position.ts'
import { minutes, seconds } from '../../api/domain/time.ts'
import type { DriveTimes } from '../../api/ports.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
const at = (km: number): LatLng => ({ lat: STORE.position.lat + km / 111.195, lng: STORE.position.lng })

/** Orders 1, 2, 3 ..., each at a door of its own, a kilometre or as many as told apart. */
async function receive(doorstep: Doorstep, count: number, kmApart = 1): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    const customer = { email: `customer-${n}@example.com`, door: at(n * kmApart) }
    await doorstep.tell({ type: 'order.received', data: { orderId: `${n}`, number: `104${n}`, customer } })
  }
}
const plan = (doorstep: Doorstep, orders: string[][], routeId = 'r', driver = 'sam'): Promise<Response> =>
  doorstep.tell({
    type: 'route.planned',
    data: { routeId, driver: { id: driver, firstName: driver === 'sam' ? 'Sam' : 'Rosa' }, stops: orders.map((orderIds) => ({ stopId: `at-${orderIds[0]}`, orderIds })) },
  })
const depart = (doorstep: Doorstep, routeId = 'r'): Promise<Response> => doorstep.tell({ type: 'route.departed', data: { routeId } })
const handOver = (doorstep: Doorstep, orderId: string): Promise<Response> => doorstep.tell({ type: 'handoff.completed', data: { orderId } })
const stopsBefore = async (doorstep: Doorstep, ...orders: string[]): Promise<(number | null)[]> =>
  Promise.all(orders.map(async (orderId) => (await doorstep.view(orderId)).stopsBefore))
const milestones = async (doorstep: Doorstep, ...orders: string[]): Promise<string[]> =>
  Promise.all(orders.map(async (orderId) => (await doorstep.view(orderId)).milestone))

describe('a route of several doors', () => {
  test('tells each customer how many come before, and no more', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 4)
    await plan(doorstep, [['1'], ['2', '3'], ['4']])
    expect(await stopsBefore(doorstep, '1', '2', '3', '4')).toEqual([null, null, null, null])
    await depart(doorstep)
    expect(await stopsBefore(doorstep, '1', '2', '3', '4')).toEqual([0, 1, 1, 2])
    await handOver(doorstep, '1')
    await handOver(doorstep, '2')
    expect(await stopsBefore(doorstep, '1', '2', '3', '4')).toEqual([null, null, 0, 1])
    await doorstep.tell({ type: 'handoff.refused', data: { orderId: '3', reason: 'no-id' } })
    expect(await stopsBefore(doorstep, '3', '4')).toEqual([null, 0])
    expect(await doorstep.view('4')).toEqual({
      seq: expect.any(Number),
      asOf: '2026-04-25T01:00:00.000Z',
      orderNumber: '1044',
      dispensary: {
        name: 'Alder Bay Provisions',
        legalName: 'Alder Bay Provisions LLC',
        licence: 'C10-0000123-LIC',
        timeZone: 'America/Los_Angeles',
        accent: '#1f6f5c',
        phone: '+17075550100',
        email: 'hello@alderbay.example',
      },
      locale: 'en',
      milestone: 'out-for-delivery',
      steps: [
        { step: 'received', reachedAt: '2026-04-25T01:00:00.000Z', done: true },
        { step: 'preparing', reachedAt: null, done: true },
        { step: 'out-for-delivery', reachedAt: '2026-04-25T01:00:00.000Z', done: true },
        { step: 'arriving-soon', reachedAt: null, done: false },
        { step: 'delivered', reachedAt: null, done: false },
      ],
      window: expect.objectContaining({ source: 'straight-line' }),
      promise: { from: expect.any(String), to: expect.any(String) },
      delayed: false,
      arrivingNow: false,
      stopsBefore: 0,
      driver: { firstName: 'Sam' },
      map: { open: false, why: 'not-near' },
      ready: { minimumAge: 21, documents: ['drivers-license', 'state-id', 'passport', 'military-id'], payment: null },
      reason: null,
    })
  })

  test('in another sequence gives other numbers', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 3)
    await plan(doorstep, [['1'], ['2'], ['3']])
    await depart(doorstep)
    await doorstep.tell({ type: 'route.resequenced', data: { routeId: 'r', stopIds: ['at-3', 'at-1', 'at-2'] } })
    expect(await stopsBefore(doorstep, '1', '2', '3')).toEqual([1, 2, 0])
  })

  test('without a cancelled order is one door shorter, and so are the windows behind it', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 3, 3)
    await plan(doorstep, [['1'], ['2'], ['3']])
    await depart(doorstep)
    const before = await doorstep.view('3')
    await doorstep.tell({ type: 'order.cancelled', data: { orderId: '1', reason: 'customer' } })
    const after = await doorstep.view('3')
    expect([before.stopsBefore, after.stopsBefore]).toEqual([2, 1])
    expect(Date.parse(after.window?.estimateAt ?? '')).toBeLessThan(Date.parse(before.window?.estimateAt ?? ''))
    expect(await doorstep.view('1')).toMatchObject({ milestone: 'cancelled', window: null, driver: null, stopsBefore: null })
  })

  test('planned with an order that was cancelled meanwhile does not wait for it', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 2)
    await doorstep.tell({ type: 'order.cancelled', data: { orderId: '1' } })
    await plan(doorstep, [['1'], ['2']])
    await depart(doorstep)
    expect(await stopsBefore(doorstep, '1', '2')).toEqual([null, 0])
    expect(await milestones(doorstep, '1', '2')).toEqual(['cancelled', 'out-for-delivery'])
  })

  test('of which nobody was told by name shows no name', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 1)
    await doorstep.tell({ type: 'route.planned', data: { routeId: 'r', driver: { id: 'sam' }, stops: [{ stopId: 'a', orderIds: ['1'] }] } })
    await depart(doorstep)
    expect((await doorstep.view('1')).driver).toBeNull()
  })
})

describe('an order on another route', () => {
  test('is the other driver’s from then on, and the first has a door less', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 3)
    await plan(doorstep, [['1'], ['2'], ['3']])
    await depart(doorstep)
    const promise = (await doorstep.view('2')).promise
    await plan(doorstep, [['2']], 'r2', 'rosa')
    expect(await doorstep.view('2')).toMatchObject({ milestone: 'out-for-delivery', driver: null, stopsBefore: null, window: null, promise })
    expect(await stopsBefore(doorstep, '1', '3')).toEqual([0, 1])
    await depart(doorstep, 'r2')
    const after = await doorstep.view('2')
    expect(after).toMatchObject({ driver: { firstName: 'Rosa' }, stopsBefore: 0, promise, window: { source: 'straight-line' } })
    await handOver(doorstep, '2')
    expect(await milestones(doorstep, '1', '2', '3')).toEqual(['out-for-delivery', 'delivered', 'out-for-delivery'])
  })

  test('that is already on the road is out for delivery with it', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 2)
    await plan(doorstep, [['1']])
    await depart(doorstep)
    await plan(doorstep, [['1'], ['2']])
    expect(await milestones(doorstep, '1', '2')).toEqual(['out-for-delivery', 'out-for-delivery'])
    expect(await stopsBefore(doorstep, '1', '2')).toEqual([0, 1])
  })

  test('left out of the new plan of its route has neither driver nor window any more', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 2)
    await plan(doorstep, [['1'], ['2']])
    await depart(doorstep)
    await plan(doorstep, [['2']])
    expect(await doorstep.view('1')).toMatchObject({ milestone: 'out-for-delivery', driver: null, window: null, map: { open: false, why: 'not-on-the-way' } })
    expect(await stopsBefore(doorstep, '2')).toEqual([0])
  })
})

describe('an order that was not handed over', () => {
  async function refused(doorstep: Doorstep): Promise<void> {
    await receive(doorstep, 2)
    await plan(doorstep, [['1'], ['2']])
    await depart(doorstep)
    doorstep.advance(minutes(12))
    await doorstep.tell({ type: 'handoff.refused', data: { orderId: '1', reason: 'not-home' } })
  }

  test('is tried again on another route, and delivered', async () => {
    await using doorstep = await openDoorstep()
    await refused(doorstep)
    expect(await doorstep.view('1')).toMatchObject({ milestone: 'not-delivered', reason: 'not-home', window: null, driver: null })
    doorstep.advance(minutes(40))
    await plan(doorstep, [['1']], 'r2', 'rosa')
    expect((await doorstep.view('1')).milestone).toBe('not-delivered')
    await depart(doorstep, 'r2')
    expect(await doorstep.view('1')).toMatchObject({ milestone: 'out-for-delivery', reason: null, driver: { firstName: 'Rosa' }, stopsBefore: 0 })
    await handOver(doorstep, '1')
    expect((await doorstep.view('1')).milestone).toBe('delivered')
    expect(doorstep.messages('email').filter((kind) => kind !== 'arriving-soon')).toEqual([
      'out-for-delivery',
      'out-for-delivery',
      'not-delivered',
      'out-for-delivery',
      'delivered',
    ])
  })

  test('does not set out again because the route’s plan, departure or stop is told again', async () => {
    await using doorstep = await openDoorstep()
    await refused(doorstep)
    doorstep.advance(minutes(1))
    await receive(doorstep, 3)
    await plan(doorstep, [['1'], ['2'], ['3']])
    await depart(doorstep)
    await doorstep.tell({ type: 'stop.arrived', data: { routeId: 'r', stopId: 'at-1' } })
    expect(await milestones(doorstep, '1', '2', '3')).toEqual(['not-delivered', 'out-for-delivery', 'out-for-delivery'])
    const toFirst = doorstep.sent.filter(({ recipient }) => 'address' in recipient && recipient.address === 'customer-1@example.com')
    expect(toFirst.map(({ message }) => message.kind).filter((kind) => kind !== 'arriving-soon')).toEqual(['out-for-delivery', 'not-delivered'])
  })

  test('is handed over after all when the customer comes to the door', async () => {
    await using doorstep = await openDoorstep()
    await refused(doorstep)
    doorstep.advance(minutes(3))
    await handOver(doorstep, '1')
    expect((await doorstep.view('1')).milestone).toBe('delivered')
  })

  test('at a door of two, of which the other stays, stays not handed over when the driver is seen at the door', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 2)
    await plan(doorstep, [['1', '2']])
    await depart(doorstep)
    doorstep.advance(minutes(5))
    await doorstep.tell({ type: 'handoff.refused', data: { orderId: '1', reason: 'no-id' } })
    doorstep.advance(seconds(10))
    await doorstep.drivesTo(at(1))
    expect(await milestones(doorstep, '1', '2')).toEqual(['not-delivered', 'arrived'])
  })
})

describe('several who tell the same', () => {
  test('till and driver both tell the handoff: it is one, at the time first told', async () => {
    await using doorstep = await openDoorstep()
    const order = { id: 7, number: '7', total: '10.00', billing: { email: 'ana@example.com' }, date_modified_gmt: '2026-04-25T01:00:00' }
    await doorstep.wooSends({ ...order, status: 'processing' }, 'order.created')
    await plan(doorstep, [['7']])
    await depart(doorstep)
    doorstep.advance(minutes(20))
    await handOver(doorstep, '7')
    doorstep.advance(minutes(3))
    await doorstep.wooSends({ ...order, status: 'completed', date_modified_gmt: '2026-04-25T01:22:00' })
    const reached = (await trailRows(doorstep)).filter(({ data }) => data.includes('"milestone":"delivered"'))
    expect(reached.map(({ time }) => new Date(time).toISOString())).toEqual(['2026-04-25T01:20:00.000Z'])
    expect(doorstep.messages()).toEqual(['out-for-delivery', 'delivered'])
  })

  test('a plan of orders that nobody received is refused, and nothing of it is known', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 1)
    const response = await plan(doorstep, [['1'], ['2']])
    expect([response.status, await response.json()]).toMatchObject([422, { errors: [{ pointer: '/data/stops/1/orderIds/0' }] }])
    expect((await depart(doorstep)).status).toBe(422)
    expect(await milestones(doorstep, '1')).toEqual(['received'])
  })
})

describe('what the driver does not tap', () => {
  test('is noticed by where the phone is: near, and at the door', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 2, 4)
    await plan(doorstep, [['1'], ['2']])
    await depart(doorstep)
    const seen = []
    for (const km of [0.5, 2, 2.4, 2.8, 3.5, 3.96]) {
      doorstep.advance(minutes(1))
      await doorstep.drivesTo(at(km))
      seen.push((await milestones(doorstep, '1', '2')).join(' '))
    }
    expect(new Set(seen)).toEqual(new Set(['out-for-delivery out-for-delivery', 'arriving-soon out-for-delivery', 'arrived out-for-delivery']))
    expect(doorstep.messages().filter((kind) => kind === 'arriving-soon')).toHaveLength(1)
  })

  test('who is near when the door before is done is told then, though the phone has been silent at that door', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 2, 1)
    await plan(doorstep, [['1'], ['2']])
    await depart(doorstep)
    doorstep.advance(minutes(4))
    await doorstep.drivesTo(at(1))
    doorstep.advance(minutes(6))
    await handOver(doorstep, '1')
    const row = (await trailRows(doorstep)).findLast(({ type }) => type === 'stop.approached')
    expect([row?.data, row?.time]).toEqual(['{"routeId":"r","stopId":"at-2"}', doorstep.now()])
    expect(doorstep.sent.at(-1)).toMatchObject({ recipient: { address: 'customer-2@example.com' }, message: { kind: 'arriving-soon' } })
  })

  test('a driver who helps nobody by calling for help is hidden on every route, should one never have been ended', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 2)
    await plan(doorstep, [['1']], 'old')
    await depart(doorstep, 'old')
    await plan(doorstep, [['2']], 'new')
    await depart(doorstep, 'new')
    await doorstep.tell({ type: 'driver.duress', data: { driverId: 'sam' } })
    const maps = await Promise.all(['1', '2'].map(async (orderId) => (await doorstep.view(orderId)).map))
    expect(maps).toEqual([{ open: false, why: 'withheld' }, { open: false, why: 'withheld' }])
  })
})

describe('where the times come from', () => {
  test('a router that answers is named', async () => {
    const driveTimes: DriveTimes = async (points) => ({ legs: points.slice(1).map(() => ({ durationMs: minutes(8), meters: 5_000 })), source: 'valhalla' })
    await using doorstep = await openDoorstep({ driveTimes })
    await receive(doorstep, 1)
    await plan(doorstep, [['1']])
    await depart(doorstep)
    expect((await doorstep.view('1')).window?.source).toBe('valhalla')
  })

  test('a dead router is not waited for: the window is by the straight line, and says so', async () => {
    const dead: DriveTimes = () => Promise.reject(new Error('connect ECONNREFUSED'))
    const lines: object[] = []
    await using doorstep = await openDoorstep({ driveTimes: withFallback(dead, straightLineDriveTimes, 1_000, (line) => lines.push(line)) })
    await receive(doorstep, 1)
    await plan(doorstep, [['1']])
    await depart(doorstep)
    expect((await doorstep.view('1')).window?.source).toBe('straight-line')
    expect(lines).toContainEqual(expect.objectContaining({ event: 'drive-times.fell-back' }))
  })

  test('what changed while the router was thinking is not overruled by what it thought', async () => {
    const asked: PromiseWithResolvers<void>[] = []
    const slow: DriveTimes = async (points) => {
      const answer = Promise.withResolvers<void>()
      asked.push(answer)
      await answer.promise
      return straightLineDriveTimes(points)
    }
    await using doorstep = await openDoorstep({ driveTimes: slow })
    const settle = async (): Promise<void> => {
      for (let turn = 0; turn < 50; turn += 1) {
        await new Promise(setImmediate)
        for (const answer of asked.splice(0)) answer.resolve()
      }
      await doorstep.stages.idle()
    }
    const quietly = (event: { type: string; data: object }): Promise<unknown> => {
      const told = doorstep.tell(event)
      return Promise.all([told, settle()])
    }
    await receive(doorstep, 2)
    await plan(doorstep, [['1'], ['2']])
    await quietly({ type: 'route.departed', data: { routeId: 'r' } })
    const revisions = async (): Promise<string[]> =>
      (await trailRows(doorstep)).filter(({ type }) => type === 'window.revised').map(({ subject }) => subject)
    expect(await revisions()).toEqual(['order/1', 'order/2'])
    doorstep.advance(minutes(9))
    const moving = doorstep.drivesTo(at(0.9))
    while (asked.length === 0) await new Promise(setImmediate)
    const delivering = doorstep.tell({ type: 'handoff.completed', data: { orderId: '1' } })
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
    await settle()
    await Promise.all([moving, delivering])
    expect((await revisions()).slice(2)).not.toContain('order/1')
  })
})
