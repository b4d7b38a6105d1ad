import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verifyChains } from '../../api/audit/verify.ts'
import { eventData } from '../../api/contract.ts'
import { openDoorstep } from '../doorstep.ts'
import { SEED } from '../laws/seed.ts'

const ids = fc.constantFrom('1', '2', 'r', 'a', 'sam', '__proto__', 'constructor', '', ' ', '\0', '\ud800', 'é'.normalize('NFD'), 'x'.repeat(200))
const odd = fc.oneof(fc.jsonValue({ maxDepth: 2 }), ids, fc.constantFrom(-0, 1e308, 2 ** 53, -1, 0.1, '2026-04-24T18:00:00Z', '9999-12-31T23:59:59Z'))

const customer = fc.record({ name: odd, phone: odd, email: odd, door: fc.record({ lat: odd, lng: odd }) }, { requiredKeys: [] })
const data = fc.record(
  {
    ...{ orderId: fc.oneof(ids, odd), number: fc.oneof(ids, odd), routeId: ids, stopId: ids, stopIds: fc.array(ids, { maxLength: 3 }), driverId: ids },
    ...{ driver: fc.record({ id: ids, firstName: odd }), totalCents: odd, payment: odd, reason: odd, lat: odd, lng: odd, customer },
    stops: fc.array(fc.record({ stopId: ids, orderIds: fc.array(ids, { maxLength: 3 }), door: odd }, { requiredKeys: ['stopId', 'orderIds'] }), { maxLength: 3 }),
  },
  { requiredKeys: [] },
)
const event = fc.record(
  { specversion: fc.constantFrom('1.0', '1.0', '1.0', '0.3'), id: fc.oneof(fc.uuid(), odd), source: fc.oneof(fc.constant('/t'), odd), time: odd, type: fc.oneof(fc.constantFrom(...Object.keys(eventData)), odd), data: fc.oneof(data, odd) },
  { requiredKeys: [] },
)
const wooOrder = fc.record(
  {
    ...{ id: fc.oneof(fc.integer({ min: 1, max: 3 }), odd), number: odd, status: fc.oneof(fc.constantFrom('processing', 'completed', 'trash'), odd), total: fc.oneof(fc.constant('1.50'), odd) },
    ...{ date_created_gmt: odd, date_modified_gmt: odd, date_completed_gmt: odd, billing: odd, shipping: odd, shipping_lines: odd, meta_data: odd },
  },
  { requiredKeys: [] },
)
const topics = fc.constantFrom('order.created', 'order.updated', 'order.deleted', 'order.restored', 'product.updated')
const fix = fc.record({ _type: fc.oneof(fc.constant('location'), odd), lat: odd, lon: odd, tst: odd, acc: odd, vel: odd, cog: odd }, { requiredKeys: [] })

test('whatever is sent is answered as the sender’s fault or taken in, never as a fault of ours, and the trail stays whole', { timeout: 60_000 }, async () => {
  await using doorstep = await openDoorstep()
  await doorstep.tellBatch(['1', '2'].map((orderId) => ({ type: 'order.received', data: { orderId, number: orderId } })))
  const headers = { authorization: doorstep.authorization, 'content-type': 'application/cloudevents-batch+json' }
  const sendings = fc.oneof(
    fc.array(fc.oneof(event, event, odd), { maxLength: 6 }).map((events) => () => doorstep.post('/v1/events', JSON.stringify(events), headers)),
    fc.tuple(fc.oneof(wooOrder, odd), topics).map(([order, topic]) => () => doorstep.wooSends(order as object, topic)),
    fc.oneof(fix, odd).map((message) => () => doorstep.phoneSends(message as object)),
  )
  let taken = 0
  await fc.assert(
    fc.asyncProperty(sendings, async (send) => {
      const { status } = await send()
      expect([200, 207, 400, 422]).toContain(status)
      if (status !== 422) taken += 1
    }),
    { seed: SEED, numRuns: 250 },
  )
  expect(taken).toBeGreaterThan(50)
  expect(doorstep.lines.filter((line) => ['bug', 'background.failed'].includes((line as { event: string }).event))).toEqual([])
  for await (const chain of verifyChains(doorstep.db)) expect(chain.findings).toEqual([])
})
