import { describe, expect, onTestFinished, test } from 'vitest'
import { askOverHttps } from '../../api/adapters/ask-vendor.ts'
import { hours, minutes, seconds } from '../../api/domain/time.ts'
import { findConnection } from '../../db/connections.ts'
import { findOpenOrders } from '../../db/orders.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { openAsked, type Answer, type AskedPeer, type Request } from '../peers/asked.ts'
import { COVA_KEYS, openCova } from '../peers/cova.ts'
import { openTreez, TREEZ_KEYS } from '../peers/treez.ts'
import { ticks, type Doorstep } from './customer.ts'

/** Seventy orders are three hundred durable events. */
const PATIENCE = { timeout: 30_000 }

const idOf = (n: number): string => `4b1d0c62-1f0e-4b7a-9d2e-8a5c3f7b9e${String(n).padStart(2, '0')}`

async function openWith<P extends AskedPeer>(peer: P, kind: 'cova' | 'meadow' | 'dutchie', keys: object) {
  const doorstep = await openDoorstep({ askVendor: peer.askVendor })
  onTestFinished(async () => {
    await doorstep[Symbol.asyncDispose]()
    await peer.close()
  })
  const { connectionId } = await doorstep.enroll.connect(STORE.id, kind, { keys: JSON.stringify(keys) })
  await ticks(doorstep, 0)
  const connection = async () => {
    await doorstep.stages.hearing.flush()
    return findConnection(doorstep.db, connectionId)
  }
  return { doorstep, peer, connectionId, connection }
}

const received = (doorstep: Doorstep, orderId: string): Promise<Response> =>
  doorstep.tell({ type: 'order.received', data: { orderId, number: orderId.slice(-2) } })

const typesOf = async (doorstep: Doorstep, source: string): Promise<string[]> =>
  (await trailRows(doorstep))
    .filter((row) => row.source.startsWith(source))
    .map(({ type, subject }) => `${type} ${subject.slice(-2)}`)

