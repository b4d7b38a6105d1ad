import { createHmac } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Rehearsal } from '../../api/domain/connection.ts'
import { hours, minutes } from '../../api/domain/time.ts'
import { findConnection } from '../../db/connections.ts'
import { openDoorstep, STORE, WOO_SECRET } from '../doorstep.ts'
import { positionRows, trailRows } from '../ingest/rows.ts'
import { openTreez, TREEZ_KEYS } from '../peers/treez.ts'
import { ticks, type Doorstep } from './customer.ts'

const ticket = (beside: object = {}, around: object = {}): string =>
  JSON.stringify({
    event_type: 'TICKET',
    data: {
      ticket_id: 'ticket-1',
      order_number: 'WUU6SV',
      order_status: 'PACKED_READY',
      type: 'DELIVERY',
      date_created: '2026-04-24T17:30:00-07:00',
      last_updated_at: '2026-04-24T17:55:00-07:00',
      delivery_address: { street: '12 Alder St', city: 'Bodega' },
      ...beside,
    },
    ...around,
  })
const sends = (doorstep: Doorstep, { connectionId, secret }: { connectionId: string; secret: string }, body: string) =>
  doorstep.post(`/v1/pos/${connectionId}`, body, { authorization: `Bearer ${secret}` })

async function rehearsals(doorstep: Doorstep, connectionId: string): Promise<Rehearsal[]> {
  await doorstep.stages.hearing.flush()
  return (await findConnection(doorstep.db, connectionId))?.rehearsals ?? []
}
const NOTHING = { events: [], more: 0, fixes: 0, unknown: [] }

describe('a connection in test mode', () => {
  test('is heard and answered as always, but nothing of it is recorded and nobody is told', async () => {
    await using doorstep = await openDoorstep()
    const live = await doorstep.enroll.connect(STORE.id, 'treez')
    const tested = await doorstep.enroll.connect(STORE.id, 'treez', { testMode: true })
    const answers = await Promise.all(
      [live, tested].map(async (one) => {
        const good = await sends(doorstep, one, ticket())
        const bad = await sends(doorstep, one, ticket({ ticket_id: 7.5 }))
        const strange = await doorstep.post(`/v1/pos/${one.connectionId}`, ticket(), { authorization: 'Bearer x' })
        return [good.status, await good.text(), bad.status, await bad.text(), strange.status]
      }),
    )
    expect(answers[1]).toEqual(answers[0])
    const rows = await trailRows(doorstep)
    expect(rows.filter(({ source }) => source.includes(tested.connectionId))).toEqual([])
    expect(await rehearsals(doorstep, tested.connectionId)).toEqual([
      {
        ...NOTHING,
        at: doorstep.now(),
        events: [
          { type: 'order.received', orderId: 'ticket-1' },
          { type: 'order.updated', orderId: 'ticket-1' },
          { type: 'order.packed', orderId: 'ticket-1' },
        ],
      },
    ])
    expect(doorstep.sent).toEqual([])
  })

  test('keeps of the last ten requests what they would have been, and nothing of a person', async () => {
    await using doorstep = await openDoorstep()
    const tested = await doorstep.enroll.connect(STORE.id, 'treez', { testMode: true })
    for (let n = 1; n <= 7; n += 1) await sends(doorstep, tested, ticket({ ticket_id: `t${n}` }))
    await doorstep.stages.hearing.flush()
    for (let n = 8; n <= 12; n += 1)
      await sends(doorstep, tested, ticket({ ticket_id: `t${n}`, order_status: 'ON_HOLD' }))
    const kept = await rehearsals(doorstep, tested.connectionId)
    expect(kept.map(({ events, unknown }) => events[0]?.orderId ?? unknown[0]?.orderId)).toEqual([
      't12',
      't11',
      't10',
      't9',
      't8',
      't7',
      't6',
      't5',
      't4',
      't3',
    ])
    expect(kept[0]).toEqual({ ...NOTHING, at: doorstep.now(), unknown: [{ orderId: 't12', status: 'ON_HOLD' }] })
    expect(JSON.stringify(await findConnection(doorstep.db, tested.connectionId))).not.toMatch(/Alder St|Bodega/)
  })

  test('of a driver’s phone shows nobody where the driver is', async () => {
    await using doorstep = await openDoorstep()
    const devices = { 'phone-1': 'sam' }
    const { connectionId, secret } = await doorstep.enroll.connect(STORE.id, 'osmand', { devices, testMode: true })
    const says = (id: string): Promise<Response> =>
      doorstep.post(
        `/v1/driver/${connectionId}?key=${secret}&id=${id}&lat=38.3&lon=-123.05&timestamp=${doorstep.now() / 1_000}`,
        '',
        {},
      )
    expect([(await says('phone-1')).status, (await says('phone-2')).status]).toEqual([200, 400])
    expect(await positionRows(doorstep)).toEqual([])
    expect(doorstep.stages.positions.recent({ dispensaryId: STORE.id, driverId: 'sam' })).toEqual([])
    expect(await rehearsals(doorstep, connectionId)).toEqual([{ ...NOTHING, at: doorstep.now(), fixes: 1 }])
  })

  test('by our own API is answered event by event, and nothing of it is recorded', async () => {
    await using doorstep = await openDoorstep()
    const { connectionId, secret } = await doorstep.enroll.api(STORE.id, true)
    const events = [
      { type: 'order.received', data: { orderId: 'a', number: '1', customer: { name: 'Ana Reyes' } } },
      { type: 'driver.positioned', data: { driverId: 'sam', lat: 38.3, lng: -123 } },
      { type: 'order.exploded', data: {} },
    ].map((one, n) => ({ specversion: '1.0', id: `e${n}`, source: '/pos', ...one }))
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/cloudevents-batch+json' }
    const response = await doorstep.post('/v1/events', JSON.stringify(events), headers)
    expect([response.status, await response.json()]).toMatchObject([
      207,
      {
        results: [
          { id: 'e0', result: 'recorded' },
          { id: 'e1', result: 'recorded' },
          { id: 'e2', result: 'refused' },
        ],
      },
    ])
    expect([await trailRows(doorstep), await positionRows(doorstep)]).toEqual([[], []])
    expect(await rehearsals(doorstep, connectionId)).toEqual([
      { ...NOTHING, at: doorstep.now(), events: [{ type: 'order.received', orderId: 'a' }], fixes: 1 },
    ])
    expect(await findConnection(doorstep.db, connectionId)).toMatchObject({
      lastHeardAt: doorstep.now(),
      lastProblem: 'is no event that Doorstep takes',
    })
  })

  test('that has to be asked is asked; once it is live, all of it is recorded', async () => {
    const time = { now: () => 0 }
    const treez = await openTreez(() => time.now())
    const doorstep = await openDoorstep({ askVendor: treez.askVendor })
    time.now = doorstep.now
    onTestFinished(async () => {
      await doorstep[Symbol.asyncDispose]()
      await treez.close()
    })
    const wish = { keys: JSON.stringify(TREEZ_KEYS), testMode: true }
    const { connectionId } = await doorstep.enroll.connect(STORE.id, 'treez', wish)
    await doorstep.enroll.staff(STORE.id, 'kim@alderbay.example', 'correct horse battery')
    treez.change('a', 'PACKED_READY')
    await ticks(doorstep, 0)
    for (let n = 0; n < 5; n += 1) await ticks(doorstep, minutes(1))
    expect((await trailRows(doorstep)).filter(({ type }) => type.startsWith('order.'))).toEqual([])
    expect(await rehearsals(doorstep, connectionId)).toMatchObject([
      { events: [{ type: 'order.received', orderId: 'a' }, {}, { type: 'order.packed' }] },
    ])
    expect((await findConnection(doorstep.db, connectionId))?.readUpTo).toBeNull()
    await switchTestMode(doorstep, connectionId, false)
    await ticks(doorstep, minutes(2))
    expect((await doorstep.view('a')).milestone).toBe('preparing')
    expect((await findConnection(doorstep.db, connectionId))?.readUpTo).toBe(doorstep.now())
    await switchTestMode(doorstep, connectionId, true)
    treez.change('a', 'CANCELED')
    const lived = doorstep.now()
    await ticks(doorstep, minutes(2))
    await ticks(doorstep, hours(3))
    await ticks(doorstep, minutes(2))
    expect((await doorstep.view('a')).milestone).toBe('preparing')
    expect((await findConnection(doorstep.db, connectionId))?.readUpTo).toBe(lived)
    await switchTestMode(doorstep, connectionId, false)
    await ticks(doorstep, minutes(2))
    expect((await doorstep.view('a')).milestone).toBe('cancelled')
  })
})

