import { describe, expect, onTestFinished, test } from 'vitest'
import { hours, minutes, seconds } from '../../api/domain/time.ts'
import { findConnection } from '../../db/connections.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import type { Mood } from '../peers/asked.ts'
import { openTreez, TREEZ_KEYS } from '../peers/treez.ts'
import { ticks, type Doorstep } from './customer.ts'

const KEYS = JSON.stringify(TREEZ_KEYS)

/** A hundred orders are four hundred durable events. */
const PATIENCE = { timeout: 30_000 }

/** A Doorstep that asks a Treez of its own, and has done so once. */
async function withTreez() {
  const time = { now: () => 0 }
  const treez = await openTreez(() => time.now())
  const doorstep = await openDoorstep({ askVendor: treez.askVendor })
  time.now = doorstep.now
  const { connectionId, secret } = await doorstep.enroll.connect(STORE.id, 'treez', { keys: KEYS })
  onTestFinished(async () => {
    await doorstep[Symbol.asyncDispose]()
    await treez.close()
  })
  await ticks(doorstep, 0)
  await ticks(doorstep, minutes(1))
  const connection = async () => {
    await doorstep.stages.hearing.flush()
    const row = await findConnection(doorstep.db, connectionId)
    if (!row) throw new Error('No connection')
    return row
  }
  return { doorstep, treez, connectionId, secret, connection }
}

const statuses = async (doorstep: Doorstep, orderId: string): Promise<string[]> =>
  (await trailRows(doorstep))
    .filter(({ subject, source }) => subject === `order/${orderId}` && source.startsWith('treez/'))
    .map(({ type }) => type)

describe('a till that has to be asked', PATIENCE, () => {
  test('is asked at its pace, and what changed since is recorded once', async () => {
    const { doorstep, treez, connection } = await withTreez()
    expect((await connection()).readUpTo).toBe(doorstep.now())
    treez.change('a', 'PACKED_READY')
    await ticks(doorstep, minutes(1))
    expect(await statuses(doorstep, 'a')).toEqual([])
    await ticks(doorstep, minutes(1))
    expect(await statuses(doorstep, 'a')).toEqual(['order.received', 'order.updated', 'order.packed'])
    await ticks(doorstep, minutes(2))
    treez.change('a', 'CANCELED')
    await ticks(doorstep, minutes(2))
    await ticks(doorstep, minutes(2))
    expect(await statuses(doorstep, 'a')).toEqual([
      'order.received',
      'order.updated',
      'order.packed',
      'order.updated',
      'order.cancelled',
    ])
    expect((await doorstep.view('a')).milestone).toBe('cancelled')
    expect(await connection()).toMatchObject({
      lastAskedAt: doorstep.now(),
      lastHeardAt: doorstep.now(),
      lastProblem: null,
    })
  })

  test('is first asked for the day before, and then from where everything was read, and a little before', async () => {
    const { doorstep, treez } = await withTreez()
    await ticks(doorstep, minutes(2))
    const sinces = treez.asked
      .filter((one) => one.startsWith('GET'))
      .map((one) => Date.parse(/after\/([^/]+)/.exec(decodeURIComponent(one))?.[1]?.replace('-00:00', 'Z') ?? ''))
    const first = doorstep.now() - minutes(2)
    expect(sinces).toEqual([first - hours(24) - minutes(2), first - minutes(2)])
  })

  test('that both tells and is asked is heard by either way once', async () => {
    const { doorstep, treez, connectionId, secret } = await withTreez()
    treez.change('a', 'IN_PROCESS')
    const at = new Date(doorstep.now()).toISOString()
    const data = {
      ticket_id: 'a',
      order_number: 'a',
      order_status: 'IN_PROCESS',
      type: 'DELIVERY',
      payment_status: 'UNPAID',
      date_created: '2026-04-24T16:00:00.000-07:00',
      last_updated_at: at,
      total: 84.5,
    }
    await doorstep.post(`/v1/pos/${connectionId}`, JSON.stringify({ event_type: 'TICKET', data }), {
      authorization: `Bearer ${secret}`,
    })
    await ticks(doorstep, minutes(2))
    expect(await statuses(doorstep, 'a')).toEqual(['order.received', 'order.updated', 'order.preparing'])
  })

  test('may have more than fits on a page', async () => {
    const { doorstep, treez } = await withTreez()
    for (let n = 0; n < 120; n += 1) treez.change(`t${n}`, 'PACKED_READY')
    await ticks(doorstep, minutes(2))
    const rows = await trailRows(doorstep)
    expect(rows.filter(({ type }) => type === 'order.packed')).toHaveLength(120)
    expect(treez.asked.at(-1)).toContain('/page/3/')
  })

  test('with one ticket that cannot be read tells of the others, and staff can see where it does not fit', async () => {
    const { doorstep, treez, connection } = await withTreez()
    treez.change('a', 'PACKED_READY')
    treez.change('', 'PACKED_READY')
    await ticks(doorstep, minutes(2))
    expect(await statuses(doorstep, 'a')).toContain('order.packed')
    expect(await connection()).toMatchObject({ readUpTo: doorstep.now(), lastProblemAt: doorstep.now() })
    expect((await connection()).lastProblem).toMatch(/^\/\d\/ticket_id /)
  })
})

