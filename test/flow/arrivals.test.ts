import { describe, expect, test } from 'vitest'
import { moved } from '../../api/domain/position.ts'
import { minutes, seconds } from '../../api/domain/time.ts'
import { openDoorstep } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { at, depart, handOver, milestones, plan, receive, type Doorstep } from './dispatch.ts'

/** Two orders, four and eight kilometres up the road, under way. */
async function openRoute(): Promise<Doorstep> {
  const doorstep = await openDoorstep()
  await receive(doorstep, 2, 4)
  await plan(doorstep, [['1'], ['2']])
  await depart(doorstep)
  return doorstep
}

/** The phone tells each ten seconds while the driver goes from one kilometre to another. */
async function drives(doorstep: Doorstep, from: number, to: number, metersPerSecond = 15): Promise<void> {
  const steps = Math.max(1, Math.round((Math.abs(to - from) * 1_000) / (metersPerSecond * 10)))
  for (let step = 1; step <= steps; step += 1) {
    doorstep.advance(seconds(10))
    await doorstep.drivesTo(at(from + ((to - from) * step) / steps))
  }
}
async function stands(doorstep: Doorstep, km: number, lastsSeconds: number): Promise<void> {
  for (let second = 0; second < lastsSeconds; second += 10) {
    doorstep.advance(seconds(10))
    await doorstep.drivesTo(at(km))
  }
}
const taps = (doorstep: Doorstep, stopId = 'at-1'): Promise<Response> =>
  doorstep.tell({ type: 'stop.arrived', data: { routeId: 'r', stopId } })
async function tick(doorstep: Doorstep): Promise<void> {
  for (let second = 0; second < 5; second += 1) doorstep.stages.tick()
  await doorstep.stages.idle()
}

/** What the trail holds of a kind, and by whose word. */
async function toldOf(doorstep: Doorstep, type: string): Promise<{ time: number; data: Record<string, unknown> }[]> {
  const rows = (await trailRows(doorstep)).filter((row) => row.type === type)
  return rows.map(({ time, data }) => ({ time, data: JSON.parse(data) as Record<string, unknown> }))
}
const arrivalsOf = async (doorstep: Doorstep, orderId: string): Promise<number> =>
  (await toldOf(doorstep, 'milestone.reached')).filter(
    ({ data }) => data['orderId'] === orderId && data['milestone'] === 'arrived',
  ).length

describe('a driver has come to the door', { timeout: 20_000 }, () => {
  test('who forgets to tap it and stays: the arrival is dated to when they stopped', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 4)
    const stopped = doorstep.now()
    await stands(doorstep, 4, 60)
    expect(await milestones(doorstep, '1', '2')).toEqual(['arrived', 'out-for-delivery'])
    const [arrival] = await toldOf(doorstep, 'stop.arrived')
    expect(Math.abs((arrival?.time ?? 0) - stopped)).toBeLessThanOrEqual(seconds(20))
  })

  test('who taps it after the positions have told: once', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 4)
    await stands(doorstep, 4, 60)
    const before = doorstep.messages().length
    await taps(doorstep)
    expect(await arrivalsOf(doorstep, '1')).toBe(1)
    expect(doorstep.messages()).toHaveLength(before)
  })

  test('who taps it before the positions can tell: once', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 4)
    await taps(doorstep)
    const tapped = doorstep.now()
    await stands(doorstep, 4, 90)
    expect((await toldOf(doorstep, 'stop.arrived')).map(({ time }) => time)).toEqual([tapped])
    expect(await arrivalsOf(doorstep, '1')).toBe(1)
  })

  test('whose phone falls silent there, for phones at rest send nothing', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 3.9)
    await drives(doorstep, 3.9, 3.98, 4)
    doorstep.advance(seconds(55))
    await tick(doorstep)
    expect(await milestones(doorstep, '1')).toEqual(['arriving-soon'])
    doorstep.advance(seconds(10))
    await tick(doorstep)
    expect(await milestones(doorstep, '1')).toEqual(['arrived'])
  })
})

