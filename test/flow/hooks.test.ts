import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { hooksOver } from '../../api/adapters/hook.ts'
import { PUBLIC_REACH } from '../../api/adapters/webhook.ts'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import { supportConnections, type SupportHook } from '../../api/contract-connections.ts'
import { HOOK_EVENTS } from '../../api/domain/hook.ts'
import { hours, minutes, seconds } from '../../api/domain/time.ts'
import type { Delivery, HookPort } from '../../api/ports.ts'
import { hooks as hookRows, tellings } from '../../db/hook-schema.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { storedRows, trailRows } from '../ingest/rows.ts'
import { isSigned, startHookPeer } from '../peers/hook.ts'
import { ANA, deliver, receive, ticks, type Doorstep } from './customer.ts'

const ALL = [...HOOK_EVENTS]

async function withHook(wish: { at?: string; port?: HookPort; events?: string[] } = {}) {
  const peer = await startHookPeer()
  const doorstep = await openDoorstep({ ...(wish.at && { at: wish.at }), hooks: wish.port ?? peer.port })
  const { status, body } = await subscribes(doorstep, peer.url, wish.events)
  expect(status).toBe(201)
  const { id, secret } = body as { id: string; secret: string }
  return { peer, doorstep, id, secret }
}

async function asks(doorstep: Doorstep, path: string, method = 'GET', said?: object, key = doorstep.authorization) {
  const init = { method, headers: { authorization: key }, ...(said && { body: JSON.stringify(said) }) }
  const response = await doorstep.app.request(path, init)
  await doorstep.stages.idle()
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
}

const subscribes = (doorstep: Doorstep, url: string, events = ALL as string[], key = doorstep.authorization) =>
  asks(doorstep, '/v1/hooks', 'POST', { url, events }, key)

type Shown = Record<string, unknown> & { id: string }
const hooks = async (doorstep: Doorstep, key = doorstep.authorization): Promise<Shown[]> =>
  ((await asks(doorstep, '/v1/hooks', 'GET', undefined, key)).body as { hooks: Shown[] }).hooks

const trailOf = async (doorstep: Doorstep): Promise<string[]> =>
  (await trailRows(doorstep)).filter(({ type }) => type.startsWith('hook.')).map(({ type }) => type)

async function seenByStaff(doorstep: Doorstep): Promise<SupportHook[]> {
  const who = { email: 'kim@alderbay.example', password: 'correct horse battery' }
  await doorstep.enroll.staff(STORE.id, who.email, who.password)
  const headers = { 'content-type': 'application/json' }
  const signedIn = await doorstep.post('/v1/support/session', JSON.stringify(who), headers)
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const response = await doorstep.app.request('/v1/support/connections', { headers: { cookie } })
  return supportConnections.strict().parse(await response.json()).hooks
}