describe('Cova, which lists no orders', PATIENCE, () => {
  test('is asked for each order that the web shop has told and that is still open', async () => {
    const { doorstep, peer, connection } = await openWith(await openCova(), 'cova', COVA_KEYS)
    await ticks(doorstep, minutes(1))
    expect(peer.asked).toEqual([])
    expect((await connection())?.readUpTo).toBe(doorstep.now())
    for (const n of [1, 2]) {
      await received(doorstep, idOf(n))
      peer.orders.set(idOf(n), { OrderStatus: 'ReadyForPayment', OrderFulfillmentStatus: 'InProgress' })
    }
    await received(doorstep, '5012') // none of Cova's
    await ticks(doorstep, minutes(1))
    expect(await typesOf(doorstep, 'cova/')).toEqual([
      'order.updated 02',
      'order.preparing 02',
      'order.updated 01',
      'order.preparing 01',
    ])
    peer.orders.set(idOf(1), { OrderStatus: 'Completed', OrderFulfillmentStatus: '' })
    await ticks(doorstep, minutes(1))
    const asked = peer.asked.length
    await ticks(doorstep, minutes(1))
    expect(peer.asked.slice(asked).map((one) => one.slice(-45))).toEqual([`CovaOrder(${idOf(2)})/Status`.slice(-45)])
    expect((await doorstep.view(idOf(1))).milestone).toBe('delivered')
  })

  test('does not know an order of another till, and that is nobody’s fault', async () => {
    const { doorstep, peer, connection } = await openWith(await openCova(), 'cova', COVA_KEYS)
    await received(doorstep, idOf(1))
    await received(doorstep, idOf(2))
    peer.orders.set(idOf(1), { OrderStatus: 'ReadyForPayment', OrderFulfillmentStatus: 'InProgress' })
    await ticks(doorstep, minutes(1))
    expect(await connection()).toMatchObject({ readUpTo: doorstep.now(), lastProblem: null })
    peer.orders.clear()
    await ticks(doorstep, minutes(1))
    expect(await connection()).toMatchObject({
      readUpTo: doorstep.now(),
      lastProblem: 'It knows none of the open orders, 2 in all',
    })
  })

  test('stumbles over one order: the others are told, staff can see it, and it is asked for again', async () => {
    const { doorstep, peer, connection } = await openWith(await openCova(), 'cova', COVA_KEYS)
    for (const n of [1, 2, 3]) {
      await received(doorstep, idOf(n))
      peer.orders.set(idOf(n), { OrderStatus: 'ReadyForPayment', OrderFulfillmentStatus: 'ReadyForPickup' })
    }
    peer.stumbling.add(idOf(3))
    await ticks(doorstep, minutes(1))
    await ticks(doorstep, seconds(30))
    expect(await typesOf(doorstep, 'cova/')).toContain('order.packed 01')
    expect((await connection())?.lastProblem).toBe('It has a fault of its own (500)')
    peer.stumbling.clear()
    await ticks(doorstep, minutes(1))
    expect(await typesOf(doorstep, 'cova/')).toContain('order.packed 03')
  })

  test('that answers for none of them is left alone, however few they are', async () => {
    const { doorstep, peer, connection } = await openWith(await openCova(), 'cova', COVA_KEYS)
    await received(doorstep, idOf(1))
    peer.stumbling.add(idOf(1))
    const times: number[] = []
    for (let n = 0; n < 240; n += 1) {
      const before = peer.asked.length
      await ticks(doorstep, seconds(15))
      if (peer.asked.length > before) times.push(doorstep.now())
    }
    expect(times.length).toBeLessThan(14)
    expect((await connection())?.readUpTo).toBeNull()
  })

  test('is not asked for an order that has been open for more than a week', async () => {
    const { doorstep, peer } = await openWith(await openCova(), 'cova', COVA_KEYS)
    await received(doorstep, idOf(1))
    await ticks(doorstep, minutes(1))
    await ticks(doorstep, hours(24 * 7))
    const before = peer.asked.length
    await ticks(doorstep, minutes(1))
    expect([before > 0, peer.asked.length - before]).toEqual([true, 0])
  })

  test('the open orders are found without looking at those that are over', async () => {
    const { doorstep } = await openWith(await openCova(), 'cova', COVA_KEYS)
    for (const n of [1, 2, 3]) await received(doorstep, idOf(n))
    await doorstep.tell({ type: 'order.cancelled', data: { orderId: idOf(2) } })
    expect((await findOpenOrders(doorstep.db, STORE.id, 10)).map(({ id }) => id)).toEqual([idOf(3), idOf(1)])
    const query = `EXPLAIN QUERY PLAN SELECT state FROM orders WHERE dispensary_id = ? AND ${OPEN} ORDER BY seq DESC LIMIT 10`
    const { rows } = await doorstep.db.$client.execute({ sql: query, args: [STORE.id] })
    expect(rows.map(({ detail }) => detail)).toEqual(['SEARCH orders USING INDEX orders_open (dispensary_id=?)'])
  })
})

/** As the index has it. */
const OPEN = `iif(json_valid(state), json_extract(state, '$.milestone'), '') NOT IN ('', 'delivered', 'returned', 'cancelled')`