const STEP = seconds(5)

/** Moves the time until it is asked again; how long that was. */
async function untilAsked(doorstep: Doorstep, asked: string[]): Promise<number> {
  const [from, before] = [doorstep.now(), asked.length]
  while (asked.length === before) await ticks(doorstep, STEP)
  return doorstep.now() - from
}

describe('when its answers fail', PATIENCE, () => {
  test.each<[Mood, string]>([
    ['busy', 'It wishes to be asked less often (429)'],
    ['fault', 'It has a fault of its own (503)'],
    ['hang', 'It does not answer in time'],
    ['hang-up', 'It cannot be reached'],
    ['garbage', 'Its answer cannot be read: Not JSON'],
    ['cut-short', 'Its answer cannot be read: Not JSON'],
    ['broken-off', 'Its answer broke off'],
    ['elsewhere', 'It sends us elsewhere, and our keys go nowhere else'],
    [{ status: 404 }, 'It cannot be asked for that (404)'],
  ])('(%j) nothing is lost, it is left alone for longer and longer, and staff can see why', async (mood, problem) => {
    const { doorstep, treez, connection } = await withTreez()
    const before = (await connection()).readUpTo
    treez.change('a', 'PACKED_READY')
    for (let failures = 0; failures < 7; failures += 1) {
      treez.moods.push(mood)
      const waited = await untilAsked(doorstep, treez.asked)
      expect(await connection()).toMatchObject({ lastProblem: problem, lastAskedAt: doorstep.now(), readUpTo: before })
      if (failures === 0) continue
      const longest = Math.min(minutes(15), seconds(30) * 2 ** (failures - 1))
      const wished = mood === 'busy' ? minutes(2) : 0
      expect(waited).toBeGreaterThanOrEqual(Math.max(longest / 2, wished))
      expect(waited).toBeLessThanOrEqual(Math.max(longest, wished * 1.1) + STEP)
    }
    await ticks(doorstep, minutes(16))
    expect(await statuses(doorstep, 'a')).toEqual(['order.received', 'order.updated', 'order.packed'])
    expect((await connection()).readUpTo).toBeGreaterThan(before ?? 0)
    expect(JSON.stringify([doorstep.lines, await connection()])).not.toMatch(/Ana|Alder St|key-1|token-/)
  })

  test('it comes back as late as it wishes, but not later than an hour', async () => {
    const { doorstep, treez } = await withTreez()
    const waitFor = async (retryAfter: string): Promise<number> => {
      treez.moods.push({ status: 503, headers: { 'retry-after': retryAfter } })
      await untilAsked(doorstep, treez.asked)
      return untilAsked(doorstep, treez.asked)
    }
    const inSeconds = await waitFor('600')
    expect([inSeconds >= minutes(10), inSeconds <= minutes(11) + STEP]).toEqual([true, true])
    const until = doorstep.now() + minutes(32)
    await waitFor(new Date(until).toUTCString())
    expect([doorstep.now() >= until, doorstep.now() <= until + minutes(3.2) + STEP]).toEqual([true, true])
    const absurd = await waitFor('86400')
    expect([absurd >= hours(1), absurd <= hours(1.1) + STEP]).toEqual([true, true])
  })

  test('in the middle of many pages, what was read is recorded, and the rest is read before the cursor moves', async () => {
    const { doorstep, treez, connection } = await withTreez()
    const before = (await connection()).readUpTo
    for (let n = 0; n < 120; n += 1) treez.change(`t${n}`, 'PACKED_READY')
    treez.moods.push('well', 'busy', 'busy', 'busy')
    await ticks(doorstep, minutes(2))
    const packed = async () => (await trailRows(doorstep)).filter(({ type }) => type === 'order.packed').length
    expect([await packed(), (await connection()).readUpTo]).toEqual([50, before])
    const asked = treez.asked.length
    for (let turn = 0; turn < 3; turn += 1) await ticks(doorstep, minutes(4))
    const pages = treez.asked.slice(asked).map((one) => /page\/\d/.exec(one)?.[0])
    expect(pages).toEqual(['page/2', 'page/2', 'page/2', 'page/3'])
    expect(await packed()).toBe(120)
    expect((await connection()).readUpTo).toBe(doorstep.now() - minutes(12))
  })

  test('at one page again and again, the list is read from its beginning, where the news is', async () => {
    const { doorstep, treez } = await withTreez()
    for (let n = 0; n < 60; n += 1) treez.change(`t${n}`, 'PACKED_READY')
    treez.moods.push('well', 'fault', 'fault')
    await ticks(doorstep, minutes(2))
    await ticks(doorstep, minutes(1))
    treez.change('news', 'PACKED_READY')
    treez.moods.push('well', 'fault')
    await ticks(doorstep, minutes(2))
    expect(await statuses(doorstep, 'news')).toContain('order.packed')
  })

  test('because its pages go round in a circle, it is not asked for ever, and the cursor stays', async () => {
    const { doorstep, treez, connection } = await withTreez()
    const before = (await connection()).readUpTo
    for (let n = 0; n < 60; n += 1) treez.change(`t${n}`, 'PACKED_READY')
    treez.showFirstPageOnly()
    const asked = treez.asked.length
    await ticks(doorstep, minutes(2))
    expect(treez.asked.length - asked).toBe(2)
    expect(await connection()).toMatchObject({ lastProblem: 'Its pages have no end', readUpTo: before })
  })
})

