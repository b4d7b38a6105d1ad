import { describe, expect, test } from 'vitest'
import { distanceMeters } from '../../api/domain/position.ts'
import { dwellMs } from '../../api/domain/dwell.ts'
import { minutes, seconds } from '../../api/domain/time.ts'
import type { DriveTimes } from '../../api/ports.ts'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import { findLearned } from '../../db/learned.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { at, depart, handOver, plan, receive, type Doorstep } from './dispatch.ts'

/** To a door so many kilometres away in so many minutes, telling of it each half minute; and stands there. */
async function driveTo(doorstep: Doorstep, from: number, to: number, inMinutes: number): Promise<void> {
  const steps = inMinutes * 2
  for (let step = 1; step <= steps; step += 1) {
    doorstep.advance(seconds(30))
    await doorstep.drivesTo(at(from + ((to - from) * step) / steps))
  }
  await doorstep.tell({ type: 'stop.arrived', data: { routeId: 'r', stopId: `at-${to}` } })
}

const rowsOf = async (doorstep: Doorstep, type: string) =>
  (await trailRows(doorstep))
    .filter((row) => row.type === type)
    .map(({ data }) => JSON.parse(data) as Record<string, string>)

const aheadOf = async (doorstep: Doorstep, orderId: string): Promise<number> =>
  Date.parse((await doorstep.view(orderId)).window?.estimateAt ?? '') - doorstep.now()

/** An engine that knows one straight street to the north, and counts how often it is asked. */
function oneStreet() {
  const asked: number[] = []
  const driveTimes: DriveTimes = async (points) => {
    asked.push(points.length)
    const legs = points.slice(1).map((point, index) => {
      const from = points[index] ?? point
      const meters = distanceMeters(from, point)
      return { durationMs: seconds(meters / 10), meters, path: [from, point] }
    })
    return { legs, source: 'valhalla' }
  }
  return { driveTimes, asked }
}

describe('what deliveries teach', () => {
  test('each stop that is reached is held once against what was said of it, and the rest of the evening is told by it', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 3)
    await plan(doorstep, [['1'], ['2'], ['3']])
    await depart(doorstep)
    const untaught = await aheadOf(doorstep, '1')
    await driveTo(doorstep, 0, 1, 12)
    doorstep.advance(minutes(9))
    await handOver(doorstep, '1')
    await driveTo(doorstep, 1, 2, 12)
    const judged = await rowsOf(doorstep, 'estimate.judged')
    expect(judged.map(({ stopId }) => stopId)).toEqual(['at-1', 'at-2'])
    expect(judged[0]).toMatchObject({ routeId: 'r', hour: expect.closeTo(18.2, 1) })
    const learned = await findLearned(doorstep.db, STORE.id)
    expect(learned?.pace['straight-line']?.all.mean).toBeGreaterThan(0.3)
    expect(dwellMs(learned?.dwell ?? { n: 0, mean: 0 })).toBeGreaterThan(minutes(4))
    doorstep.advance(minutes(9))
    await handOver(doorstep, '2')
    expect(await aheadOf(doorstep, '3')).toBeGreaterThan(untaught * 1.2)
  })

  test('what was learned is in the trail: rebuilding finds nothing that stands otherwise, and notices what was changed', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 2)
    await plan(doorstep, [['1'], ['2']])
    await depart(doorstep)
    await driveTo(doorstep, 0, 1, 8)
    await handOver(doorstep, '1')
    const differences = async () => {
      for await (const rebuilt of rebuildProjections(doorstep.db, { keep: false })) return rebuilt.differences
      return []
    }
    expect(await findLearned(doorstep.db, STORE.id)).toBeDefined()
    expect(await differences()).toEqual([])
    await doorstep.db.run('UPDATE learned SET seq = seq + 1')
    expect(await differences()).toEqual([
      { row: `what was learned of ${STORE.id}`, what: 'stood otherwise than the trail tells' },
    ])
  })

  test('another dispensary is taught nothing by it', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 1)
    await plan(doorstep, [['1']])
    await depart(doorstep)
    await driveTo(doorstep, 0, 1, 8)
    expect(await findLearned(doorstep.db, 'another')).toBeUndefined()
  })
})