test(
  'Meadow is asked with both keys, page after page, and a day is read again without being told again',
  PATIENCE,
  async () => {
    const orders = Array.from({ length: 70 }, (_, n) => ({
      id: String(900 - n),
      status: 'packed',
      type: 'delivery',
      createdAt: new Date(Date.parse('2026-04-25T00:59:00Z') - minutes(n)).toISOString(),
      customerName: 'Ana Reyes',
    }))
    const answer = ({ url, headers }: Request): Answer => {
      if (headers['x-consumer-key'] !== 'ours' || headers['x-client-key'] !== 'theirs') return { status: 401, body: {} }
      const after = url.searchParams.get('startingAfter')
      const from = after === null ? 0 : orders.findIndex(({ id }) => id === after) + 1
      return { status: 200, body: orders.slice(from, from + 50) }
    }
    const { doorstep, peer, connection } = await openWith(await openAsked(answer), 'meadow', {
      consumerKey: 'ours',
      clientKey: 'theirs',
    })
    await ticks(doorstep, minutes(1))
    const told = (await trailRows(doorstep)).length
    expect((await typesOf(doorstep, 'meadow/')).filter((one) => one.startsWith('order.packed'))).toHaveLength(70)
    await ticks(doorstep, minutes(2))
    expect([peer.asked.length, (await trailRows(doorstep)).length]).toEqual([4, told])
    expect(await connection()).toMatchObject({ readUpTo: doorstep.now(), lastProblem: null })
  },
)

test('Dutchie is asked for what is open and for what was sold; a sale of an order that nobody has told waits, and staff can see it', async () => {
  const preorders = [{ OrderId: 1, Status: 'Filled', OrderType: 'Delivery', CreatedDate: '2026-04-25T00:30:00Z' }]
  const sales = [{ orderIds: [1, 2], orderType: 'Delivery', transactionDate: '2026-04-25T00:55:00Z' }]
  const answer = ({ url, authorization }: Request): Answer =>
    authorization === `Basic ${Buffer.from('store:ours').toString('base64')}`
      ? { status: 200, body: url.pathname === '/preorder/Status' ? preorders : sales }
      : { status: 401, body: {} }
  const { doorstep, connection } = await openWith(await openAsked(answer), 'dutchie', {
    locationKey: 'store',
    integratorKey: 'ours',
  })
  await ticks(doorstep, minutes(1))
  expect((await doorstep.view('1')).milestone).toBe('delivered')
  expect((await connection())?.lastProblem).toBe('Order "2" is not known yet: news of it waits')
})

