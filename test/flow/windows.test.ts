import { describe, expect, test } from 'vitest'
import { withFallback } from '../../api/adapters/drive-times.ts'
import { straightLineDriveTimes } from '../../api/adapters/straight-line.ts'
import { minutes } from '../../api/domain/time.ts'
import type { DriveTimes } from '../../api/ports.ts'
import { openDoorstep } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { at, depart, handOver, milestones, plan, receive } from './dispatch.ts'

describe('what the driver does not tap', () => {
  test('is noticed by where the phone is: near, and at the door', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, 2, 4)
    await plan(doorstep, [['1'], ['2']])
    await depart(doorstep)
    const seen = []
    for (const km of [0.5, 2, 2.4, 2.8, 3.5, 3.96, 3.97]) {
      doorstep.advance(minutes(1))
      await doorstep.drivesTo(at(km))
      seen.push((await milestones(doorstep, '1', '2')).join(' '))
    }
    expect(new Set(seen)).toEqual(
      new Set(['out-for-delivery out-for-delivery', 'arriving-soon out-for-delivery', 'arrived out-for-delivery']),
    )
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
    const toHer = doorstep.sent.filter(({ recipient }) => 'address' in recipient && recipient.address.includes('-2@'))
    expect(toHer.at(-1)?.message.kind).toBe('arriving-soon')
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
    expect(maps).toEqual([
      { open: false, why: 'withheld' },
      { open: false, why: 'withheld' },
    ])
  })
})

describe('where the times come from', () => {
  test('a router that answers is named', async () => {
    const driveTimes: DriveTimes = async (points) => ({
      legs: points.slice(1).map(() => ({ durationMs: minutes(8), meters: 5_000 })),
      source: 'valhalla',
    })
    await using doorstep = await openDoorstep({ driveTimes })
    await receive(doorstep, 1)
    await plan(doorstep, [['1']])
    await depart(doorstep)
    expect((await doorstep.view('1')).window?.source).toBe('valhalla')
  })

  test('a dead router is not waited for: the window is by the straight line, and says so', async () => {
    const dead: DriveTimes = () => Promise.reject(new Error('connect ECONNREFUSED'))
    const lines: object[] = []
    await using doorstep = await openDoorstep({
      driveTimes: withFallback(dead, straightLineDriveTimes, 1_000, (line) => lines.push(line)),
    })
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
