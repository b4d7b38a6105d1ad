import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../api/domain/time.ts'
import { openDoorstep } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { at, depart, handOver, milestones, plan, receive, type Doorstep } from './dispatch.ts'

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
    expect(await doorstep.view('1')).toMatchObject({
      milestone: 'not-delivered',
      reason: 'not-home',
      window: null,
      driver: null,
    })
    doorstep.advance(minutes(40))
    await plan(doorstep, [['1']], 'r2', 'rosa')
    expect((await doorstep.view('1')).milestone).toBe('not-delivered')
    await depart(doorstep, 'r2')
    expect(await doorstep.view('1')).toMatchObject({
      milestone: 'out-for-delivery',
      reason: null,
      driver: { firstName: 'Rosa' },
      stopsBefore: 0,
    })
    await handOver(doorstep, '1')
    expect((await doorstep.view('1')).milestone).toBe('delivered')
    // The other order, which waits meanwhile, is told that it comes later.
    const late = doorstep.sent.filter(({ message }) => message.kind === 'delayed').map(({ recipient }) => recipient)
    expect(late).toEqual([{ channel: 'email', address: 'customer-2@example.com' }])
    const ofDelays = ['arriving-soon', 'delayed']
    expect(doorstep.messages('email').filter((kind) => !ofDelays.includes(kind))).toEqual([
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
    const toFirst = doorstep.sent.filter(
      ({ recipient }) => 'address' in recipient && recipient.address === 'customer-1@example.com',
    )
    expect(toFirst.map(({ message }) => message.kind).filter((kind) => kind !== 'arriving-soon')).toEqual([
      'out-for-delivery',
      'not-delivered',
    ])
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
    for (const _ of ['comes', 'is still there']) {
      doorstep.advance(seconds(40))
      await doorstep.drivesTo(at(1))
    }
    expect(await milestones(doorstep, '1', '2')).toEqual(['not-delivered', 'arrived'])
  })
})

describe('several who tell the same', () => {
  test('till and driver both tell the handoff: it is one, at the time first told', async () => {
    await using doorstep = await openDoorstep()
    const order = {
      id: 7,
      number: '7',
      total: '10.00',
      billing: { email: 'ana@example.com' },
      date_modified_gmt: '2026-04-25T01:00:00',
    }
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
    expect([response.status, await response.json()]).toMatchObject([
      422,
      { errors: [{ pointer: '/data/stops/1/orderIds/0' }] },
    ])
    expect((await depart(doorstep)).status).toBe(422)
    expect(await milestones(doorstep, '1')).toEqual(['received'])
  })
})