describe('its token', PATIENCE, () => {
  test('is kept, renewed before it ends, and never told', async () => {
    const { doorstep, treez, connection } = await withTreez()
    await ticks(doorstep, minutes(2))
    await ticks(doorstep, minutes(2))
    expect(treez.tokens()).toBe(1)
    await ticks(doorstep, minutes(55) + seconds(30)) // half a minute before it ends
    expect(treez.tokens()).toBe(2)
    expect((await connection()).lastProblem).toBeNull()
  })

  test('that is not taken any more is renewed once, within the same look', async () => {
    const { doorstep, treez, connection } = await withTreez()
    treez.forgetToken()
    treez.change('a', 'PACKED_READY')
    await ticks(doorstep, minutes(2))
    expect(await statuses(doorstep, 'a')).toContain('order.packed')
    expect([treez.tokens(), (await connection()).lastProblem]).toEqual([2, null])
  })

  test('refused though it is fresh, or not given for our keys, there is no hammering', async () => {
    const { doorstep, treez, connection } = await withTreez()
    treez.moods.push('refuse', 'well', 'refuse')
    await ticks(doorstep, minutes(2))
    expect((await connection()).lastProblem).toBe('It refuses our keys (401)')
    const asked = treez.asked.length
    for (let n = 0; n < 7; n += 1) await ticks(doorstep, minutes(1))
    expect(treez.asked.length).toBe(asked)
    await ticks(doorstep, minutes(8))
    expect(treez.asked.length).toBeGreaterThan(asked)
  })

  test('is asked for with new keys soon after these were given', async () => {
    const { doorstep, treez, connection, connectionId } = await withTreez()
    await doorstep.enroll.keys(connectionId, JSON.stringify({ ...TREEZ_KEYS, apiKey: 'mistyped' }))
    await ticks(doorstep, seconds(10))
    await ticks(doorstep, minutes(1))
    expect((await connection()).lastProblem).toBe('It refuses our keys (400)')
    await doorstep.enroll.keys(connectionId, KEYS)
    treez.change('a', 'PACKED_READY')
    await ticks(doorstep, seconds(10))
    await ticks(doorstep, minutes(1))
    expect(await statuses(doorstep, 'a')).toContain('order.packed')
  })
})