async function switchTestMode(doorstep: Doorstep, connectionId: string, on: boolean): Promise<void> {
  const session = await doorstep.stages.sessions.signIn('kim@alderbay.example', 'correct horse battery')
  const staff = await doorstep.stages.sessions.whoIs(session?.token)
  if (!staff) throw new Error('Nobody is signed in')
  await doorstep.stages.connections.switchTestMode(staff, connectionId, on)
}

describe('what its sender calls a test', () => {
  test('of Treez is only a test, though the connection is live', async () => {
    await using doorstep = await openDoorstep()
    const live = await doorstep.enroll.connect(STORE.id, 'treez')
    expect((await sends(doorstep, live, ticket({}, { test: true }))).status).toBe(200)
    expect((await sends(doorstep, live, ticket({}, { test: true, data: 'ping' }))).status).toBe(200)
    expect(await trailRows(doorstep)).toEqual([])
    expect((await rehearsals(doorstep, live.connectionId)).map(({ events }) => events.length)).toEqual([0, 3])
    await sends(doorstep, live, ticket())
    expect((await doorstep.view('ticket-1')).milestone).toBe('preparing')
  })

  test('of Shopify is only a test, by its order or by its header', async () => {
    await using doorstep = await openDoorstep()
    const { connectionId } = await doorstep.enroll.connect(STORE.id, 'shopify', { secret: WOO_SECRET })
    const order = {
      id: 5_001,
      name: '#1042',
      created_at: '2026-04-24T17:30:00-07:00',
      shipping_address: { name: 'Ana Reyes' },
    }
    const send = (body: object, headers: Record<string, string> = {}) => {
      const text = JSON.stringify(body)
      const signature = createHmac('sha256', WOO_SECRET).update(text).digest('base64')
      return doorstep.post(`/v1/pos/${connectionId}`, text, {
        'x-shopify-topic': 'orders/create',
        'x-shopify-hmac-sha256': signature,
        ...headers,
      })
    }
    const statuses = [await send({ ...order, test: true }), await send(order, { 'x-shopify-test': 'true' })].map(
      ({ status }) => status,
    )
    expect([statuses, await trailRows(doorstep)]).toEqual([[200, 200], []])
    const events = [{ type: 'order.received', orderId: '5001' }]
    expect(await rehearsals(doorstep, connectionId)).toEqual(
      [1, 2].map(() => ({ ...NOTHING, at: doorstep.now(), events })),
    )
    expect(JSON.stringify(await findConnection(doorstep.db, connectionId))).not.toContain('Ana')
  })
})