test.each(['cova', 'meadow', 'dutchie'] as const)(
  'nobody can push to %s: its address is as unknown as any',
  async (kind) => {
    const keys = {
      cova: COVA_KEYS,
      meadow: { consumerKey: 'a', clientKey: 'b' },
      dutchie: { locationKey: 'a', integratorKey: '' },
    }
    await using doorstep = await openDoorstep()
    const { connectionId, secret } = await doorstep.enroll.connect(STORE.id, kind, { keys: JSON.stringify(keys[kind]) })
    expect(secret).toBe('')
    const answers = await Promise.all(
      [`/v1/pos/${connectionId}`, '/v1/pos/nobody', `/v1/driver/${connectionId}`].map(async (path) => {
        const response = await doorstep.post(path, '{}', {})
        return [response.status, await response.text(), [...response.headers]]
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[2]).toEqual(answers[1])
  },
)

test('keys are looked over when they are given, and never told back', async () => {
  await using doorstep = await openDoorstep()
  const connect = (kind: 'meadow' | 'woocommerce', keys?: string) =>
    doorstep.enroll.connect(STORE.id, kind, keys === undefined ? {} : { keys })
  await expect(connect('meadow')).rejects.toThrow('meadow tells nothing by itself: it needs keys')
  await expect(connect('meadow', '{"consumerKey":"s3cret"}')).rejects.toMatchObject({
    extra: { errors: [{ pointer: '/clientKey' }] },
  })
  await expect(connect('meadow', '{"consumerKey":"s3cret"')).rejects.not.toThrow(/s3cret/)
  await expect(connect('woocommerce', '{}')).rejects.toThrow('Nobody asks woocommerce: it takes no keys')
  await expect(doorstep.enroll.rotate('nobody')).rejects.toThrow('No connection of that name has a secret')
})

test('a process that starts again goes on from where everything was read', async () => {
  const treez = await openTreez(() => at)
  let at = 0
  const first = await openDoorstep({ askVendor: treez.askVendor })
  at = first.now()
  const { connectionId } = await first.enroll.connect(STORE.id, 'treez', { keys: JSON.stringify(TREEZ_KEYS) })
  await ticks(first, 0)
  for (const ms of [minutes(1), minutes(2)]) {
    treez.change(`t${ms}`, 'PACKED_READY')
    at += ms
    await ticks(first, ms)
  }
  const readUpTo = (await findConnection(first.db, connectionId))?.readUpTo ?? 0
  expect(readUpTo).toBe(at)
  treez.change('while-down', 'PACKED_READY')
  const copy = `${first.file}.copy`
  await first.db.$client.execute(`VACUUM INTO '${copy}'`)
  at += hours(30)
  const second = await openDoorstep({
    askVendor: treez.askVendor,
    file: copy,
    secretKey: first.secretKey,
    at: new Date(at).toISOString(),
  })
  const asked = treez.asked.length
  await ticks(second, 0)
  at += minutes(1)
  await ticks(second, minutes(1))
  const since = /after\/([^/]+)/.exec(
    decodeURIComponent(treez.asked.slice(asked).find((one) => one.startsWith('GET')) ?? ''),
  )?.[1]
  expect(since).toBe(new Date(readUpTo - minutes(2)).toISOString().replace('Z', '-00:00'))
  const packed = (await typesOf(second, 'treez/')).filter((one) => one.startsWith('order.packed'))
  expect(packed).toHaveLength(3)
  await second[Symbol.asyncDispose]()
  await first[Symbol.asyncDispose]()
  await treez.close()
})

test('keys that were sealed with another key of ours are said to be, and nobody is asked', async () => {
  await using first = await openDoorstep()
  await first.enroll.connect(STORE.id, 'treez', { keys: JSON.stringify(TREEZ_KEYS) })
  const { connectionId } = await first.enroll.connect(STORE.id, 'meadow', {
    keys: '{"consumerKey":"a","clientKey":"b"}',
  })
  const copy = `${first.file}.copy`
  await first.db.$client.execute(`VACUUM INTO '${copy}'`)
  await using second = await openDoorstep({ file: copy })
  await ticks(second, 0)
  await ticks(second, minutes(1))
  await second.stages.hearing.flush()
  const problem = 'Our keys for it were sealed with another DOORSTEP_SECRET_KEY'
  expect(await findConnection(second.db, connectionId)).toMatchObject({ lastProblem: problem, lastHeardAt: null })
})

test('a process that stops waits for nobody who keeps it waiting', async () => {
  const hanging = await openAsked(() => ({ status: 200, body: [] }))
  const patient = { ...hanging, askVendor: askOverHttps({ send: hangingFetch }) }
  const { doorstep, connection } = await openWith(patient, 'meadow', { consumerKey: 'a', clientKey: 'b' })
  doorstep.advance(minutes(1))
  doorstep.stages.tick()
  await began.promise
  doorstep.stages.poller?.close()
  await doorstep.stages.idle()
  expect((await connection())?.lastProblem).toBeNull()
})

const began = Promise.withResolvers<void>()
const hangingFetch: typeof fetch = (_, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error))
    began.resolve()
  })

test('how far behind each vendor is can be watched, by vendor and never by name', async () => {
  const { doorstep, peer, connectionId } = await openWith(await openCova(), 'cova', COVA_KEYS)
  await ticks(doorstep, minutes(1))
  const gauge = async () =>
    (await (await doorstep.app.request('/metrics')).text())
      .split('\n')
      .filter((line) => line.startsWith('doorstep_poll_age'))
  expect(await gauge()).toEqual(['doorstep_poll_age_seconds{vendor="cova"} 0'])
  await received(doorstep, idOf(1))
  peer.moods.push(...Array.from({ length: 20 }, () => 'fault' as const))
  for (let n = 0; n < 20; n += 1) await ticks(doorstep, minutes(1))
  expect(await gauge()).toEqual(['doorstep_poll_age_seconds{vendor="cova"} 1200'])
  expect((await gauge()).join()).not.toContain(connectionId)
})
