import { describe, expect, test } from 'vitest'
import { hours, minutes } from '../../api/domain/time.ts'
import { verifyExport } from '../../api/audit/verify-export.mjs'
import { signerOf } from '../../api/signing.ts'
import { insertRows } from '../audit/insert-rows.ts'
import { openDoorstep } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { textOf } from '../source-files.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
const KIM = { email: 'kim@alderbay.example', password: 'correct horse battery' }

async function signIn(doorstep: Doorstep, who: object = KIM): Promise<{ status: number; cookie: string; set: string }> {
  const response = await doorstep.post('/v1/support/session', JSON.stringify(who), {
    'content-type': 'application/json',
  })
  const set = response.headers.get('set-cookie') ?? ''
  return { status: response.status, cookie: set.split(';')[0] ?? '', set }
}
const lookUp = async (doorstep: Doorstep, number: string, cookie = ''): Promise<Response> =>
  doorstep.app.request(`/v1/support/orders/${number}`, { headers: { cookie } })
const staffRows = async (doorstep: Doorstep) =>
  (await trailRows(doorstep))
    .filter(({ type }) => type.startsWith('staff.'))
    .map(({ type, subject, data }) => [type, subject, (JSON.parse(data) as { found?: boolean }).found])

async function withKim(): Promise<Doorstep> {
  const doorstep = await openDoorstep()
  await doorstep.enroll.staff('alder-bay', ' Kim@AlderBay.example ', KIM.password)
  await doorstep.tell({
    type: 'order.received',
    data: { orderId: '1', number: '1042', customer: { name: 'Ana Reyes', email: 'ana@example.com' } },
  })
  return doorstep
}

