import { describe, expect, test } from 'vitest'
import { openDoorstep } from '../doorstep.ts'
import { depart, handOver, milestones, plan, receive, stopsBefore } from './dispatch.ts'

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
      recovered: false,
      later: null,
      arrivingNow: false,
      stopsBefore: 0,
      driver: { firstName: 'Sam' },
      map: { open: false, why: 'not-near' },
      waits: null,
      opensAt: null,
      ready: {
        minimumAge: 21,
        documents: ['drivers-license', 'state-id', 'passport', 'military-id'],
        recipient: null,
        signature: true,
        payment: null,
      },
      idReady: false,
      noteLeft: null,
      rating: null,
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
    expect(await doorstep.view('1')).toMatchObject({
      milestone: 'cancelled',
      window: null,
      driver: null,
      stopsBefore: null,
    })
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
    await doorstep.tell({
      type: 'route.planned',
      data: { routeId: 'r', driver: { id: 'sam' }, stops: [{ stopId: 'a', orderIds: ['1'] }] },
    })
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
    expect(await doorstep.view('2')).toMatchObject({
      milestone: 'out-for-delivery',
      driver: null,
      stopsBefore: null,
      window: null,
      promise,
    })
    expect(await stopsBefore(doorstep, '1', '3')).toEqual([0, 1])
    await depart(doorstep, 'r2')
    const after = await doorstep.view('2')
    expect(after).toMatchObject({
      driver: { firstName: 'Rosa' },
      stopsBefore: 0,
      promise,
      window: { source: 'straight-line' },
    })
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
    expect(await doorstep.view('1')).toMatchObject({
      milestone: 'out-for-delivery',
      driver: null,
      window: null,
      map: { open: false, why: 'not-on-the-way' },
    })
    expect(await stopsBefore(doorstep, '2')).toEqual([0])
  })
})
