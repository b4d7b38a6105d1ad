import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findOrder } from '../../db/orders.ts'
import { openDoorstep } from '../doorstep.ts'
import { positionRows, trailRows } from './rows.ts'

/** Payloads as vendors document them; not ours to keep here, so a checkout without them skips these. */
const SAMPLES = new URL('../../../shared/samples/', import.meta.url)
const absent = !existsSync(SAMPLES)
const filesOf = (folder: string): string[] =>
  absent ? [] : readdirSync(new URL(folder, SAMPLES)).filter((file) => file.endsWith('.json'))

type Sample = {
  request: { headers: Record<string, string>; body?: unknown; bodyText?: string }
  ourResponse?: { status: number; contentType?: string; bodyText?: string }
}
const read = <T = Sample>(path: string): T => JSON.parse(readFileSync(new URL(path, SAMPLES), 'utf8')) as T
type Doorstep = Awaited<ReturnType<typeof openDoorstep>>

describe.skipIf(absent)('WooCommerce’s documented payloads (skipped where ../shared/samples is not there)', () => {
  const send = (doorstep: Doorstep, file: string) => {
    const { headers, bodyText = '' } = read(`woocommerce/${file}`).request
    return doorstep.post(`/v1/pos/${doorstep.woo.connectionId}`, bodyText, headers)
  }
  const orderOf = async ({ db }: Doorstep) => (await findOrder(db, 'alder-bay', '727'))?.state

  const cases: Record<string, (doorstep: Doorstep) => Promise<void>> = {
    'ping-on-create.json': async (doorstep) => {
      expect((await send(doorstep, 'ping-on-create.json')).status).toBe(200)
      expect(await trailRows(doorstep)).toEqual([])
    },
    'order-updated-processing.json': async (doorstep) => {
      expect((await send(doorstep, 'order-updated-processing.json')).status).toBe(200)
      expect(await orderOf(doorstep)).toEqual({
        id: '727',
        number: '727',
        updatedAt: Date.parse('2017-03-22T19:28:08Z'),
        milestone: 'preparing',
        reachedAt: { received: Date.UTC(2017, 2, 22, 19, 28, 2), preparing: Date.UTC(2017, 2, 22, 19, 28, 8) },
        totalCents: 2_935,
        payment: 'paid',
      })
      expect(await doorstep.stages.contacts.find({ dispensaryId: 'alder-bay', orderId: '727' })).toEqual({
        name: 'John Doe',
        address: '969 Market, San Francisco',
        phone: '+14155550123',
        email: 'john.doe@example.com',
      })
    },
    'order-updated-completed.json': async (doorstep) => {
      expect((await send(doorstep, 'order-updated-completed.json')).status).toBe(200)
      expect(await orderOf(doorstep)).toMatchObject({
        milestone: 'delivered',
        reachedAt: { received: Date.UTC(2017, 2, 22, 19, 28, 2), delivered: Date.UTC(2017, 2, 22, 21, 5, 11) },
      })
    },
    'order-deleted.json': async (doorstep) => {
      await send(doorstep, 'order-updated-processing.json')
      expect((await send(doorstep, 'order-deleted.json')).status).toBe(200)
      expect(await orderOf(doorstep)).toMatchObject({ milestone: 'cancelled', reason: 'deleted' })
    },
  }

  test.each(filesOf('woocommerce'))(
    '%s: the documented answer, the meaning recorded, twice the same, nobody told of 2017',
    async (file) => {
      await using doorstep = await openDoorstep()
      await cases[file]?.(doorstep)
      const rows = await trailRows(doorstep)
      expect((await send(doorstep, file)).status).toBe(200)
      expect(await trailRows(doorstep)).toEqual(rows)
      expect(doorstep.sent).toEqual([])
    },
  )

  test('each has its case', () => {
    expect(filesOf('woocommerce').sort()).toEqual(Object.keys(cases).sort())
  })
})