describe('staff sign in', () => {
  test('with their address and password, and the trail says so', async () => {
    await using doorstep = await withKim()
    const { status, set } = await signIn(doorstep)
    expect(status).toBe(204)
    expect(set).toMatch(/^doorstep-staff=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
    expect((await staffRows(doorstep)).map(([type]) => type)).toEqual(['staff.signed-in'])
  })

  test.each<[string, object, number]>([
    ['a wrong password', { ...KIM, password: 'correct horse' }, 401],
    ['nobody’s address', { ...KIM, email: 'lee@alderbay.example' }, 401],
    ['no password', { email: KIM.email, password: '' }, 422],
    ['no address', { ...KIM, email: 'kim' }, 422],
    ['a list', [], 422],
  ])('but not with %s', async (_, who, status) => {
    await using doorstep = await withKim()
    expect(await signIn(doorstep, who)).toMatchObject({ status, cookie: '' })
    expect(await staffRows(doorstep)).toEqual([])
  })

  test('and a wrong password looks like a wrong address', async () => {
    await using doorstep = await withKim()
    const answers = []
    for (const who of [
      { ...KIM, password: 'x' },
      { ...KIM, email: 'nobody@alderbay.example' },
    ]) {
      const response = await doorstep.post('/v1/support/session', JSON.stringify(who), {})
      answers.push([response.status, await response.text(), [...response.headers]])
    }
    expect(answers[0]).toEqual(answers[1])
  })

  test('no more than ten times in a quarter of an hour, and then again', { timeout: 20_000 }, async () => {
    await using doorstep = await withKim()
    for (let n = 0; n < 10; n += 1)
      expect((await signIn(doorstep, { ...KIM, password: `guess ${n}` })).status).toBe(401)
    for (let n = 0; n < 50; n += 1) expect((await signIn(doorstep)).status).toBe(401)
    doorstep.advance(minutes(15))
    expect((await signIn(doorstep)).status).toBe(204)
  })
})

describe('a session', () => {
  test('ends by itself after twelve hours', async () => {
    await using doorstep = await withKim()
    const { cookie } = await signIn(doorstep)
    doorstep.advance(hours(12) - 1)
    expect((await lookUp(doorstep, '1042', cookie)).status).toBe(200)
    doorstep.advance(1)
    expect((await lookUp(doorstep, '1042', cookie)).status).toBe(401)
  })

  test('ends when they sign out, and its cookie with it', async () => {
    await using doorstep = await withKim()
    const { cookie } = await signIn(doorstep)
    const response = await doorstep.app.request('/support/sign-out', {
      method: 'POST',
      headers: { cookie, origin: 'http://localhost' },
    })
    expect([response.status, response.headers.get('location'), response.headers.get('set-cookie')]).toEqual([
      303,
      '/support',
      expect.stringMatching(/^doorstep-staff=; Max-Age=0/),
    ])
    expect((await lookUp(doorstep, '1042', cookie)).status).toBe(401)
  })

  test.each(['', 'doorstep-staff=', 'doorstep-staff=guess', `doorstep-staff=${'A'.repeat(43)}`])(
    'is not opened by %s',
    async (cookie) => {
      await using doorstep = await withKim()
      expect((await lookUp(doorstep, '1042', cookie)).status).toBe(401)
      expect(await staffRows(doorstep)).toEqual([])
    },
  )
})

describe('the forms of the support pages', () => {
  const form = (
    doorstep: Doorstep,
    fields: Record<string, string>,
    headers: Record<string, string> = { origin: 'http://localhost' },
  ) =>
    doorstep.app.request('/support/sign-in', {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    })

  test('sign in without JavaScript, and say so when it does not fit', async () => {
    await using doorstep = await withKim()
    const right = await form(doorstep, KIM)
    expect([right.status, right.headers.get('location')]).toEqual([303, '/support'])
    const wrong = await form(doorstep, { ...KIM, password: 'x' })
    expect([wrong.status, wrong.headers.get('location'), wrong.headers.get('set-cookie')]).toEqual([
      303,
      '/support?fault=sign-in',
      null,
    ])
  })

  test.each([{}, { email: 'kim', password: 'x' }, { email: KIM.email }])(
    'say so too when they are half filled in: %o',
    async (fields) => {
      await using doorstep = await withKim()
      const response = await form(doorstep, fields)
      expect([response.status, response.headers.get('location')]).toEqual([303, '/support?fault=sign-in'])
    },
  )

  test('are not filled in from other sites', async () => {
    await using doorstep = await withKim()
    expect((await form(doorstep, KIM, { origin: 'https://elsewhere.example' })).status).toBe(403)
  })
})

describe('a look-up', () => {
  async function anEvening(doorstep: Doorstep): Promise<void> {
    await doorstep.tell({
      type: 'route.planned',
      data: { routeId: 'r', driver: { id: 'sam', firstName: 'Sam' }, stops: [{ stopId: 'a', orderIds: ['1'] }] },
    })
    await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
    doorstep.advance(minutes(10))
    await doorstep.tell({ type: 'handoff.refused', data: { orderId: '1', reason: 'no-id' } })
  }

  test('tells an order’s evening in words, with the entry behind each', async () => {
    await using doorstep = await withKim()
    await anEvening(doorstep)
    const { cookie } = await signIn(doorstep)
    const response = await lookUp(doorstep, '1042', cookie)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const { timeline, notifications, links, ...order } = (await response.json()) as {
      links: object[]
      timeline: { words: string; hash: string; seq: number }[]
      notifications: object[]
    }
    expect(order).toEqual({
      orderId: '1',
      number: '1042',
      milestone: 'not-delivered',
      receivedAt: '2026-04-25T01:00:00.000Z',
      window: null,
      promise: null,
      met: null,
      delayed: false,
      driver: { id: 'sam', firstName: 'Sam' },
      routeId: 'r',
      stopsBefore: null,
      contact: { name: 'Ana Reyes', phone: null, email: 'ana@example.com' },
      forgottenAt: null,
      keptBecause: 'under-way',
      customer: { idReady: false, note: null, stars: null, words: null },
      pageEndsAt: '2026-05-02T01:10:00.000Z',
      replies: [],
      channels: [{ channel: 'email', isSent: true, stops: [] }],
    })
    expect(links).toMatchObject([{ to: 'customer' }, { to: 'customer' }])
    expect(timeline.map(({ words }) => words)).toEqual([
      'Order 1042 came in',
      'Milestone “received” passed, because of entry 1',
      'The store has the address from the checkout; to which words on messages it did not tell',
      'Put on route r of driver sam, 1 stops',
      'Route r left the store',
      'Milestone “out-for-delivery” passed, because of entry 5',
      'A “out-for-delivery” message was planned by email',
      'The “out-for-delivery” message was taken up to be sent by email',
      'The “out-for-delivery” message was sent by email',
      'Not handed over: no id',
      'Milestone “not-delivered” passed, because of entry 10',
      'A “not-delivered” message was planned by email',
      'The “not-delivered” message was taken up to be sent by email',
      'The “not-delivered” message was sent by email',
      expect.stringMatching(/^Staff member staff_\S+ looked the order up$/),
    ])
    expect(notifications).toMatchObject([
      { kind: 'out-for-delivery', channel: 'email', status: 'sent' },
      { kind: 'not-delivered', channel: 'email', status: 'sent' },
    ])
    const rows = new Map((await trailRows(doorstep)).map(({ seq, hash }) => [seq, hash]))
    expect(timeline.filter(({ seq, hash }) => rows.get(seq) !== hash)).toEqual([])
  })

  test('leaves a trace, found or not', async () => {
    await using doorstep = await withKim()
    const { cookie } = await signIn(doorstep)
    expect((await lookUp(doorstep, '1042', cookie)).status).toBe(200)
    expect((await lookUp(doorstep, '9999', cookie)).status).toBe(404)
    expect((await lookUp(doorstep, '1042', cookie)).status).toBe(200)
    expect(await staffRows(doorstep)).toEqual([
      ['staff.signed-in', expect.stringMatching(/^staff\/staff_/), undefined],
      ['staff.looked-up', 'order/1', true],
      ['staff.looked-up', expect.stringMatching(/^staff\/staff_/), false],
      ['staff.looked-up', 'order/1', true],
    ])
  })

  test('by the page leaves the same trace', async () => {
    await using doorstep = await withKim()
    const { cookie } = await signIn(doorstep)
    const page = await doorstep.app.request('/support?number=1042', { headers: { cookie } })
    const { locals } = (await page.json()) as { locals: { support: { found: { number: string }; email: string } } }
    expect([locals.support.found.number, locals.support.email]).toEqual(['1042', KIM.email])
    expect((await staffRows(doorstep)).map(([type]) => type)).toEqual(['staff.signed-in', 'staff.looked-up'])
  })

  test('is nothing that a customer with an open page notices', async () => {
    await using doorstep = await withKim()
    const { cookie } = await signIn(doorstep)
    const before = await doorstep.view('1')
    await lookUp(doorstep, '1042', cookie)
    expect(await doorstep.view('1')).toEqual(before)
  })

  test('by another dispensary’s staff finds nothing, and their trail says that they looked', async () => {
    await using doorstep = await withKim()
    await doorstep.enroll.dispensary({ ...doorstep.store, id: 'bay-two' })
    await doorstep.enroll.staff('bay-two', 'pat@baytwo.example', 'another password')
    const { cookie } = await signIn(doorstep, { email: 'pat@baytwo.example', password: 'another password' })
    const foreign = await lookUp(doorstep, '1042', cookie)
    const unknown = await lookUp(doorstep, '9999', cookie)
    expect([foreign.status, await foreign.text()]).toEqual([unknown.status, await unknown.text()])
    const page = await (await doorstep.app.request('/support', { headers: { cookie } })).text()
    expect(page).not.toContain('1042')
    const looked = (await trailRows(doorstep)).filter(({ type }) => type === 'staff.looked-up')
    expect(looked.map(({ dispensaryId }) => dispensaryId)).toEqual(['bay-two', 'bay-two'])
  })

  test('of a number that came twice finds the newer order', async () => {
    await using doorstep = await withKim()
    await doorstep.tell({ type: 'order.received', data: { orderId: '2', number: '1042' } })
    const { cookie } = await signIn(doorstep)
    expect(await (await lookUp(doorstep, '1042', cookie)).json()).toMatchObject({ orderId: '2' })
  })
})

describe('an order’s rows of the trail', () => {
  const download = async (doorstep: Doorstep, orderId: string, file: string, cookie = ''): Promise<Response> =>
    doorstep.app.request(`/v1/support/exports/${orderId}/${file}`, { headers: { cookie } })

  test('are downloaded with their proofs, and the trail says by whom', async () => {
    await using doorstep = await withKim()
    const { cookie } = await signIn(doorstep)
    const response = await download(doorstep, '1', 'export.json', cookie)
    expect([
      response.status,
      ...['content-type', 'content-disposition', 'cache-control'].map((name) => response.headers.get(name)),
    ]).toEqual([200, 'application/json', 'attachment; filename="order-1.json"', 'no-store'])
    const text = await response.text()
    expect(verifyExport(text, signerOf(doorstep.secretKey).publicKey).faults).toEqual([])
    expect(text).not.toMatch(/Ana Reyes|ana@example/)
    const [row] = (await trailRows(doorstep)).filter(({ type }) => type === 'trail.exported')
    expect([row?.subject, JSON.parse(row?.data ?? '')]).toEqual([
      'order/1',
      expect.objectContaining({ by: expect.stringMatching(/^staff_/), orderId: '1' }),
    ])
    const order = (await (await lookUp(doorstep, '1042', cookie)).json()) as { timeline: { words: string }[] }
    expect(order.timeline.map(({ words }) => words)).toContainEqual(
      expect.stringMatching(/^Handed out with proofs, asked for by staff_/),
    )
  })

  test('or for a spreadsheet, one line an event', async () => {
    await using doorstep = await withKim()
    const { cookie } = await signIn(doorstep)
    const response = await download(doorstep, '1', 'events.csv', cookie)
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    const [names, first] = (await response.text()).split('\r\n')
    expect(names).toMatch(/^"link","seq","time","localTime",.*"hash"$/)
    expect(first).toMatch(
      /^1,1,"2026-04-25T01:00:00.000Z","2026-04-24T18:00:00.000-07:00",.*"order.received","order\/1"/,
    )
    expect((await trailRows(doorstep)).filter(({ type }) => type === 'trail.exported')).toHaveLength(1)
  })

  test('and the program that checks them comes from the same page', async () => {
    await using doorstep = await withKim()
    const { cookie } = await signIn(doorstep)
    const program = await doorstep.app.request('/v1/support/verify-export.mjs', { headers: { cookie } })
    expect([program.status, await program.text()]).toEqual([200, textOf('api/audit/verify-export.mjs')])
    expect((await doorstep.app.request('/v1/support/verify-export.mjs')).status).toBe(401)
  })

  test.each(['export.json', 'events.csv'])('are for staff only, of their own store only: %s', async (file) => {
    await using doorstep = await withKim()
    await doorstep.enroll.dispensary({ ...doorstep.store, id: 'bay-two' })
    await doorstep.enroll.staff('bay-two', 'pat@baytwo.example', 'another password')
    const { cookie } = await signIn(doorstep, { email: 'pat@baytwo.example', password: 'another password' })
    const answers = await Promise.all(
      [download(doorstep, '1', file, cookie), download(doorstep, '99', file, cookie)].map(async (asked) => {
        const response = await asked
        return [response.status, await response.text(), [...response.headers]]
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.[0]).toBe(404)
    expect((await download(doorstep, '1', file)).status).toBe(401)
    expect((await trailRows(doorstep)).filter(({ type }) => type === 'trail.exported')).toEqual([])
  })

  test('may be too many for one answer', async () => {
    await using doorstep = await withKim()
    const { cookie } = await signIn(doorstep)
    const rows = Array.from({ length: 2_001 }, (_, i) => {
      const at = { seq: 1_000 + i, dispensaryId: 'alder-bay', link: 1_000 + i, time: 0, recordedAt: 0 }
      return { ...at, source: 'x', eventId: `${i}`, type: 'order.verified', subject: 'order/1', data: '{}', hash: '' }
    })
    await insertRows(doorstep.db, rows)
    expect((await download(doorstep, '1', 'export.json', cookie)).status).toBe(413)
  })

  test('of an order whose id is no plain word have a plain file name', async () => {
    await using doorstep = await withKim()
    const orderId = 'a/b "c"\r\nx: y'
    await doorstep.tell({ type: 'order.received', data: { orderId, number: '1050' } })
    const { cookie } = await signIn(doorstep)
    const response = await download(doorstep, encodeURIComponent(orderId), 'export.json', cookie)
    expect([response.status, response.headers.get('content-disposition')]).toEqual([
      200,
      'attachment; filename="order-a_b_c_x_y.json"',
    ])
  })
})
