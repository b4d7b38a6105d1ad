import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Standing } from '../../api/domain/connection.ts'
import { hours, minutes } from '../../api/domain/time.ts'
import { findConnection } from '../../db/connections.ts'
import { findOrder } from '../../db/orders.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { positionRows, trailRows } from '../ingest/rows.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>

const AT = Date.parse('2026-04-24T18:00:00-07:00')
const iso = (at: number): string => new Date(at).toISOString()

const ticket = (status: string, beside: object = {}): string =>
  JSON.stringify({
    event_type: 'TICKET',
    data: {
      ticket_id: '6d0f7a52-7a52-4a52-8a52-6d0f7a526d0f',
      order_number: 'WUU6SV',
      order_status: status,
      type: 'DELIVERY',
      date_created: iso(AT - minutes(30)),
      last_updated_at: iso(AT - minutes(5)),
      ...beside,
    },
  })

const treezSends = (doorstep: Doorstep, connectionId: string, secret: string, body: string): Promise<Response> =>
  doorstep.post(`/v1/pos/${connectionId}`, body, { authorization: `Bearer ${secret}` })

const typesOf = async (doorstep: Doorstep): Promise<string[]> => (await trailRows(doorstep)).map(({ type }) => type)

test('a till that is connected tells of its order in its own words', async () => {
  await using doorstep = await openDoorstep()
  const { connectionId, secret } = await doorstep.enroll.connect(STORE.id, 'treez')
  expect((await treezSends(doorstep, connectionId, secret, ticket('IN_PROCESS'))).status).toBe(200)
  expect(await typesOf(doorstep)).toEqual(expect.arrayContaining(['order.received', 'order.preparing']))
  expect((await treezSends(doorstep, connectionId, 'another', ticket('IN_PROCESS'))).status).toBe(401)
})

test('a status that nobody has mapped is kept and changes nothing, until the store says what it means', async () => {
  await using doorstep = await openDoorstep()
  const plain = await doorstep.enroll.connect(STORE.id, 'treez')
  await treezSends(doorstep, plain.connectionId, plain.secret, ticket('IN_PROCESS'))
  const before = await doorstep.view(await orderIdOf(doorstep))
  await treezSends(doorstep, plain.connectionId, plain.secret, ticket('ON_THE_BIKE'))
  expect(await typesOf(doorstep)).toContain('order.status-unknown')
  expect({ ...(await doorstep.view(await orderIdOf(doorstep))), seq: 0 }).toEqual({ ...before, seq: 0 })
  const statuses: Record<string, Standing> = { on_the_bike: 'departed' }
  const mapped = await doorstep.enroll.connect(STORE.id, 'treez', { statuses })
  await treezSends(doorstep, mapped.connectionId, mapped.secret, ticket('ON_THE_BIKE'))
  expect((await doorstep.view(await orderIdOf(doorstep))).milestone).toBe('out-for-delivery')
})

const orderIdOf = async (doorstep: Doorstep): Promise<string> => {
  const row = (await trailRows(doorstep)).find(({ type }) => type === 'order.received')
  return (JSON.parse(row?.data ?? '{}') as { orderId: string }).orderId
}

test('while a secret is exchanged both hold, for an hour', async () => {
  await using doorstep = await openDoorstep()
  const { connectionId, secret } = await doorstep.enroll.connect(STORE.id, 'treez')
  const fresh = await doorstep.enroll.rotate(connectionId)
  const answers = async (): Promise<number[]> =>
    Promise.all(
      [secret, fresh.secret].map(
        async (one) => (await treezSends(doorstep, connectionId, one, ticket('IN_PROCESS'))).status,
      ),
    )
  expect(await answers()).toEqual([200, 200])
  doorstep.advance(hours(1))
  expect(await answers()).toEqual([401, 200])
})

test('one connection serves the phones of several drivers; a strange phone is refused, and staff can see why', async () => {
  await using doorstep = await openDoorstep()
  const devices = { 'phone-1': 'sam', 'phone-2': 'rosa' }
  const { connectionId, secret } = await doorstep.enroll.connect(STORE.id, 'osmand', { devices })
  const says = (id: string): Promise<Response> =>
    doorstep.post(
      `/v1/driver/${connectionId}?key=${secret}&id=${id}&lat=38.3&lon=-123.05&timestamp=${AT / 1_000}`,
      '',
      {},
    )
  expect((await says('phone-1')).status).toBe(200)
  expect((await says('phone-2')).status).toBe(200)
  expect((await says('phone-3')).status).toBe(400)
  expect((await positionRows(doorstep)).map(({ driverId }) => driverId)).toEqual(['sam', 'rosa'])
  await doorstep.stages.hearing.flush()
  expect(await findConnection(doorstep.db, connectionId)).toMatchObject({
    lastHeardAt: AT,
    lastProblem: 'Unknown device',
  })
  expect(JSON.stringify(doorstep.lines)).not.toContain(secret)
})

test('a dispatcher shakes hands before anything is known of it, and knows an order by its number', async () => {
  await using doorstep = await openDoorstep()
  const { connectionId, secret } = await doorstep.enroll.connect(STORE.id, 'onfleet', { secret: 'c0ffee'.repeat(8) })
  const greeting = await doorstep.app.request(`/v1/driver/${connectionId}?check=hello`)
  expect([greeting.status, await greeting.text()]).toEqual([200, 'hello'])
  await doorstep.tell({ type: 'order.received', data: { orderId: '7-internal', number: 'WUU6SV' } })
  const body = JSON.stringify({
    taskId: 'task1',
    triggerId: 0,
    triggerName: 'taskStarted',
    time: AT,
    data: { task: { id: 'task1', shortId: 'ab12', metadata: [{ name: 'order_id', type: 'string', value: 'WUU6SV' }] } },
  })
  const signature = createHmac('sha512', Buffer.from(secret, 'hex')).update(body).digest('hex')
  const response = await doorstep.post(`/v1/driver/${connectionId}`, body, { 'x-onfleet-signature': signature })
  expect(response.status).toBe(200)
  expect((await doorstep.view('7-internal')).milestone).toBe('out-for-delivery')
})

test('a retry that comes hours late does not set an order back', async () => {
  await using doorstep = await openDoorstep()
  const told = (totalCents: number, email: string, at: number) => ({
    type: 'order.updated',
    time: iso(at),
    data: { orderId: '1', totalCents, customer: { email } },
  })
  await doorstep.tell({ type: 'order.received', data: { orderId: '1', number: '1' } })
  await doorstep.tell(told(2_000, 'new@example.com', AT))
  await doorstep.tell(told(1_000, 'old@example.com', AT - hours(3)))
  expect((await findOrder(doorstep.db, STORE.id, '1'))?.state.totalCents).toBe(2_000)
  expect((await doorstep.stages.contacts.find({ dispensaryId: STORE.id, orderId: '1' })).email).toBe('new@example.com')
})
