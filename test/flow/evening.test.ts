import { expect, test } from 'vitest'
import { minutes } from '../../api/domain/time.ts'
import { openDoorstep, STORE } from '../doorstep.ts'

const DOOR = { lat: STORE.position.lat + 0.04, lng: STORE.position.lng }
const between = (share: number) => ({ lat: STORE.position.lat + 0.04 * share, lng: STORE.position.lng })

test('an order goes from the till to the door, and its customer is told at each point', async () => {
  await using doorstep = await openDoorstep()
  await doorstep.tell({
    type: 'order.received',
    data: { orderId: '1', number: '1042', customer: { email: 'ana@example.com', door: DOOR } },
  })
  expect((await doorstep.view('1')).milestone).toBe('received')
  await doorstep.tell({ type: 'order.preparing', data: { orderId: '1' } })
  await doorstep.tell({
    type: 'route.planned',
    data: { routeId: 'r', driver: { id: 'sam', firstName: ' Sam  Rivera' }, stops: [{ stopId: 'a', orderIds: ['1'] }] },
  })
  expect((await doorstep.view('1')).window).toBeNull()
  await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
  const away = await doorstep.view('1')
  expect(away.milestone).toBe('out-for-delivery')
  expect(away.driver).toEqual({ firstName: 'Sam' })
  expect(away.map).toEqual({ open: false, why: 'not-near' })
  expect(away.window).not.toBeNull()
  for (let step = 1; step <= 10; step++) {
    doorstep.advance(minutes(1))
    await doorstep.drivesTo(between(step / 10))
  }
  expect((await doorstep.view('1')).milestone).toBe('arriving-soon')
  doorstep.advance(minutes(1))
  await doorstep.drivesTo(between(1))
  expect((await doorstep.view('1')).milestone).toBe('arrived')
  doorstep.advance(minutes(2))
  await doorstep.tell({ type: 'handoff.completed', data: { orderId: '1', idChecked: true } })
  const done = await doorstep.view('1')
  expect(done.milestone).toBe('delivered')
  expect(done.map).toEqual({ open: false, why: 'finished' })
  expect(doorstep.messages()).toEqual(['out-for-delivery', 'arriving-soon', 'delivered'])
  expect(doorstep.sent[0]?.message.text).toMatch(/\d:\d\d–\d:\d\d PM/)
})
