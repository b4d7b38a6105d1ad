import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../api/domain/time.ts'
import { createStandings } from '../../api/tracking/standings.ts'
import { findRoute, saveRoute } from '../../db/routes.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { openStream } from './stream.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
const DOORS = [0.02, 0.04].map((north) => ({ lat: STORE.position.lat + north, lng: STORE.position.lng }))
const ORDERS = ['1', '2'].map((orderId) => ({ dispensaryId: STORE.id, orderId }))
const near = (stop: number, meters: number) => ({ ...DOORS[stop]!, lat: DOORS[stop]!.lat - meters / 111_195 })

/** Two doors on one route, and the driver before the first of them. */
async function onTheWay(doorstep: Doorstep): Promise<void> {
  for (const [n, door] of DOORS.entries())
    await doorstep.tell({ type: 'order.received', data: { orderId: `${n + 1}`, number: `${n}`, customer: { door } } })
  const stops = [1, 2].map((n) => ({ stopId: `s${n}`, orderIds: [`${n}`] }))
  await doorstep.tell({ type: 'route.planned', data: { routeId: 'r', driver: { id: 'sam', firstName: 'Sam' }, stops } })
  await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
}

test('each move is shown to whoever is next, also when that has just become somebody else', async () => {
  await using doorstep = await openDoorstep()
  await onTheWay(doorstep)
  const streams = [
    await openStream(doorstep.app, await doorstep.linkTo('1')),
    await openStream(doorstep.app, await doorstep.linkTo('2')),
  ]
  for (const [stop, [meters]] of [[400], [400]].entries()) {
    doorstep.advance(minutes(3))
    await doorstep.drivesTo(near(stop, meters!))
    for (const back of [0, 40, 0]) {
      await streams[stop]!.read()
      doorstep.advance(seconds(1))
      await doorstep.drivesTo(near(stop, 300 + back))
      const [seen] = (await streams[stop]!.read()).map(({ view }) => view.map)
      expect(seen).toMatchObject({ open: true, position: { at: new Date(doorstep.now()).toISOString() } })
    }
    await doorstep.tell({ type: 'handoff.completed', data: { orderId: `${stop + 1}` } })
  }
  for (const stream of streams) await stream.close()
})

describe('what a watched view is built of', () => {
  async function rememberedOf(doorstep: Doorstep) {
    const { contacts } = doorstep.stages
    const standings = createStandings({ db: doorstep.db, contacts, clock: doorstep.now })
    const isWithheld = async (n: number) => (await standings.remembered(ORDERS[n]!))?.route?.withheld ?? false
    expect([await isWithheld(0), await isWithheld(1)]).toEqual([false, false])
    const route = (await findRoute(doorstep.db, STORE.id, 'r'))!.state
    await doorstep.stages.write((tx) => saveRoute(tx, STORE.id, { ...route, withheld: true }, 99))
    return { standings, isWithheld }
  }

  test.each([
    ['the order', { orders: [ORDERS[0]!], contacts: [], drivers: [] }],
    ['its customer', { orders: [], contacts: [ORDERS[0]!], drivers: [] }],
    ['its route', { orders: [], contacts: [], drivers: [{ dispensaryId: STORE.id, driverId: 'sam' }] }],
  ])('is read again when something of %s has changed', async (_, change) => {
    await using doorstep = await openDoorstep()
    await onTheWay(doorstep)
    const { standings, isWithheld } = await rememberedOf(doorstep)
    expect(await isWithheld(0)).toBe(false)
    standings.changed(change)
    expect(await isWithheld(0)).toBe(true)
  })

  test('is remembered of nobody but the next, for a minute, and not if it changed while it was read', async () => {
    await using doorstep = await openDoorstep()
    await onTheWay(doorstep)
    const { standings, isWithheld } = await rememberedOf(doorstep)
    expect([await isWithheld(0), await isWithheld(1)]).toEqual([false, true])
    doorstep.advance(minutes(1))
    const reading = isWithheld(0)
    standings.changed({ orders: [ORDERS[0]!], contacts: [], drivers: [] })
    expect(await reading).toBe(true)
    const route = (await findRoute(doorstep.db, STORE.id, 'r'))!.state
    await doorstep.stages.write((tx) => saveRoute(tx, STORE.id, { ...route, withheld: false }, 100))
    expect(await isWithheld(0)).toBe(false)
  })
})