describe('somebody outside who subscribed', () => {
  test('is told of each milestone once, signed, and of nobody’s name', async () => {
    const { peer, doorstep, id, secret } = await withHook({ at: new Date().toISOString() })
    await using _ = doorstep
    await using __ = peer
    await receive(doorstep, { ...ANA, name: 'Ana Rivera' })
    for (const type of ['order.preparing', 'order.preparing']) await doorstep.tell({ type, data: { orderId: '1' } })
    const stops = [{ stopId: 'a', orderIds: ['1'] }]
    await doorstep.tell({ type: 'route.planned', data: { routeId: 'r', driver: { id: 'sam' }, stops } })
    await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
    for (const type of ['stop.approached', 'stop.arrived', 'stop.arrived'])
      await doorstep.tell({ type, data: { routeId: 'r', stopId: 'a' } })
    await deliver(doorstep)
    await ticks(doorstep, seconds(90))
    const told = peer.heard
    expect(new Set(told.map(({ id: name }) => name)).size).toBe(told.length)
    expect(peer.said().map(({ data }) => data)).toEqual(
      ['received', 'preparing', 'out-for-delivery', 'arriving-soon', 'arrived', 'delivered'].map((milestone) => ({
        ...{ orderId: '1', number: '1042', milestone },
      })),
    )
    for (const { id: name, at, signature, body } of told) {
      const headers = { 'webhook-id': name, 'webhook-timestamp': `${at / 1_000}`, 'webhook-signature': signature }
      expect(new Webhook(secret).verify(body, headers)).toEqual({
        ...{ specversion: '1.0', id: name, source: 'doorstep/alder-bay', type: 'milestone.reached' },
        ...{ subject: 'order/1', time: expect.any(String), data: expect.any(Object) },
      })
    }
    expect(await hooks(doorstep)).toEqual([
      {
        ...{ id, url: peer.url, events: ALL, subscribedAt: expect.any(String), toldAt: expect.any(String) },
        ...{ failingSince: null, problem: null, disabledAt: null, because: null, waiting: 0, givenUp: 0 },
      },
    ])
  })

  test('hears that the customer is ready and has left a note, but not what it says', async () => {
    const { peer, doorstep } = await withHook({ events: ['id.readied', 'note.left'] })
    await using _ = doorstep
    await using __ = peer
    await receive(doorstep)
    const link = `/v1/track/${await doorstep.linkTo('1')}`
    expect((await doorstep.post(`${link}/note`, '{"note":"gate code 4711"}', {})).status).toBe(200)
    await doorstep.tell({ type: 'order.departed', data: { orderId: '1' } })
    for (const ready of ['yes', 'yes', 'no'])
      expect((await doorstep.post(`${link}/ready`, JSON.stringify({ ready }), {})).status).toBe(200)
    expect(peer.said().map(({ type, data }) => [type, data])).toEqual([
      ['note.left', { orderId: '1', number: '1042' }],
      ['id.readied', { orderId: '1', number: '1042', ready: true }],
      ['id.readied', { orderId: '1', number: '1042', ready: false }],
    ])
  })

  test('hears that a customer wrote back, but neither what nor a STOP of whom no order is known', async () => {
    const { peer, doorstep, id } = await withHook({ events: ['reply.received'] })
    await using _ = doorstep
    await using __ = peer
    const texts = (Body: string, MessageSid: string) =>
      doorstep.providerTells('/v1/texts/inbound', { MessageSid, From: '+17075550141', Body })
    await texts('STOP', 'SM1')
    await receive(doorstep)
    await texts('START', 'SM2')
    await texts('Please ring', 'SM3')
    expect(peer.said().map(({ type, data }) => [type, data])).toEqual(
      Array<unknown>(2).fill(['reply.received', { orderId: '1', number: '1042', channel: 'sms' }]),
    )
    const since = new Date(doorstep.now() - 60_000).toISOString()
    const { authorization } = doorstep
    expect((await doorstep.post(`/v1/hooks/${id}/replay`, JSON.stringify({ since }), { authorization })).status).toBe(
      202,
    )
    expect(peer.said()).toHaveLength(4)
    expect(await hooks(doorstep)).toMatchObject([{ waiting: 0, givenUp: 0 }])
  })

  test('that stumbles is told again under the same id, later each time, until it takes it', async () => {
    const { peer, doorstep, secret } = await withHook()
    await using _ = doorstep
    await using __ = peer
    peer.answer({ status: 500 })
    await receive(doorstep)
    expect(peer.heard).toHaveLength(1)
    await ticks(doorstep, seconds(9))
    expect(peer.heard).toHaveLength(1)
    peer.answer('hang-up')
    await ticks(doorstep, seconds(7))
    expect(peer.heard).toHaveLength(2)
    peer.answer({ status: 200 })
    await ticks(doorstep, seconds(19))
    expect(peer.heard).toHaveLength(2)
    expect(await hooks(doorstep)).toMatchObject([{ waiting: 1, failingSince: expect.any(String) }])
    await ticks(doorstep, seconds(12))
    for (let i = 0; i < 5; i += 1) await ticks(doorstep, hours(1))
    expect(peer.heard).toHaveLength(3)
    const [first] = peer.heard
    for (const one of peer.heard) {
      expect([one.id, one.body]).toEqual([first?.id, first?.body])
      expect(isSigned(one, secret)).toBe(true)
    }
    expect(await hooks(doorstep)).toMatchObject([{ waiting: 0, failingSince: null, problem: null }])
  })

  test.each([429, 503])('that answers %i and asks for time is left alone for so long', async (status) => {
    const { peer, doorstep } = await withHook()
    await using _ = doorstep
    await using __ = peer
    peer.answer({ status, headers: { 'retry-after': '600' } })
    await receive(doorstep)
    await ticks(doorstep, minutes(9))
    expect(peer.heard).toHaveLength(1)
    await ticks(doorstep, minutes(2))
    expect(peer.heard).toHaveLength(2)
  })

  test('that asks for ten days is told no later than others, and given up like them', async () => {
    const { peer, doorstep } = await withHook()
    await using _ = doorstep
    await using __ = peer
    peer.answer({ status: 429, headers: { 'retry-after': '864000' } })
    await receive(doorstep)
    for (let hour = 0; hour < 30; hour += 1) await ticks(doorstep, hours(1))
    expect(peer.heard.length).toBeGreaterThan(4)
    expect(await hooks(doorstep)).toMatchObject([{ waiting: 0, givenUp: 1, problem: 'answered-429' }])
    doorstep.advance(hours(4 * 24))
    await doorstep.tell({ type: 'order.preparing', data: { orderId: '1' } })
    expect(await hooks(doorstep)).toMatchObject([{ disabledAt: expect.any(String), because: 'failing' }])
  })

  test('may unsubscribe, and one that answers 410 is unsubscribed', async () => {
    const { peer, doorstep, id } = await withHook()
    await using _ = doorstep
    await using __ = peer
    const twice = await Promise.all([1, 2].map(() => asks(doorstep, `/v1/hooks/${id}`, 'DELETE')))
    expect(twice.map(({ status }) => status).sort()).toEqual([204, 404])
    expect((await asks(doorstep, `/v1/hooks/${id}`, 'DELETE')).status).toBe(404)
    await receive(doorstep)
    expect(peer.heard).toEqual([])
    await subscribes(doorstep, peer.url)
    peer.answer({ status: 410 })
    await doorstep.tell({ type: 'order.preparing', data: { orderId: '1' } })
    await deliver(doorstep)
    await ticks(doorstep, hours(1))
    expect([peer.heard.length, await hooks(doorstep)]).toEqual([1, []])
    const both = ['hook.subscribed', 'hook.unsubscribed']
    expect(await trailOf(doorstep)).toEqual([...both, ...both])
    expect(doorstep.lines).toContainEqual(expect.objectContaining({ event: 'hook.unsubscribed' }))
  })

  test('is told nothing any more after five days of nothing but failures, and that is said', async () => {
    const { peer, doorstep, id } = await withHook()
    await using _ = doorstep
    await using __ = peer
    peer.answer({ status: 503 })
    await receive(doorstep)
    const tries: number[] = []
    for (let hour = 0; hour < 30; hour += 1) {
      await ticks(doorstep, hours(1))
      tries.push(peer.heard.length)
    }
    expect(tries.at(-1)).toBe(tries[24])
    expect(tries.at(-1)).toBeGreaterThan(8)
    expect(await hooks(doorstep)).toMatchObject([{ disabledAt: null, waiting: 0, givenUp: 1, problem: 'answered-503' }])
    doorstep.advance(hours(4 * 24))
    await doorstep.tell({ type: 'order.preparing', data: { orderId: '1' } })
    expect(await hooks(doorstep)).toMatchObject([{ disabledAt: expect.any(String), because: 'failing' }])
    expect(await seenByStaff(doorstep)).toMatchObject([
      { id, host: new URL(peer.url).host, state: 'disabled', problem: 'answered-503', givenUp: 2, waiting: 0 },
    ])
    const [, disabled] = (await trailRows(doorstep)).filter(({ type }) => type.startsWith('hook.'))
    expect([disabled?.type, disabled?.subject]).toEqual(['hook.disabled', `hook/${id}`])
    const before = peer.heard.length
    peer.answer({ status: 200 })
    await deliver(doorstep)
    await ticks(doorstep, hours(5))
    expect(peer.heard).toHaveLength(before)
    expect(await hooks(doorstep)).toMatchObject([{ waiting: 0, givenUp: 2 }])
    const since = new Date(doorstep.now() - hours(24)).toISOString()
    expect((await asks(doorstep, `/v1/hooks/${id}/replay`, 'POST', { since })).status).toBe(409)
  })

  test('is told again what happened since then, under the ids of the first time', async () => {
    const { peer, doorstep, id } = await withHook({ events: ['preparing', 'delivered'] })
    await using _ = doorstep
    await using __ = peer
    await receive(doorstep)
    await doorstep.tell({ type: 'order.preparing', data: { orderId: '1' } })
    doorstep.advance(hours(1))
    const since = new Date(doorstep.now()).toISOString()
    await deliver(doorstep)
    const milestones = (): unknown[] => peer.said().map(({ data }) => data['milestone'])
    expect(milestones()).toEqual(['preparing', 'delivered'])
    expect((await asks(doorstep, `/v1/hooks/${id}/replay`, 'POST', { since })).status).toBe(202)
    expect(milestones()).toEqual(['preparing', 'delivered', 'delivered'])
    expect(peer.heard[2]?.id).toBe(peer.heard[1]?.id)
    await ticks(doorstep, hours(1))
    expect(peer.heard).toHaveLength(3)
    const long = new Date(doorstep.now() - hours(8 * 24)).toISOString()
    expect((await asks(doorstep, `/v1/hooks/${id}/replay`, 'POST', { since: long })).status).toBe(422)
  })

  test('hears of what happened before it subscribed, when it asks for that', async () => {
    const { peer, doorstep } = await withHook({ events: ['cancelled'] })
    await using _ = doorstep
    await using __ = peer
    const since = new Date(doorstep.now()).toISOString()
    await receive(doorstep)
    const { body } = await subscribes(doorstep, peer.url, ['received'])
    await asks(doorstep, `/v1/hooks/${(body as Shown).id}/replay`, 'POST', { since })
    expect(peer.said().map(({ data }) => data['milestone'])).toEqual(['received'])
  })
})