describe('a driver has not come', { timeout: 20_000 }, () => {
  test('who drives past, or waits at a light before the door', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 3.95)
    await stands(doorstep, 3.95, 20)
    await drives(doorstep, 3.95, 6)
    expect(await toldOf(doorstep, 'stop.arrived')).toEqual([])
    expect(await milestones(doorstep, '1')).toEqual(['arriving-soon'])
  })

  test('who taps it three kilometres before: nobody is told, staff see why, and the positions tell when they come', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 1)
    const before = [await milestones(doorstep, '1'), doorstep.messages()]
    await taps(doorstep)
    expect([await milestones(doorstep, '1'), doorstep.messages()]).toEqual(before)
    const [tap] = (await trailRows(doorstep)).filter(({ type }) => type === 'stop.arrived')
    expect((await toldOf(doorstep, 'stop.arrival-doubted')).map(({ data }) => data)).toEqual([
      { routeId: 'r', stopId: 'at-1', metersAway: 3_000, cause: tap?.seq },
    ])
    await drives(doorstep, 1, 4)
    await stands(doorstep, 4, 60)
    expect(await milestones(doorstep, '1')).toEqual(['arrived'])
    expect(await arrivalsOf(doorstep, '1')).toBe(1)
  })

  test('but a tap is believed where no position tells otherwise: the phone has long been silent', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 1)
    doorstep.advance(minutes(3))
    await taps(doorstep)
    expect(await milestones(doorstep, '1')).toEqual(['arrived'])
  })

  test('and a handoff always is, wherever the phone says that it was', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 1)
    await handOver(doorstep, '1')
    expect(await milestones(doorstep, '1')).toEqual(['delivered'])
  })
})

describe('a driver who leaves a door without a word of the handoff', { timeout: 20_000 }, () => {
  test('is on the way to the next one: its window no longer waits for the stop that they left', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 4)
    await stands(doorstep, 4, 120)
    await drives(doorstep, 4, 5)
    const departures = await toldOf(doorstep, 'stop.departed')
    expect(departures.map(({ data }) => data)).toEqual([{ routeId: 'r', stopId: 'at-1' }])
    await using told = await openRoute()
    await drives(told, 0, 4)
    await stands(told, 4, 120)
    await handOver(told, '1')
    await drives(told, 4, 5)
    const [left, done] = await Promise.all([doorstep, told].map(async (one) => (await one.view('2')).window))
    expect(left?.estimateAt).toBe(done?.estimateAt)
    await drives(doorstep, 5, 8)
    await stands(doorstep, 8, 60)
    expect(await milestones(doorstep, '1', '2')).toEqual(['arrived', 'arrived'])
    // Until somebody tells what became of it, the other door's map stays closed.
    expect((await doorstep.view('2')).map).toEqual({ open: false, why: 'not-next' })
  })

  test('and who comes back has come back', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 1, 4)
    await plan(doorstep, [['1']])
    await depart(doorstep)
    await drives(doorstep, 0, 4)
    await stands(doorstep, 4, 60)
    await drives(doorstep, 4, 5)
    await drives(doorstep, 5, 4)
    await stands(doorstep, 4, 60)
    const rows = (await trailRows(doorstep)).map(({ type }) => type).filter((type) => /^stop\.(arr|dep)/.test(type))
    expect(rows).toEqual(['stop.arrived', 'stop.departed', 'stop.arrived'])
    expect(await arrivalsOf(doorstep, '1')).toBe(1)
  })
})

