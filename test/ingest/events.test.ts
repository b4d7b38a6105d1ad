import { describe, expect, test } from 'vitest'
import { minutes } from '../../api/domain/time.ts'
import { openDoorstep } from '../doorstep.ts'
import { trailRows } from './rows.ts'

type Answer = {
  results: {
    id: string | null
    result: string
    seq?: number
    problem?: { status: number; errors?: { pointer: string }[] }
  }[]
}

const RECEIVED = { type: 'order.received', data: { orderId: '1', number: '1042' } }
const answerOf = async (response: Response): Promise<Answer> => (await response.json()) as Answer
const pointersOf = async (response: Response): Promise<string[] | undefined> =>
  ((await response.json()) as { errors?: { pointer: string }[] }).errors?.map(({ pointer }) => pointer)

describe('one event', () => {
  test('is answered when it is written down, with its number', async () => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.tell({ id: 'e1', ...RECEIVED })
    expect(response.status).toBe(200)
    expect(await answerOf(response)).toEqual({ results: [{ id: 'e1', result: 'recorded', seq: 1 }] })
    const [row] = await trailRows(doorstep)
    expect(row).toMatchObject({
      seq: 1,
      link: 1,
      dispensaryId: 'alder-bay',
      source: `${doorstep.api.connectionId}//test`,
      eventId: 'e1',
      type: 'order.received',
      subject: 'order/1',
      data: '{"number":"1042","orderId":"1"}',
    })
  })

  test('told again changes nothing and is given the same number', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.tell({ id: 'e1', ...RECEIVED })
    const rows = await trailRows(doorstep)
    const again = await doorstep.tell({ id: 'e1', ...RECEIVED, data: { orderId: '9', number: 'another' } })
    expect(again.status).toBe(200)
    expect(await answerOf(again)).toEqual({ results: [{ id: 'e1', result: 'duplicate', seq: 1 }] })
    expect(await trailRows(doorstep)).toEqual(rows)
  })

  test('with the same id from another source is another event', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.tell({ id: 'e1', source: '/till-1', ...RECEIVED })
    const other = await doorstep.tell({ id: 'e1', source: '/till-2', type: 'order.preparing', data: { orderId: '1' } })
    expect((await answerOf(other)).results[0]?.result).toBe('recorded')
  })

  test('with the same id and source from another connection is another event', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.tell({ id: 'e1', ...RECEIVED })
    const second = await doorstep.enroll.api(doorstep.store.id)
    const body = JSON.stringify({
      specversion: '1.0',
      id: 'e1',
      source: '/test',
      type: 'order.preparing',
      data: { orderId: '1' },
    })
    const headers = { authorization: `Bearer ${second.secret}`, 'content-type': 'application/cloudevents+json' }
    expect((await answerOf(await doorstep.post('/v1/events', body, headers))).results[0]?.result).toBe('recorded')
  })

  test('without a time happened now', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.tell({ ...RECEIVED, time: undefined as unknown as string })
    expect((await trailRows(doorstep))[0]?.time).toBe(doorstep.now())
  })

  test('from a clock a little ahead of ours happened now', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.tell({ ...RECEIVED, time: new Date(doorstep.now() + minutes(4)).toISOString() })
    expect((await trailRows(doorstep))[0]?.time).toBe(doorstep.now())
  })

  test('keeps the time of its own zone as the instant that it is', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.tell({ ...RECEIVED, time: '2026-04-24T19:30:00.250-05:00' })
    expect((await trailRows(doorstep))[0]?.time).toBe(Date.parse('2026-04-25T00:30:00.250Z'))
  })
})

describe('an event in headers (binary mode)', () => {
  const headers = {
    'ce-specversion': '1.0',
    'ce-id': 'e%201%20%E2%82%AC',
    'ce-source': '/till',
    'ce-type': 'order.received',
  }
  const data = JSON.stringify(RECEIVED.data)

  test('is the same event', async () => {
    await using doorstep = await openDoorstep()
    const { authorization } = doorstep
    const response = await doorstep.post('/v1/events', data, {
      authorization,
      'content-type': 'application/json',
      ...headers,
    })
    expect(await answerOf(response)).toEqual({ results: [{ id: 'e 1 €', result: 'recorded', seq: 1 }] })
  })

  test.each([
    ['a header that is no percent-encoding', { 'ce-id': '%E0%A4%A' }, 400, ['/id']],
    ['a header that smuggles in a NUL', { 'ce-id': 'a%00b' }, 422, ['/id']],
    ['no source', { 'ce-source': '' }, 422, ['/source']],
    ['another version', { 'ce-specversion': '0.3' }, 422, ['/specversion']],
  ])('is refused with %s', async (_, changed, status, pointers) => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.post('/v1/events', data, {
      authorization: doorstep.authorization,
      ...headers,
      ...changed,
    })
    expect(response.status).toBe(status)
    expect(await pointersOf(response)).toEqual(pointers)
  })
})

describe('a batch', () => {
  test('is answered event by event, in its order', async () => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.tellBatch([
      { id: 'a', ...RECEIVED },
      { id: 'b', type: 'order.preparing', data: { orderId: '1' } },
      { id: 'a', ...RECEIVED },
      { id: 'c', type: 'driver.positioned', data: { driverId: 'sam', lat: 38.31, lng: -123.04 } },
    ])
    expect(response.status).toBe(200)
    expect((await answerOf(response)).results.map(({ id, result }) => `${id} ${result}`)).toEqual([
      'a recorded',
      'b recorded',
      'a duplicate',
      'c recorded',
    ])
  })

  test('keeps the neighbours of a bad event, and says which one is bad and where', async () => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.tellBatch([
      { id: 'a', ...RECEIVED },
      { id: 'b', type: 'order.preparing', data: { orderId: 'nobody' } },
      { id: 'c', type: 'order.exploded', data: {} },
      { id: 'd', type: 'order.received', data: { orderId: 'n\u0000l', number: '7' } },
      { id: 'e', type: 'order.received', data: { orderId: '2', number: '\ud83d' } },
      { id: 'f', type: 'order.preparing', data: { orderId: '1' } },
    ])
    expect(response.status).toBe(207)
    const results = (await answerOf(response)).results
    expect(
      results.map(({ id, result, problem }) => [id, result, problem?.status, problem?.errors?.[0]?.pointer]),
    ).toEqual([
      ['a', 'recorded', undefined, undefined],
      ['b', 'refused', 422, '/data/orderId'],
      ['c', 'refused', 422, '/type'],
      ['d', 'refused', 422, '/data/orderId'],
      ['e', 'refused', 422, '/data/number'],
      ['f', 'recorded', undefined, undefined],
    ])
    expect((await doorstep.view('1')).milestone).toBe('preparing')
  })

  test('of things that are no events is refused one by one', async () => {
    await using doorstep = await openDoorstep()
    const headers = { authorization: doorstep.authorization, 'content-type': 'application/cloudevents-batch+json' }
    const response = await doorstep.post('/v1/events', '[null, 5, "x", [], {"id": 7}]', headers)
    expect(response.status).toBe(207)
    expect((await answerOf(response)).results.map(({ id, result }) => [id, result])).toEqual(
      Array(5).fill([null, 'refused']),
    )
  })

  test('of nothing is nothing', async () => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.tellBatch([])
    expect([response.status, await answerOf(response)]).toEqual([200, { results: [] }])
  })
})
