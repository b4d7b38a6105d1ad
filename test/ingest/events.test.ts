import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { minutes } from '../../api/domain/time.ts'
import { openDoorstep } from '../doorstep.ts'
import { positionRows, trailRows } from './rows.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
type Answer = { results: { id: string | null; result: string; seq?: number; problem?: { status: number; errors?: { pointer: string }[] } }[] }

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
    const body = JSON.stringify({ specversion: '1.0', id: 'e1', source: '/test', type: 'order.preparing', data: { orderId: '1' } })
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
  const headers = { 'ce-specversion': '1.0', 'ce-id': 'e%201%20%E2%82%AC', 'ce-source': '/till', 'ce-type': 'order.received' }
  const data = JSON.stringify(RECEIVED.data)

  test('is the same event', async () => {
    await using doorstep = await openDoorstep()
    const { authorization } = doorstep
    const response = await doorstep.post('/v1/events', data, { authorization, 'content-type': 'application/json', ...headers })
    expect(await answerOf(response)).toEqual({ results: [{ id: 'e 1 €', result: 'recorded', seq: 1 }] })
  })

  test.each([
    ['a header that is no percent-encoding', { 'ce-id': '%E0%A4%A' }, 400, ['/id']],
    ['a header that smuggles in a NUL', { 'ce-id': 'a%00b' }, 422, ['/id']],
    ['no source', { 'ce-source': '' }, 422, ['/source']],
    ['another version', { 'ce-specversion': '0.3' }, 422, ['/specversion']],
  ])('is refused with %s', async (_, changed, status, pointers) => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.post('/v1/events', data, { authorization: doorstep.authorization, ...headers, ...changed })
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
    expect(results.map(({ id, result, problem }) => [id, result, problem?.status, problem?.errors?.[0]?.pointer])).toEqual([
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
    expect((await answerOf(response)).results.map(({ id, result }) => [id, result])).toEqual(Array(5).fill([null, 'refused']))
  })

  test('of nothing is nothing', async () => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.tellBatch([])
    expect([response.status, await answerOf(response)]).toEqual([200, { results: [] }])
  })
})

describe('what is refused, by the field that is wrong', () => {
  const stops = [{ stopId: 's', orderIds: ['1'] }]
  test.each<[string, { type: string; data: unknown; time?: string; source?: string; id?: string }, string[]]>([
    ['a type that nobody knows', { type: 'order.exploded', data: {} }, ['/type']],
    ['a type that only Doorstep tells', { type: 'milestone.reached', data: {} }, ['/type']],
    ['a type out of the language that we are written in', { type: 'constructor', data: {} }, ['/type']],
    ['another such', { type: '__proto__', data: {} }, ['/type']],
    ['no data', { type: 'order.received', data: undefined }, ['/data']],
    ['data in words', { type: 'order.received', data: 'text' }, ['/data']],
    ['no order', { type: 'order.preparing', data: {} }, ['/data/orderId']],
    ['two fields at once', { type: 'order.received', data: { orderId: '' } }, ['/data/orderId', '/data/number']],
    ['an id that is too long', { type: 'order.preparing', data: { orderId: 'x'.repeat(129) } }, ['/data/orderId']],
    ['a half cent', { type: 'order.received', data: { orderId: '1', number: '1', totalCents: 0.5 } }, ['/data/totalCents']],
    ['a phone that is none', { type: 'order.received', data: { orderId: '1', number: '1', customer: { phone: 'call me' } } }, ['/data/customer/phone']],
    ['an address that is no e-mail', { type: 'order.received', data: { orderId: '1', number: '1', customer: { email: 'ana' } } }, ['/data/customer/email']],
    ['a door beyond the pole', { type: 'order.received', data: { orderId: '1', number: '1', customer: { door: { lat: 91, lng: 0 } } } }, ['/data/customer/door/lat']],
    ['a reason that is none', { type: 'handoff.refused', data: { orderId: '1', reason: 'rain' } }, ['/data/reason']],
    ['a route without stops', { type: 'route.planned', data: { routeId: 'r', driver: { id: 'sam' }, stops: [] } }, ['/data/stops']],
    ['a stop without orders', { type: 'route.planned', data: { routeId: 'r', driver: { id: 'sam' }, stops: [{ stopId: 's', orderIds: [] }] } }, ['/data/stops/0/orderIds']],
    ['a driver beyond the date line', { type: 'driver.positioned', data: { driverId: 'sam', lat: 0, lng: 181 } }, ['/data/lng']],
    ['an order that nobody received', { type: 'order.preparing', data: { orderId: 'nobody' } }, ['/data/orderId']],
    ['a route of orders that nobody received', { type: 'route.planned', data: { routeId: 'r', driver: { id: 'sam' }, stops: [...stops, { stopId: 't', orderIds: ['1', 'nobody'] }] } }, ['/data/stops/1/orderIds/1']],
    ['a departure of no route', { type: 'route.departed', data: { routeId: 'nowhere' } }, ['/data/routeId']],
    ['an arrival at no stop', { type: 'stop.arrived', data: { routeId: 'known', stopId: 'x' } }, ['/data/stopId']],
    ['a sequence of strange stops', { type: 'route.resequenced', data: { routeId: 'known', stopIds: ['s', 'x'] } }, ['/data/stopIds/1']],
    ['a time without a zone', { ...RECEIVED, time: '2026-04-24T18:00:00' }, ['/time']],
    ['a time to come', { ...RECEIVED, time: '2026-04-24T18:05:01-07:00' }, ['/time']],
    ['a time long gone', { ...RECEIVED, time: '2025-03-01T00:00:00Z' }, ['/time']],
    ['no source', { ...RECEIVED, source: ' ' }, ['/source']],
    ['no id', { ...RECEIVED, id: '' }, ['/id']],
  ])('%s', async (_, event, pointers) => {
    await using doorstep = await openDoorstep()
    await doorstep.tell(RECEIVED)
    await doorstep.tell({ type: 'route.planned', data: { routeId: 'known', driver: { id: 'sam' }, stops } })
    const rows = await trailRows(doorstep)
    const response = await doorstep.tell(event)
    expect(response.status).toBe(422)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await pointersOf(response)).toEqual(pointers)
    expect([await trailRows(doorstep), await positionRows(doorstep)]).toEqual([rows, []])
  })
})