describe('when the engine is asked', () => {
  test('once for each leg that is driven along its streets, and again when the driver leaves them', async () => {
    const { driveTimes, asked } = oneStreet()
    await using doorstep = await openDoorstep({ driveTimes })
    await receive(doorstep, 2)
    await plan(doorstep, [['1'], ['2']])
    await depart(doorstep)
    await driveTo(doorstep, 0, 1, 6)
    expect(asked).toEqual([3])
    await handOver(doorstep, '1')
    expect(asked).toEqual([3, 2])
    doorstep.advance(seconds(30))
    await doorstep.drivesTo({ ...at(1.2), lng: STORE.position.lng + 0.003 })
    expect(asked).toEqual([3, 2, 2])
  })

  test('a driver who comes nearer is told nearer, though nobody is asked', async () => {
    const { driveTimes, asked } = oneStreet()
    await using doorstep = await openDoorstep({ driveTimes })
    await receive(doorstep, 1, 8)
    await plan(doorstep, [['1']])
    await depart(doorstep)
    const before = await aheadOf(doorstep, '1')
    doorstep.advance(minutes(8))
    await doorstep.drivesTo(at(4))
    expect(await aheadOf(doorstep, '1')).toBeLessThan(before * 0.7)
    expect(asked).toHaveLength(1)
  })

  test('a router that hangs keeps no phone waiting for its answer', async () => {
    const hanging = Promise.withResolvers<never>()
    await using doorstep = await openDoorstep({ driveTimes: () => hanging.promise })
    const ask = (path: string, body: object, headers: Record<string, string>): Promise<Response> =>
      Promise.resolve(doorstep.app.request(path, { method: 'POST', body: JSON.stringify(body), headers }))
    await receive(doorstep, 1)
    await plan(doorstep, [['1']])
    const event = { specversion: '1.0', id: 'gone', source: '/test', type: 'route.departed', data: { routeId: 'r' } }
    const headers = { authorization: doorstep.authorization, 'content-type': 'application/cloudevents+json' }
    expect((await ask('/v1/events', event, headers)).status).toBe(200)
    const authorization = `Basic ${Buffer.from(`sam:${doorstep.phone.secret}`).toString('base64')}`
    const fix = { _type: 'location', lat: 38.301, lon: -123.05, tst: Math.floor(doorstep.now() / 1_000) }
    expect(
      (
        await ask(`/v1/driver/${doorstep.phone.connectionId}`, fix, {
          authorization,
          'content-type': 'application/json',
        })
      ).status,
    ).toBe(200)
    expect((await doorstep.view('1')).window).toBeNull()
    hanging.reject(new Error('down'))
  })
})

describe('why it is later', () => {
  const causes = async (doorstep: Doorstep, orderId: string): Promise<string[]> =>
    (await rowsOf(doorstep, 'window.revised'))
      .filter((data) => data['orderId'] === orderId)
      .map(({ cause = '' }) => cause)

  async function onTheWay(count: number) {
    const doorstep = await openDoorstep()
    await receive(doorstep, count, 4)
    await plan(
      doorstep,
      Array.from({ length: count }, (_, index) => [`${index + 1}`]),
    )
    await depart(doorstep)
    return doorstep
  }

  test('the streets are slow', async () => {
    await using doorstep = await onTheWay(1)
    for (let minute = 1; minute <= 12; minute += 1) {
      doorstep.advance(minutes(1))
      await doorstep.drivesTo(at(0.05 * minute))
    }
    expect(await causes(doorstep, '1')).toContain('slower')
  })

  test('another door comes first', async () => {
    await using doorstep = await onTheWay(3)
    await doorstep.tell({ type: 'route.resequenced', data: { routeId: 'r', stopIds: ['at-3', 'at-2', 'at-1'] } })
    expect((await causes(doorstep, '1')).at(-1)).toBe('resequenced')
    expect((await doorstep.view('1')).later).toBe('resequenced')
  })

  test('the door before took long', async () => {
    await using doorstep = await onTheWay(2)
    doorstep.advance(minutes(8))
    await doorstep.tell({ type: 'stop.arrived', data: { routeId: 'r', stopId: 'at-1' } })
    for (let minute = 0; minute < 30; minute += 1) {
      doorstep.advance(minutes(1))
      await doorstep.drivesTo(at(4))
    }
    const said = await causes(doorstep, '2')
    expect(said).toContain('earlier-stop')
    expect(said).not.toContain('slower')
  })

  test('nothing is heard of the driver', async () => {
    await using doorstep = await onTheWay(1)
    doorstep.advance(minutes(1))
    await doorstep.drivesTo(at(0.5))
    doorstep.advance(minutes(14))
    await doorstep.tell({
      type: 'route.planned',
      data: { routeId: 'r', driver: { id: 'sam', firstName: 'Sam' }, stops: [{ stopId: 'at-1', orderIds: ['1'] }] },
    })
    const { later, window } = await doorstep.view('1')
    expect(later).toBe('signal-lost')
    expect(Date.parse(window?.to ?? '')).toBeGreaterThan(doorstep.now())
  })
})

describe('what was promised', () => {
  test.each([
    ['too early', 1, -1],
    ['within it', 10, 0],
    ['too late', 60, 1],
  ])('is held against when the door was reached: %s', async (_, afterMinutes, sign) => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 1, 4)
    await plan(doorstep, [['1']])
    await depart(doorstep)
    const { promise } = await doorstep.view('1')
    doorstep.advance(minutes(afterMinutes))
    await doorstep.tell({ type: 'stop.arrived', data: { routeId: 'r', stopId: 'at-1' } })
    doorstep.advance(minutes(5))
    await handOver(doorstep, '1')
    const kim = { id: 'kim', dispensaryId: STORE.id, email: 'kim@example.com', passwordHash: '' }
    const found = await doorstep.stages.lookUp.order(kim, '1041')
    expect(found?.met?.at).toBe(new Date(doorstep.now() - minutes(5)).toISOString())
    expect(Math.sign(found?.met?.missedMs ?? Number.NaN)).toBe(sign)
    if (sign > 0) expect(found?.met?.missedMs).toBe(doorstep.now() - minutes(5) - Date.parse(promise?.to ?? ''))
  })
})