describe.skipIf(absent)('OwnTracks’ documented messages (skipped where ../shared/samples is not there)', () => {
  const fix = (
    at: number,
    lat: number,
    lng: number,
    accuracyMeters: number | null,
    speedKmPerHour: number | null,
    headingDegrees: number | null,
  ) => [
    {
      at: at * 1_000,
      lat,
      lng,
      accuracyMeters,
      speedMetersPerSecond: speedKmPerHour === null ? null : Math.round((speedKmPerHour / 3.6) * 10) / 10,
      headingDegrees,
    },
  ]
  const cases: Record<string, object[]> = {
    'location-full.json': fix(1_497_349_316, 48.85833, 2.29513, 5, 61, 271),
    'location-minimal.json': fix(1_497_349_316, 48.85833, 2.29513, null, null, null),
    'location-ios-late.json': fix(1_736_161_169, 37, -122, 5, null, null),
    'queclink-location.json': fix(1_736_519_167, 47.420051, 13.654704, 10, 0, 113),
    'lwt.json': [],
    'transition-enter.json': [],
  }

  test.each(filesOf('owntracks'))('%s: the documented answer, the position recorded', async (file) => {
    const { request, ourResponse } = read(`owntracks/${file}`)
    await using doorstep = await openDoorstep()
    const authorization = `Basic ${Buffer.from(`jjolie:${doorstep.phone.secret}`).toString('base64')}`
    const headers = { ...request.headers, Authorization: authorization }
    const response = await doorstep.post(
      `/v1/driver/${doorstep.phone.connectionId}`,
      JSON.stringify(request.body),
      headers,
    )
    expect({
      status: response.status,
      contentType: response.headers.get('content-type')?.split(';')[0],
      bodyText: await response.text(),
    }).toEqual(ourResponse)
    const rows = await positionRows(doorstep)
    expect(rows.map(({ seq: _, dispensaryId: __, driverId: ___, receivedAt: ____, ...told }) => told)).toEqual(
      cases[file],
    )
  })

  test('each has its case', () => {
    expect(filesOf('owntracks').sort()).toEqual(Object.keys(cases).sort())
  })
})

describe.skipIf(absent)(
  'the examples of the CloudEvents specification (skipped where ../shared/samples is not there)',
  () => {
    type Examples = {
      structured: { contentType: string; body: Record<string, unknown> }
      binary: { headers: Record<string, string> }
      headerEncoding: { value: string; header: string }
    }
    const { structured, binary, headerEncoding } = absent
      ? ({} as Examples)
      : read<Examples>('cloudevents/structured-and-binary.json')
    const ours = { type: 'order.received', time: '2026-04-24T17:00:00-07:00', data: { orderId: '1', number: '1042' } }

    async function send(body: string, headers: Record<string, string>) {
      await using doorstep = await openDoorstep()
      const response = await doorstep.post('/v1/events', body, { authorization: doorstep.authorization, ...headers })
      return { status: response.status, answer: await response.json(), rows: await trailRows(doorstep) }
    }
    const unknownType = { status: 422, answer: { errors: [{ pointer: '/type' }] }, rows: [] }

    test('as they stand they are of a type that we do not take, and say so', async () => {
      expect(await send(JSON.stringify(structured.body), { 'content-type': structured.contentType })).toMatchObject(
        unknownType,
      )
      expect(await send('{}', binary.headers)).toMatchObject(unknownType)
    })

    test('around an event of ours, extensions and all, the structured one is taken', async () => {
      const { status, answer } = await send(JSON.stringify({ ...structured.body, ...ours }), {
        'content-type': structured.contentType,
      })
      expect([status, answer]).toEqual([200, { results: [{ id: 'B234-1234-1234', result: 'recorded', seq: 1 }] }])
    })

    test('around an event of ours the binary one is taken, its headers decoded', async () => {
      const headers = { ...binary.headers, 'ce-type': ours.type, 'ce-time': ours.time, 'ce-id': headerEncoding.header }
      const { status, answer, rows } = await send(JSON.stringify(ours.data), headers)
      expect([status, answer]).toEqual([200, { results: [{ id: headerEncoding.value, result: 'recorded', seq: 1 }] }])
      expect(rows[0]).toMatchObject({ eventId: headerEncoding.value, subject: 'order/1' })
    })
  },
)
