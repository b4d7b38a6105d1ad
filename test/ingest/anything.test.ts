import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verifyChains } from '../../api/audit/verify.ts'
import { openDoorstep } from '../doorstep.ts'
import { SEED } from '../laws/seed.ts'

const time = '2026-04-24T17:59:00-07:00'
const customer = {
  name: 'Ana',
  phone: '(707) 555-0141',
  email: 'ana@example.com',
  locale: 'es',
  door: { lat: 38.31, lng: -123.04 },
}
const onStop = { routeId: 'r', stopId: 'a' }
const EVENTS = [
  ['order.received', { orderId: '1', number: '1042', totalCents: 5_000, payment: 'due', type: 'scheduled', customer }],
  ['order.updated', { orderId: '1', totalCents: 4_000, type: 'asap', customer }],
  ['order.packed', { orderId: '1' }],
  [
    'route.planned',
    {
      routeId: 'r',
      driver: { id: 'sam', firstName: 'Sam' },
      stops: [{ stopId: 'a', orderIds: ['1', '2'], door: customer.door }],
    },
  ],
  ['route.departed', { routeId: 'r' }],
  ['route.resequenced', { routeId: 'r', stopIds: ['a'] }],
  ['stop.approached', onStop],
  ['stop.arrived', onStop],
  ['handoff.refused', { orderId: '1', reason: 'no-id' }],
  ['handoff.completed', { orderId: '2', idChecked: true }],
  ['driver.positioned', { driverId: 'sam', lat: 38.31, lng: -123.04, accuracyMeters: 8 }],
  ['driver.duress', { driverId: 'sam' }],
].map(([type, data]) => ({ specversion: '1.0', id: 'e', source: '/t', time, type, data }))
const ORDER = {
  ...{
    id: 3,
    number: '3',
    status: 'processing',
    total: '29.35',
    date_created_gmt: '2026-04-25T00:40:00',
    date_modified_gmt: '2026-04-25T00:50:00',
  },
  ...{
    billing: { first_name: 'Ana', phone: '(707) 555-0141', email: 'ana@example.com' },
    shipping: { address_1: '12 Alder St' },
  },
  shipping_lines: [{ method_id: 'flat_rate' }],
  meta_data: [
    { key: 'wpml_language', value: 'es' },
    { key: 'jckwds_date_ymd', value: '20260425' },
    { key: 'jckwds_timeslot_id', value: 'asap|0.00' },
  ],
}
const FIX = { _type: 'location', lat: 38.31, lon: -123.04, tst: 1_777_078_000, acc: 8, vel: 36, cog: 90 }

const odd = fc.oneof(
  fc.constantFrom(
    '\0',
    'a\0b',
    '\ud800',
    'x\udfff',
    '__proto__',
    'constructor',
    'toString',
    '',
    ' ',
    'x'.repeat(300),
    'é',
    '💚',
  ),
  fc.constantFrom(-0, 1e308, 2 ** 53, -1, 0.1, null, true, [], {}, '9999-12-31T23:59:59Z', '0000-01-01T00:00:00Z'),
  fc.jsonValue({ maxDepth: 1 }),
)

/** The document with one of its values, however deep, replaced. */
function changed(value: unknown, at: { left: number }, by: unknown): unknown {
  if (at.left === 0) {
    at.left = -1
    return by
  }
  at.left -= 1
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, changed(inner, at, by)] as const)
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)
}
const oneOff = (document: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(document, fc.array(fc.tuple(fc.nat(22), odd), { maxLength: 2 }))
    .map(([whole, changes]) => changes.reduce<unknown>((so, [left, by]) => changed(so, { left }, by), whole))

let made = 0
const event = oneOff(fc.constantFrom(...EVENTS).map((one) => ({ ...one, id: `e${(made += 1)}` })))

test('whatever is sent is answered as the sender’s fault or taken in, never as a fault of ours, and the trail stays whole', {
  timeout: 60_000,
}, async () => {
  await using doorstep = await openDoorstep()
  await doorstep.tellBatch(
    ['1', '2'].map((orderId) => ({ type: 'order.received', data: { orderId, number: orderId } })),
  )
  const headers = { authorization: doorstep.authorization, 'content-type': 'application/cloudevents-batch+json' }
  const sending = fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .array(event, { minLength: 1, maxLength: 4 })
        .map((events) => () => doorstep.post('/v1/events', JSON.stringify(events), headers)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(oneOff(fc.constant(ORDER)), fc.constantFrom('order.created', 'order.updated', 'order.deleted', 'x'))
        .map(
          ([order, topic]) =>
            () =>
              doorstep.wooSends(order as object, topic),
        ),
    },
    { weight: 1, arbitrary: oneOff(fc.constant(FIX)).map((message) => () => doorstep.phoneSends(message as object)) },
  )
  const answers = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(sending, async (send) => {
      const { status } = await send()
      expect([200, 207, 400, 422]).toContain(status)
      answers.set(status, (answers.get(status) ?? 0) + 1)
    }),
    { seed: SEED, numRuns: 300 },
  )
  expect([200, 207, 422].filter((status) => (answers.get(status) ?? 0) < 10)).toEqual([])
  expect(
    doorstep.lines.filter((line) => ['bug', 'background.failed'].includes((line as { event: string }).event)),
  ).toEqual([])
  for await (const chain of verifyChains(doorstep.db)) expect(chain.findings).toEqual([])
})