describe('hooks are safe', () => {
  test('another dispensary sees, ends, replays and hears nothing of them', async () => {
    const { peer, doorstep, id } = await withHook()
    await using _ = doorstep
    await using __ = peer
    await doorstep.enroll.dispensary({ ...STORE, id: 'bay-two' })
    const key = `Bearer ${(await doorstep.enroll.api('bay-two')).secret}`
    await subscribes(doorstep, peer.url.replace('key', 'two'), ALL, key)
    await receive(doorstep)
    expect(peer.said().map(({ data }) => data['milestone'])).toEqual(['received'])
    expect(peer.heard[0]?.id.startsWith(id)).toBe(true)
    expect((await hooks(doorstep, key)).map((hook) => hook.id)).not.toContain(id)
    expect(await hooks(doorstep, key)).toHaveLength(1)
    const since = new Date(doorstep.now() - hours(1)).toISOString()
    expect((await asks(doorstep, `/v1/hooks/${id}`, 'DELETE', undefined, key)).status).toBe(404)
    expect((await asks(doorstep, `/v1/hooks/${id}/replay`, 'POST', { since }, key)).status).toBe(404)
    expect((await asks(doorstep, '/v1/hooks', 'GET', undefined, 'Bearer dsk_none')).status).toBe(401)
    expect(peer.heard).toHaveLength(1)
  })

  test('inner addresses are refused, by number at once and by name when it comes to it', async () => {
    const peer = await startHookPeer()
    await using _ = peer
    await using doorstep = await openDoorstep({ hooks: hooksOver({ ...PUBLIC_REACH, ca: peer.ca }) })
    const inner = ['https://127.0.0.1/', 'https://[::1]/', 'https://169.254.169.254/', 'https://10.0.0.7/x']
    for (const url of [...inner, 'http://example.com/', 'https://a:b@example.com/', 'nothing'])
      expect([url, (await subscribes(doorstep, url)).status]).toEqual([url, 422])
    expect((await subscribes(doorstep, peer.url)).status).toBe(201)
    await receive(doorstep)
    expect(peer.heard).toEqual([])
    expect(await hooks(doorstep)).toMatchObject([{ waiting: 1, problem: 'network-ENOTPUBLIC' }])
  })

  test('address and secret stand in no table in plain, and the secret is told once', async () => {
    const { peer, doorstep, secret } = await withHook()
    await using _ = doorstep
    await using __ = peer
    await receive(doorstep)
    const rows = (await storedRows(doorstep.db)).join('\n')
    expect(rows).toContain('hook.subscribed')
    for (const hidden of [secret, secret.slice(6), 'of-its-own']) expect(rows).not.toContain(hidden)
    expect(JSON.stringify(await hooks(doorstep))).not.toContain(secret)
  })

  test('no more than twenty addresses a dispensary, and only of what there is', async () => {
    const { peer, doorstep } = await withHook()
    await using _ = doorstep
    await using __ = peer
    for (const events of [[], ['driver.positioned']])
      expect((await subscribes(doorstep, peer.url, events)).status).toBe(422)
    for (let i = 0; i < 19; i += 1) expect((await subscribes(doorstep, peer.url)).status).toBe(201)
    expect((await subscribes(doorstep, peer.url)).status).toBe(409)
  })

  test('rebuilding from the trail tells nobody again, and gives the same hooks', async () => {
    const { peer, doorstep } = await withHook()
    await using _ = doorstep
    await using __ = peer
    const { body } = await subscribes(doorstep, peer.url)
    await asks(doorstep, `/v1/hooks/${(body as Shown).id}`, 'DELETE')
    await receive(doorstep)
    await deliver(doorstep)
    const [told, before] = [peer.heard.length, await hooks(doorstep)]
    for await (const { differences } of rebuildProjections(doorstep.db, { keep: true })) expect(differences).toEqual([])
    await ticks(doorstep, hours(1))
    expect([peer.heard.length, await hooks(doorstep)]).toEqual([told, before])
    expect(told).toBe(2)
  })

  test('what one process is telling no other tells meanwhile', async () => {
    let [calls, meanwhile] = [0, async (): Promise<void> => undefined]
    const slow: HookPort = {
      whyNot: () => undefined,
      tell: async () => {
        calls += 1
        await meanwhile()
        return { outcome: 'sent' }
      },
    }
    const { peer, doorstep } = await withHook({ port: slow })
    await using _ = doorstep
    await using __ = peer
    await using other = await openDoorstep({ file: doorstep.file, secretKey: doorstep.secretKey, hooks: peer.port })
    meanwhile = () => ticks(other, 0)
    await receive(doorstep)
    expect([calls, peer.heard.length]).toEqual([1, 0])
    await ticks(other, minutes(2))
    expect([calls, peer.heard.length]).toEqual([1, 0])
  })

  test('what there is no row of the trail for any more is given up, and that is no fault of the receiver’s', async () => {
    const { peer, doorstep } = await withHook()
    await using _ = doorstep
    await using __ = peer
    const lost = { seq: 999_999, status: 'planned' as const, plannedAt: 0, dueAt: 0, attempts: 0 }
    await doorstep.db.insert(tellings).values({ hookId: (await hooks(doorstep))[0]?.id ?? '', ...lost })
    await ticks(doorstep, seconds(1))
    expect(await hooks(doorstep)).toMatchObject([{ waiting: 0, givenUp: 1, failingSince: null }])
    await receive(doorstep)
    expect(peer.heard).toHaveLength(1)
  })

  test('an address that cannot be opened any more is given up and switched off like one that does not answer', async () => {
    const { peer, doorstep } = await withHook()
    await using _ = doorstep
    await using __ = peer
    await doorstep.db.update(hookRows).set({ sealed: Buffer.from('sealed with another key') })
    await receive(doorstep)
    for (let hour = 0; hour < 30; hour += 1) await ticks(doorstep, hours(1))
    const [shown] = await seenByStaff(doorstep)
    expect(shown).toMatchObject({ state: 'failing', waiting: 0, givenUp: 1, problem: 'broke-off' })
    expect(doorstep.lines).toContainEqual(expect.objectContaining({ event: 'background.failed', name: 'hooks' }))
    doorstep.advance(hours(4 * 24))
    await doorstep.tell({ type: 'order.preparing', data: { orderId: '1' } })
    expect((await trailOf(doorstep)).at(-1)).toBe('hook.disabled')
    const [listed] = await hooks(doorstep)
    expect(listed).toMatchObject({ url: null })
    expect((await asks(doorstep, `/v1/hooks/${listed?.id}`, 'DELETE')).status).toBe(204)
    expect(await hooks(doorstep)).toEqual([])
  })

  test('what a process had taken up when it died is told by the next, under the same id', async () => {
    const [called, died] = [Promise.withResolvers<void>(), Promise.withResolvers<Delivery>()]
    const tell = (): Promise<Delivery> => {
      called.resolve()
      return died.promise
    }
    const { peer, doorstep, secret } = await withHook({ port: { whyNot: () => undefined, tell } })
    await using _ = doorstep
    await using __ = peer
    const event = { type: 'order.received' as const, time: doorstep.now(), data: { orderId: '1', number: '1042' } }
    await doorstep.stages.record({ dispensaryId: STORE.id, source: 'till', eventId: 'in', event })
    await called.promise
    const { file, secretKey } = doorstep
    const at = new Date(doorstep.now() + minutes(2)).toISOString()
    await using next = await openDoorstep({ file, secretKey, at, hooks: peer.port })
    await ticks(next, 0)
    expect(peer.heard).toHaveLength(1)
    expect(peer.heard.every((one) => isSigned(one, secret))).toBe(true)
    died.resolve({ outcome: 'sent' }) // nobody hears it any more
  })
})