describe('what a phone gets wrong', { timeout: 20_000 }, () => {
  test('fixes told late, twice and out of order show the same driver', async () => {
    const sequences = [
      [0, 1, 2, 3, 4, 5, 6, 7],
      [0, 2, 1, 1, 4, 3, 3, 5, 7, 7, 6],
    ]
    const maps = []
    for (const sequence of sequences) {
      await using doorstep = await openRoute()
      const startedAt = doorstep.now()
      doorstep.advance(minutes(5))
      for (const step of sequence) {
        const { lat, lng } = at(3 + step * 0.1)
        const tst = Math.floor((startedAt + minutes(3.5) + seconds(10 * step)) / 1_000)
        await doorstep.phoneSends({ _type: 'location', lat, lon: lng, tst, acc: 8 })
      }
      maps.push((await doorstep.view('1')).map)
    }
    expect(maps[0]).toMatchObject({ open: true })
    expect(maps[1]).toEqual(maps[0])
  })

  test('a phone that drifts while its driver stands is not shown to move', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 3.6)
    await stands(doorstep, 3.6, 60)
    const places = new Set<string>()
    for (const east of [20, -15, 25, -25, 10, 30, 0]) {
      doorstep.advance(seconds(10))
      const { lat, lng } = moved(at(3.6), east, -east / 2)
      await doorstep.phoneSends({ _type: 'location', lat, lon: lng, tst: Math.floor(doorstep.now() / 1_000), acc: 20 })
      const { map } = await doorstep.view('1')
      places.add(map.open ? `${map.position.lat} ${map.position.lng}` : map.why)
    }
    expect(places.size).toBe(1)
  })

  test('a fix from another town moves nobody', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 3.6)
    const before = (await doorstep.view('1')).map
    doorstep.advance(seconds(10))
    await doorstep.drivesTo({ lat: 37.7, lng: -122.4 })
    expect((await doorstep.view('1')).map).toEqual(before)
  })

  test('silence is said: first that the position is old, then that the signal is lost', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 3)
    const seen = []
    for (const silent of [seconds(60), seconds(35), minutes(4)]) {
      doorstep.advance(silent)
      const { map } = await doorstep.view('1')
      seen.push(map.open ? map.stale : map.why)
    }
    expect(seen).toEqual([false, true, 'signal-lost'])
  })

  test('and why the window ends later: nothing has been heard of the driver', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 1)
    const before = (await doorstep.view('1')).promise
    for (let minute = 0; minute < 11; minute += 1) {
      doorstep.advance(minutes(1))
      await tick(doorstep)
    }
    const { later, window, promise, map } = await doorstep.view('1')
    expect(promise).toEqual(before)
    expect([later, map]).toEqual(['signal-lost', { open: false, why: 'signal-lost' }])
    expect(Date.parse(window?.to ?? '')).toBeGreaterThan(Date.parse(promise?.to ?? ''))
    const causes = (await toldOf(doorstep, 'window.revised')).filter(({ data }) => data['orderId'] === '1')
    expect(causes.at(-1)?.data['cause']).toBe('signal-lost')
  })

  test('and however long that is, the window is counted from where the driver was last, not from the store', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 3)
    const aheadMs = async (): Promise<number> =>
      Date.parse((await doorstep.view('1')).window?.to ?? '') - doorstep.now()
    const before = await aheadMs()
    for (let minute = 0; minute < 40; minute += 1) {
      doorstep.advance(minutes(1))
      await tick(doorstep)
    }
    expect(Math.abs((await aheadMs()) - before)).toBeLessThan(minutes(2))
    expect((await doorstep.view('1')).later).toBe('signal-lost')
  })

  test('whoever calls for help is hidden in the very next view, and stays so', async () => {
    await using doorstep = await openRoute()
    await drives(doorstep, 0, 3.6)
    expect((await doorstep.view('1')).map.open).toBe(true)
    await doorstep.tell({ type: 'driver.duress', data: { driverId: 'sam' } })
    await drives(doorstep, 3.6, 3.8)
    expect((await doorstep.view('1')).map).toEqual({ open: false, why: 'withheld' })
  })
})
