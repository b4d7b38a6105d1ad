import { expect, test } from 'vitest'
import { openDoorstep } from '../doorstep.ts'
import { plannedOnRoute, type Doorstep } from './customer.ts'

const askedBy = async ({ app }: Doorstep, authorization: string, orderId = '1'): Promise<Response> =>
  app.request(`/v1/orders/${orderId}/door`, { headers: { authorization } })

test('the driver’s side sees that the customer is ready, and what they wrote, and nobody else does', async () => {
  await using doorstep = await openDoorstep()
  await plannedOnRoute(doorstep)
  const token = await doorstep.linkTo('1')
  const door = async (): Promise<unknown> => (await askedBy(doorstep, doorstep.authorization)).json()
  const before = { orderId: '1', number: '1042', milestone: 'received', idReady: false, note: null, payment: null }
  expect(await door()).toEqual(before)
  await doorstep.post(`/v1/track/${token}/note`, JSON.stringify({ note: 'Gate code 4711#' }), {})
  await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
  await doorstep.post(`/v1/track/${token}/ready`, JSON.stringify({ ready: 'yes' }), {})
  const ready = { ...before, milestone: 'out-for-delivery', idReady: true, note: 'Gate code 4711#' }
  expect(await door()).toEqual(ready)
  await doorstep.post(`/v1/track/${token}/ready`, JSON.stringify({ ready: 'no' }), {})
  expect(await door()).toEqual({ ...ready, idReady: false })

  const other = { ...doorstep.store, id: 'bay-two' }
  await doorstep.enroll.dispensary(other)
  const foreign = await askedBy(doorstep, `Bearer ${(await doorstep.enroll.api(other.id)).secret}`)
  const unknown = await askedBy(doorstep, doorstep.authorization, 'nobody’s')
  expect([foreign.status, await foreign.text()]).toEqual([404, await unknown.text()])
  expect((await askedBy(doorstep, 'Bearer dsk_wrong')).status).toBe(401)
  expect((await askedBy(doorstep, `Bearer ${doorstep.phone.secret}`)).status).toBe(401)
})
