import { describe, expect, test } from 'vitest'
import { openDoorstep } from '../doorstep.ts'
import { positionRows, trailRows } from './rows.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>

const RECEIVED = { type: 'order.received', data: { orderId: '1', number: '1042' } }
const pointersOf = async (response: Response): Promise<string[] | undefined> =>
  ((await response.json()) as { errors?: { pointer: string }[] }).errors?.map(({ pointer }) => pointer)

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
    [
      'a half cent',
      { type: 'order.received', data: { orderId: '1', number: '1', totalCents: 0.5 } },
      ['/data/totalCents'],
    ],
    [
      'a type of order that Doorstep has no customers of',
      { type: 'order.updated', data: { orderId: '1', type: 'pickup' } },
      ['/data/type'],
    ],
    [
      'a phone that is none',
      { type: 'order.received', data: { orderId: '1', number: '1', customer: { phone: 'call me' } } },
      ['/data/customer/phone'],
    ],
    [
      'an address that is no e-mail',
      { type: 'order.received', data: { orderId: '1', number: '1', customer: { email: 'ana' } } },
      ['/data/customer/email'],
    ],
    [
      'a door beyond the pole',
      { type: 'order.received', data: { orderId: '1', number: '1', customer: { door: { lat: 91, lng: 0 } } } },
      ['/data/customer/door/lat'],
    ],
    ['a reason that is none', { type: 'handoff.refused', data: { orderId: '1', reason: 'rain' } }, ['/data/reason']],
    [
      'a route without stops',
      { type: 'route.planned', data: { routeId: 'r', driver: { id: 'sam' }, stops: [] } },
      ['/data/stops'],
    ],
    [
      'a stop without orders',
      { type: 'route.planned', data: { routeId: 'r', driver: { id: 'sam' }, stops: [{ stopId: 's', orderIds: [] }] } },
      ['/data/stops/0/orderIds'],
    ],
    [
      'a driver beyond the date line',
      { type: 'driver.positioned', data: { driverId: 'sam', lat: 0, lng: 181 } },
      ['/data/lng'],
    ],
    ['an order that nobody received', { type: 'order.preparing', data: { orderId: 'nobody' } }, ['/data/orderId']],
    [
      'a route of orders that nobody received',
      {
        type: 'route.planned',
        data: { routeId: 'r', driver: { id: 'sam' }, stops: [...stops, { stopId: 't', orderIds: ['1', 'nobody'] }] },
      },
      ['/data/stops/1/orderIds/1'],
    ],
    ['a departure of no route', { type: 'route.departed', data: { routeId: 'nowhere' } }, ['/data/routeId']],
    ['an arrival at no stop', { type: 'stop.arrived', data: { routeId: 'known', stopId: 'x' } }, ['/data/stopId']],
    [
      'a sequence of strange stops',
      { type: 'route.resequenced', data: { routeId: 'known', stopIds: ['s', 'x'] } },
      ['/data/stopIds/1'],
    ],
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
