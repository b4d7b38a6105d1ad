import { describe, expect, test } from 'vitest'
import { verifyChains } from '../../api/audit/verify.ts'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import type { SupportConnection, SupportConnections } from '../../api/contract-connections.ts'
import { supportConnections } from '../../api/contract-connections.ts'
import { hours, minutes } from '../../api/domain/time.ts'
import { findConnection, markReadUpTo } from '../../db/connections.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import type { Doorstep } from './customer.ts'

const KIM = { email: 'kim@alderbay.example', password: 'correct horse battery' }
const KEYS = {
  meadow: '{"consumerKey":"k3y-one","clientKey":"k3y-two"}',
  cova: '{"companyId":"1","clientId":"c","clientSecret":"s","username":"u","password":"k3y-three"}',
}

async function signedIn(doorstep: Doorstep, who = KIM, dispensaryId = STORE.id): Promise<string> {
  await doorstep.enroll.staff(dispensaryId, who.email, who.password)
  const response = await doorstep.post('/v1/support/session', JSON.stringify(who), {
    'content-type': 'application/json',
  })
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

async function look(doorstep: Doorstep, cookie: string): Promise<SupportConnections> {
  const response = await doorstep.app.request('/v1/support/connections', { headers: { cookie } })
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
  return supportConnections.strict().parse(await response.json())
}
const find = ({ connections }: SupportConnections, id: string): SupportConnection => {
  const found = connections.find((one) => one.id === id)
  if (!found) throw new Error(`No ${id}`)
  return found
}
const submit = (
  doorstep: Doorstep,
  cookie: string,
  path: string,
  fields: Record<string, string>,
  origin = 'http://localhost',
) =>
  doorstep.app.request(`/support/connections/${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin, cookie },
  })
const ticket = (order_status: string, ticket_id = 'ticket-1'): string =>
  JSON.stringify({
    event_type: 'TICKET',
    data: { ticket_id, order_number: 'W1', order_status, type: 'DELIVERY', date_created: '2026-04-24T17:30:00-07:00' },
  })
const sends = (doorstep: Doorstep, { connectionId, secret }: { connectionId: string; secret: string }, body: string) =>
  doorstep.post(`/v1/pos/${connectionId}`, body, { authorization: `Bearer ${secret}` })
const staffRows = async (doorstep: Doorstep) =>
  (await trailRows(doorstep))
    .filter(({ source }) => source === 'doorstep/support')
    .map(({ type, subject, data }) => ({ type, subject, data: JSON.parse(data) as Record<string, unknown> }))

describe('staff look at their connections', () => {
  test('and are told of each, the worst first, and never of a secret', async () => {
    await using doorstep = await openDoorstep()
    const meadow = await doorstep.enroll.connect(STORE.id, 'meadow', { keys: KEYS.meadow })
    const treez = await doorstep.enroll.connect(STORE.id, 'treez', { testMode: true })
    const rotated = await doorstep.enroll.rotate(treez.connectionId)
    await doorstep.wooSends({ id: 7, number: '7', status: 'processing' })
    doorstep.advance(minutes(4))
    await doorstep.phoneSends({ _type: 'location', lat: 'x' })
    const cookie = await signedIn(doorstep)
    const told = await look(doorstep, cookie)
    expect(told.connections.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'owntracks problem',
      'treez testing',
      'api new',
      'meadow new',
      'woocommerce well',
    ])
    expect(find(told, doorstep.woo.connectionId)).toEqual({
      id: doorstep.woo.connectionId,
      kind: 'woocommerce',
      lane: 'pos',
      driverIds: [],
      state: 'well',
      lastHeardAt: '2026-04-25T01:00:00.000Z',
      asked: null,
      problem: null,
      testMode: false,
      formerSecretUntil: null,
      ...{ rehearsals: [], unmapped: [], mapped: [] },
    })
    expect(find(told, doorstep.phone.connectionId)).toMatchObject({
      lane: 'driver',
      driverIds: ['sam'],
      problem: { words: 'Does not fit the schema', over: false },
    })
    expect(find(told, treez.connectionId).formerSecretUntil).toBe('2026-04-25T02:00:00.000Z')
    expect(find(told, meadow.connectionId).asked).toEqual({
      lastAskedAt: null,
      readUpTo: null,
      everySeconds: 120,
      late: false,
    })
    const secrets = [
      treez.secret,
      rotated.secret,
      doorstep.api.secret,
      doorstep.api.webhookSecret,
      doorstep.phone.secret,
    ]
    for (const secret of [...secrets, 'k3y']) expect(JSON.stringify(told)).not.toContain(secret)
    expect(JSON.stringify(told)).not.toMatch(/sealed|hash/i)
  })

  test('and the trail says so each time, by page and by JSON', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await signedIn(doorstep)
    await look(doorstep, cookie)
    const page = await doorstep.app.request('/support/connections', { headers: { cookie } })
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    const { locals } = (await page.json()) as {
      locals: { connections: SupportConnections & { email: string; timeZone: string } }
    }
    expect(locals.connections).toMatchObject({ email: KIM.email, timeZone: STORE.timeZone, connections: [{}, {}, {}] })
    expect((await staffRows(doorstep)).map(({ type, subject }) => [type, subject.replace(/_.*/, '')])).toEqual([
      ['staff.signed-in', 'staff/staff'],
      ['staff.viewed-connections', 'staff/staff'],
      ['staff.viewed-connections', 'staff/staff'],
    ])
  })

  test('only signed in, and only at those of their own store', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.enroll.dispensary({ ...STORE, id: 'bay-two' })
    const stranger = await signedIn(doorstep, { email: 'pat@baytwo.example', password: 'another password' }, 'bay-two')
    expect(await look(doorstep, stranger)).toEqual({ asOf: '2026-04-25T01:00:00.000Z', connections: [], hooks: [] })
    for (const id of [doorstep.woo.connectionId, 'nobody']) {
      expect((await submit(doorstep, stranger, `${id}/test-mode`, { on: 'yes' })).status).toBe(404)
      expect((await submit(doorstep, stranger, `${id}/statuses`, { status: 'x', standing: 'packed' })).status).toBe(404)
    }
    expect((await findConnection(doorstep.db, doorstep.woo.connectionId))?.testMode).toBe(false)
    expect((await doorstep.app.request('/v1/support/connections')).status).toBe(401)
    const page = await doorstep.app.request('/support/connections')
    expect([page.status, page.headers.get('location')]).toEqual([303, '/support'])
    const form = await submit(doorstep, '', `${doorstep.woo.connectionId}/test-mode`, { on: 'yes' })
    expect([form.status, form.headers.get('location')]).toEqual([303, '/support'])
  })

  test('a problem is over when something came after it that was as it should be', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await signedIn(doorstep)
    const treez = await doorstep.enroll.connect(STORE.id, 'treez')
    await sends(doorstep, treez, '{')
    expect(find(await look(doorstep, cookie), treez.connectionId)).toMatchObject({
      state: 'problem',
      problem: { words: 'Not JSON', over: false },
    })
    doorstep.advance(minutes(1))
    await sends(doorstep, treez, ticket('PACKED_READY'))
    expect(find(await look(doorstep, cookie), treez.connectionId)).toMatchObject({
      state: 'well',
      problem: { over: true },
    })
  })

  test('a source that both tells and is asked has a problem when either way has', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await signedIn(doorstep)
    const keys = '{"dispensary":"d","clientId":"c","apiKey":"k"}'
    const treez = await doorstep.enroll.connect(STORE.id, 'treez', { keys })
    const { hearing } = doorstep.stages
    const problem = 'It refuses our keys (401)'
    const state = async () => find(await look(doorstep, cookie), treez.connectionId).state
    hearing.asked(treez.connectionId, doorstep.now(), { answered: false, problem })
    doorstep.advance(minutes(1))
    await sends(doorstep, treez, ticket('PACKED_READY'))
    expect(await state()).toBe('problem')
    doorstep.advance(minutes(1))
    hearing.asked(treez.connectionId, doorstep.now(), { answered: true })
    expect(await state()).toBe('well')
  })

  test.each([
    ['meadow', minutes(10), minutes(10) + 1],
    ['cova', minutes(10), minutes(10) + 1],
  ] as const)(
    'a source that has to be asked is late when %s is more than ten minutes behind',
    async (kind, fine, late) => {
      await using doorstep = await openDoorstep()
      const cookie = await signedIn(doorstep)
      const { connectionId } = await doorstep.enroll.connect(STORE.id, kind, { keys: KEYS[kind] })
      const stateAfter = async (age: number) => {
        await doorstep.stages.write((tx) => markReadUpTo(tx, connectionId, doorstep.now() - age))
        const { state, asked } = find(await look(doorstep, cookie), connectionId)
        return [state, asked?.late]
      }
      expect(await stateAfter(fine)).toEqual(['well', false])
      expect(await stateAfter(late)).toEqual(['late', true])
      await submit(doorstep, cookie, `${connectionId}/test-mode`, { on: 'yes' })
      expect(await stateAfter(late)).toEqual(['testing', false])
    },
  )
})

describe('the forms of the connections', () => {
  test('switch test mode at once, and the trail says who did it', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await signedIn(doorstep)
    const treez = await doorstep.enroll.connect(STORE.id, 'treez')
    const flip = async (on: string) => submit(doorstep, cookie, `${treez.connectionId}/test-mode`, { on })
    const response = await flip('yes')
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      `/support/connections#${treez.connectionId}`,
    ])
    await sends(doorstep, treez, ticket('PACKED_READY'))
    expect((await trailRows(doorstep)).filter(({ type }) => type.startsWith('order.'))).toEqual([])
    await flip('yes') // again: that is no news
    await flip('no')
    await sends(doorstep, treez, ticket('PACKED_READY'))
    expect((await doorstep.view('ticket-1')).milestone).toBe('preparing')
    expect(
      (await staffRows(doorstep))
        .filter(({ type }) => type === 'connection.test-mode-switched')
        .map(({ subject, data }) => [subject, data['on'], String(data['staffId']).slice(0, 6)]),
    ).toEqual([
      [`connection/${treez.connectionId}`, true, 'staff_'],
      [`connection/${treez.connectionId}`, false, 'staff_'],
    ])
  })

  test('say what a status means that nobody had mapped, and it does from then on', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await signedIn(doorstep)
    const treez = await doorstep.enroll.connect(STORE.id, 'treez')
    const other = await doorstep.enroll.connect(STORE.id, 'treez')
    await sends(doorstep, treez, ticket('PACKED_READY', 'a'))
    await sends(doorstep, treez, ticket('On_The_Bike', 'a'))
    doorstep.advance(minutes(5))
    await sends(doorstep, treez, ticket('ON_THE_BIKE', 'never-told-before'))
    const before = await look(doorstep, cookie)
    expect(find(before, treez.connectionId).unmapped).toEqual([
      { status: 'ON_THE_BIKE', count: 2, lastAt: '2026-04-25T01:05:00.000Z' },
    ])
    expect(find(before, other.connectionId).unmapped).toEqual([])
    const map = (id: string, fields: Record<string, string>) => submit(doorstep, cookie, `${id}/statuses`, fields)
    expect((await map(treez.connectionId, { status: 'on_the_BIKE', standing: 'departed' })).status).toBe(303)
    const after = find(await look(doorstep, cookie), treez.connectionId)
    expect([after.unmapped, after.mapped]).toEqual([[], [{ status: 'on_the_bike', standing: 'departed' }]])
    await sends(doorstep, treez, ticket('ON_THE_BIKE', 'a'))
    expect((await doorstep.view('a')).milestone).toBe('out-for-delivery')
    expect((await map(treez.connectionId, { status: 'On_The_Bike', standing: 'nothing' })).status).toBe(303)
    expect((await findConnection(doorstep.db, treez.connectionId))?.statuses).toEqual({ on_the_bike: 'nothing' })
    for (const fields of [
      { status: 'never_heard', standing: 'packed' },
      { status: 'on_the_bike', standing: 'flown' },
      { status: '', standing: 'packed' },
      {},
    ]) {
      expect((await map(treez.connectionId, fields as Record<string, string>)).status).toBe(422)
    }
    expect((await map(other.connectionId, { status: 'on_the_bike', standing: 'packed' })).status).toBe(422)
    expect(
      (await staffRows(doorstep))
        .filter(({ type }) => type === 'connection.status-mapped')
        .map(({ data }) => data['standing']),
    ).toEqual(['departed', 'nothing'])
  })

  test('ask for no status that was not told for a month', async () => {
    await using doorstep = await openDoorstep()
    const treez = await doorstep.enroll.connect(STORE.id, 'treez')
    await sends(doorstep, treez, ticket('ODD'))
    doorstep.advance(hours(24 * 30) - 1)
    const cookie = await signedIn(doorstep)
    expect(find(await look(doorstep, cookie), treez.connectionId).unmapped).toHaveLength(1)
    doorstep.advance(1)
    expect(find(await look(doorstep, cookie), treez.connectionId).unmapped).toEqual([])
  })

  test('are not filled in from other sites', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await signedIn(doorstep)
    const path = `${doorstep.woo.connectionId}/test-mode`
    expect((await submit(doorstep, cookie, path, { on: 'yes' }, 'https://elsewhere.example')).status).toBe(403)
    expect((await findConnection(doorstep.db, doorstep.woo.connectionId))?.testMode).toBe(false)
  })

  test('leave a trail that verifies, and that gives the same settings when it is played again', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await signedIn(doorstep)
    const treez = await doorstep.enroll.connect(STORE.id, 'treez')
    await sends(doorstep, treez, ticket('ODD'))
    await submit(doorstep, cookie, `${treez.connectionId}/statuses`, { status: 'odd', standing: 'packed' })
    for (const on of ['yes', 'no', 'yes']) await submit(doorstep, cookie, `${treez.connectionId}/test-mode`, { on })
    const before = await findConnection(doorstep.db, treez.connectionId)
    for await (const { findings } of verifyChains(doorstep.db)) expect(findings).toEqual([])
    for await (const { differences } of rebuildProjections(doorstep.db, { keep: true })) expect(differences).toEqual([])
    expect(await findConnection(doorstep.db, treez.connectionId)).toEqual(before)
    expect(before).toMatchObject({ testMode: true, statuses: { odd: 'packed' } })
  })
})
