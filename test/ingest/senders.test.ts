import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { minutes } from '../../api/domain/time.ts'
import { openDoorstep } from '../doorstep.ts'
import { trailRows } from './rows.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>

const RECEIVED = { type: 'order.received', data: { orderId: '1', number: '1042' } }

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
    const response = await doorstep.post('/v1/events', body, {
      ...TYPE,
      authorization: `Bearer ${doorstep.phone.secret}`,
    })
    expect(response.status).toBe(401)
  })

  const sign = (
    doorstep: Doorstep,
    { secret = doorstep.api.webhookSecret, at = doorstep.now(), signed = body } = {},
  ) => ({
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
    [
      'another time than it says',
      (d) => [path(d), { ...sign(d), 'webhook-timestamp': `${Math.floor(d.now() / 1_000) - 60}` }],
    ],
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