describe('what is refused as a whole', () => {
  const send = (doorstep: Doorstep, body: string, contentType: string) =>
    doorstep.post('/v1/events', body, { authorization: doorstep.authorization, 'content-type': contentType })

  test.each<[string, string, string, number]>([
    ['no JSON', '{', 'application/cloudevents+json', 400],
    ['nothing at all', '', 'application/cloudevents+json', 400],
    ['a batch that is no list', '{}', 'application/cloudevents-batch+json', 400],
    ['a document nested too deeply', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, 'application/cloudevents+json', 400],
    ['a document of brackets alone', '['.repeat(400_000), 'application/cloudevents-batch+json', 400],
    ['a deep one, well-formed', '['.repeat(400_000) + ']'.repeat(400_000), 'application/cloudevents-batch+json', 400],
    ['another content type', '{}', 'application/json', 415],
    ['a form', 'a=b', 'application/x-www-form-urlencoded', 415],
    ['more than a megabyte', `"${'x'.repeat(1024 * 1024)}"`, 'application/cloudevents+json', 413],
    ['more than a thousand events', JSON.stringify(Array(1_001).fill({})), 'application/cloudevents-batch+json', 413],
  ])('%s', async (_, body, contentType, status) => {
    await using doorstep = await openDoorstep()
    const response = await send(doorstep, body, contentType)
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
    expect(doorstep.lines).not.toContainEqual(expect.objectContaining({ event: 'bug' }))
  })
})

describe('whose events they are', () => {
  const body = JSON.stringify({ specversion: '1.0', id: 'e1', source: '/test', ...RECEIVED })
  const TYPE = { 'content-type': 'application/cloudevents+json' }

  test.each<[string, Record<string, string>]>([
    ['nobody’s', {}],
    ['a wrong key’s', { authorization: 'Bearer dsk_wrong' }],
    ['a key’s in another scheme', { authorization: 'Basic ZHNrOndyb25n' }],
    ['an empty key’s', { authorization: 'Bearer ' }],
  ])('%s are not taken', async (_, headers) => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.post('/v1/events', body, { ...TYPE, ...headers })
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect(await trailRows(doorstep)).toEqual([])
  })

  test('the secret of another kind of connection is no API key', async () => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.post('/v1/events', body, { ...TYPE, authorization: `Bearer ${doorstep.phone.secret}` })
    expect(response.status).toBe(401)
  })

  const sign = (doorstep: Doorstep, { secret = doorstep.api.webhookSecret, at = doorstep.now(), signed = body } = {}) => ({
    ...TYPE,
    'webhook-id': 'msg_1',
    'webhook-timestamp': `${Math.floor(at / 1_000)}`,
    'webhook-signature': new Webhook(secret).sign('msg_1', new Date(at), signed),
  })
  const path = (doorstep: Doorstep, id = doorstep.api.connectionId) => `/v1/events?connection=${id}`

  test('a signature of Standard Webhooks is as good as a key', async () => {
    await using doorstep = await openDoorstep()
    expect((await doorstep.post(path(doorstep), body, sign(doorstep))).status).toBe(200)
  })

  test('one good signature among several is enough: secrets are changed one at a time', async () => {
    await using doorstep = await openDoorstep()
    const headers = sign(doorstep)
    const several = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` }
    expect((await doorstep.post(path(doorstep), body, several)).status).toBe(200)
  })

  test.each<[string, (doorstep: Doorstep) => [string, Record<string, string>]]>([
    ['another secret', (d) => [path(d), sign(d, { secret: `whsec_${Buffer.alloc(32).toString('base64')}` })]],
    ['another body', (d) => [path(d), sign(d, { signed: `${body} ` })]],
    ['six minutes ago', (d) => [path(d), sign(d, { at: d.now() - minutes(6) })]],
    ['six minutes ahead', (d) => [path(d), sign(d, { at: d.now() + minutes(6) })]],
    ['another time than it says', (d) => [path(d), { ...sign(d), 'webhook-timestamp': `${Math.floor(d.now() / 1_000) - 60}` }]],
    ['no time', (d) => [path(d), { ...sign(d), 'webhook-timestamp': '' }]],
    ['another message', (d) => [path(d), { ...sign(d), 'webhook-id': 'msg_2' }]],
    ['nothing', (d) => [path(d), { ...sign(d), 'webhook-signature': '' }]],
    ['no connection', (d) => ['/v1/events', sign(d)]],
    ['an unknown connection', (d) => [path(d, 'api_nobody'), sign(d)]],
    ['a connection of another kind', (d) => [path(d, d.woo.connectionId), sign(d)]],
  ])('a signature over or for %s is not taken', async (_, make) => {
    await using doorstep = await openDoorstep()
    const [to, headers] = make(doorstep)
    expect((await doorstep.post(to, body, headers)).status).toBe(401)
    expect(await trailRows(doorstep)).toEqual([])
  })

  test('a dispensary’s key tells of its own orders only: another’s order of the same id is another order', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.tell(RECEIVED)
    await doorstep.enroll.dispensary({ ...doorstep.store, id: 'bay-two' })
    const { secret } = await doorstep.enroll.api('bay-two')
    const headers = { authorization: `Bearer ${secret}`, ...TYPE }
    const event = { specversion: '1.0', id: 'x', source: '/test', type: 'order.cancelled', data: { orderId: '1' } }
    const response = await doorstep.post('/v1/events', JSON.stringify(event), headers)
    expect(response.status).toBe(422)
    expect((await doorstep.view('1')).milestone).toBe('received')
    expect((await doorstep.post('/v1/orders/1/links', '', headers)).status).toBe(404)
  })
})

describe('a link for the dispensary’s own pages', () => {
  test('is made for an order of its own, and told once', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.tell(RECEIVED)
    const response = await doorstep.post('/v1/orders/1/links', '', { authorization: doorstep.authorization })
    const { token, url } = (await response.json()) as { token: string; url: string }
    expect([response.status, url]).toEqual([201, `https://track.example/t/${token}`])
    expect((await doorstep.app.request(`/v1/track/${token}`)).status).toBe(200)
    expect(JSON.stringify(await trailRows(doorstep))).not.toContain(token)
  })

  test.each<[string, string, string, number]>([
    ['an order that nobody received', '/v1/orders/9/links', '', 404],
    ['a body that nobody needs', '/v1/orders/1/links', 'x'.repeat(5_000), 413],
  ])('is not made for %s', async (_, to, body, status) => {
    await using doorstep = await openDoorstep()
    await doorstep.tell(RECEIVED)
    expect((await doorstep.post(to, body, { authorization: doorstep.authorization })).status).toBe(status)
  })

  test('is not made for a stranger', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.tell(RECEIVED)
    expect((await doorstep.post('/v1/orders/1/links', '', {})).status).toBe(401)
  })
})
