import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../api/domain/time.ts'
import type { Delivery } from '../../api/ports.ts'
import { createForgetting } from '../../api/forgetting.ts'
import { verifyChains } from '../../api/audit/verify.ts'
import { contactKeys, pushSubscriptions, waitingNews } from '../../db/personal-schema.ts'
import { openDoorstep, STORE, type Sent } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { ROOT } from '../source-files.ts'
import { ANA, deliver, plannedOnRoute, receive, subscribe, ticks, told, type Doorstep } from './customer.ts'
import { openStream } from './stream.ts'

const KIM = { email: 'kim@alderbay.example', password: 'correct horse battery' }
const FIRST = { dispensaryId: STORE.id, orderId: '1' }
const NOBODY_KNOWS = 'A'.repeat(22)

async function staffOf(doorstep: Doorstep, dispensaryId = STORE.id, who = KIM): Promise<string> {
  await doorstep.enroll.staff(dispensaryId, who.email, who.password)
  const response = await doorstep.post('/v1/support/session', JSON.stringify(who), {})
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

const form = (doorstep: Doorstep, cookie: string, fields: object, origin = 'http://localhost'): Promise<Response> =>
  doorstep.post('/support/forget', new URLSearchParams({ number: '1042', ...fields }).toString(), {
    ...{ cookie, origin, 'content-type': 'application/x-www-form-urlencoded' },
  })

const forgotten = async (doorstep: Doorstep): Promise<unknown[]> =>
  (await trailRows(doorstep))
    .filter(({ type }) => type === 'contact.forgotten')
    .map(({ data, source }) => ({ source, ...(JSON.parse(data) as object) }))

async function lookUp(doorstep: Doorstep, cookie: string) {
  const response = await doorstep.app.request('/v1/support/orders/1042', { headers: { cookie } })
  return (await response.json()) as { contact: object; forgottenAt: string; timeline: { words: string }[] }
}

async function delivered(doorstep: Doorstep): Promise<void> {
  await receive(doorstep, { name: 'Ana Reyes', address: '12 Juniper Street', ...ANA })
  await deliver(doorstep)
}

describe('a customer is forgotten by the form of the support page', () => {
  test('and all that staff see of them from then on is when, and who asked', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await staffOf(doorstep)
    await delivered(doorstep)
    const response = await form(doorstep, cookie, { orderId: '1' })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/support?number=1042'])
    const { contact, forgottenAt, timeline } = await lookUp(doorstep, cookie)
    expect(contact).toEqual({ name: null, phone: null, email: null })
    expect(Date.parse(forgottenAt)).toBe(doorstep.now())
    const words = timeline.map((line) => line.words)
    expect(words[0]).toBe('Order 1042 came in')
    expect(words.slice(-3)).toEqual([
      expect.stringMatching(/^The customer was forgotten, as staff member staff_\S+ asked$/),
      'A tracking link was revoked',
      expect.stringMatching(/^Staff member staff_\S+ looked the order up$/),
    ])
    expect(await doorstep.stages.contacts.find(FIRST)).toEqual({})
  })

  test('once, however often it is sent', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await staffOf(doorstep)
    await delivered(doorstep)
    for (let n = 0; n < 2; n += 1) await form(doorstep, cookie, { orderId: '1' })
    await doorstep.stages.forget(FIRST, 'operator')
    expect(await forgotten(doorstep)).toEqual([
      { source: 'doorstep/support', orderId: '1', by: expect.stringMatching(/^staff_/) },
    ])
  })

  test.each<[string, (doorstep: Doorstep) => Promise<string>, string | undefined, number]>([
    ['nobody who is not signed in', async () => '', undefined, 303],
    ['no other site', (doorstep) => staffOf(doorstep), 'https://elsewhere.example', 403],
    [
      'no other dispensary’s staff',
      async (doorstep) => {
        await doorstep.enroll.dispensary({ ...STORE, id: 'bay-two' })
        return staffOf(doorstep, 'bay-two')
      },
      undefined,
      303,
    ],
  ])('which %s can send', async (_, cookieOf, origin, status) => {
    await using doorstep = await openDoorstep()
    await delivered(doorstep)
    expect((await form(doorstep, await cookieOf(doorstep), { orderId: '1' }, origin)).status).toBe(status)
    expect(await forgotten(doorstep)).toEqual([])
    expect(await doorstep.stages.contacts.find(FIRST)).toMatchObject(ANA)
  })

  test('which asks once more first, and then tells why not, where it cannot be', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await staffOf(doorstep)
    await plannedOnRoute(doorstep)
    await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
    const response = await form(doorstep, cookie, { orderId: '1' })
    expect(response.headers.get('location')).toBe('/support?number=1042&forget=ask')
    const page = await doorstep.app.request('/support?number=1042&forget=ask', { headers: { cookie } })
    expect(await page.json()).toMatchObject({
      locals: { support: { isAsking: true, found: { keptBecause: 'under-way', forgottenAt: null } } },
    })
  })
})

describe('a customer is not forgotten while somebody must find their door', () => {
  const why = (doorstep: Doorstep): Promise<string | undefined> => doorstep.stages.forget(FIRST, 'operator')

  test('nor before the order is closed; once it is, they are', async () => {
    await using doorstep = await openDoorstep()
    await plannedOnRoute(doorstep)
    expect(await why(doorstep)).toContain('still open')
    await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
    expect(await why(doorstep)).toContain('under way')
    await doorstep.tell({ type: 'handoff.refused', data: { orderId: '1', reason: 'not-home' } })
    expect(await why(doorstep)).toContain('under way')
    expect(await doorstep.stages.contacts.find(FIRST)).toEqual(ANA)
    await doorstep.tell({ type: 'route.ended', data: { routeId: 'r' } })
    expect(await why(doorstep)).toBeUndefined()
    expect(await doorstep.stages.contacts.find(FIRST)).toEqual({})
  })

  test('an order that nobody spoke of for a week is closed, whatever its till forgot to say', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    doorstep.advance(hours(7 * 24) - 1)
    expect(await why(doorstep)).toContain('still open')
    doorstep.advance(1)
    expect(await why(doorstep)).toBeUndefined()
  })

  test('an order that there is not cannot be forgotten', async () => {
    await using doorstep = await openDoorstep()
    expect(await why(doorstep)).toContain('"1" is not known')
  })
})

describe('when a customer is forgotten', () => {
  test('every link to the order answers like one that never was, and an open page ends', async () => {
    await using doorstep = await openDoorstep()
    await delivered(doorstep)
    const token = await doorstep.linkTo('1')
    const stream = await openStream(doorstep.app, token)
    expect(await stream.read()).toHaveLength(1)
    await doorstep.stages.forget(FIRST, 'operator')
    await doorstep.stages.idle()
    expect(doorstep.stages.hub.viewers()).toBe(0)
    for (const path of ['/v1/track/', '/t/']) {
      const answers = await Promise.all(
        [token, NOBODY_KNOWS].map(async (one) => {
          const response = await doorstep.app.request(path + one)
          return [response.status, await response.text(), ...response.headers]
        }),
      )
      expect(answers[0]).toEqual(answers[1])
      expect(answers[0]?.[0]).toBe(404)
    }
    const late = await doorstep.stages.links.issue(FIRST, 'customer') // of a message that was just being sent
    expect((await doorstep.app.request(`/v1/track/${late.token}/live`)).status).toBe(404)
    const asked = await doorstep.post('/v1/orders/1/links', '', { authorization: doorstep.authorization })
    expect(asked.status).toBe(404)
  })

  test('what was planned for them is not sent, nor what waits to be tried again', async () => {
    const answer = (): Delivery => ({ outcome: 'later', reason: 'busy' })
    await using doorstep = await openDoorstep({ answer })
    await delivered(doorstep)
    await doorstep.stages.forget(FIRST, 'operator')
    const lines = [
      'planned delivered email',
      'failed delivered email busy transient again',
      'dropped delivered email forgotten',
    ]
    expect(await told(doorstep)).toEqual(lines)
    await ticks(doorstep, minutes(5))
    expect(doorstep.sent).toHaveLength(1)
    expect(await told(doorstep)).toEqual(lines)
  })

  test('nor a message that is just being sent, once it has to be tried again', async () => {
    const answer = Promise.withResolvers<Delivery>()
    const slow = (() => answer.promise) as unknown as (sent: Sent) => Delivery
    await using doorstep = await openDoorstep({ answer: slow })
    await receive(doorstep)
    const event = { type: 'handoff.completed' as const, time: doorstep.now(), data: { orderId: '1' } }
    await doorstep.stages.record({ dispensaryId: STORE.id, source: 'test', eventId: 'done', event })
    while (doorstep.sent.length === 0) await new Promise(setImmediate)
    await doorstep.stages.forget(FIRST, 'operator')
    answer.resolve({ outcome: 'later', reason: 'busy' })
    await doorstep.stages.idle()
    await ticks(doorstep, seconds(30))
    expect(doorstep.sent).toHaveLength(1)
    expect((await told(doorstep)).at(-1)).toBe('dropped delivered email forgotten')
  })

  test('their devices are forgotten with them', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    await subscribe(doorstep)
    await deliver(doorstep)
    await doorstep.stages.forget(FIRST, 'operator')
    expect(await doorstep.stages.devices.of(FIRST)).toEqual([])
    for (const table of [contactKeys, pushSubscriptions]) expect(await doorstep.db.select().from(table)).toEqual([])
  })

  test('nothing that is told of the order afterwards brings them back', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await staffOf(doorstep)
    await delivered(doorstep)
    await doorstep.stages.forget(FIRST, 'operator')
    await receive(doorstep)
    await doorstep.tell({ type: 'order.updated', data: { orderId: '1', payment: 'paid', customer: ANA } })
    await plannedOnRoute(doorstep)
    const push = { orderId: '1', endpoint: 'https://fcm.googleapis.com/x', p256dh: 'B', auth: 'A' }
    const event = { type: 'consent.given' as const, time: doorstep.now() }
    const data = { orderId: '1', channel: 'web-push' as const, wording: 'test', source: 'device' as const }
    await doorstep.stages.record({ ...FIRST, source: 't', eventId: 't', event: { ...event, data }, attached: { push } })
    expect(await doorstep.db.select().from(contactKeys)).toEqual([])
    expect(await doorstep.stages.contacts.find(FIRST)).toEqual({})
    expect((await lookUp(doorstep, cookie)).contact).toEqual({ name: null, phone: null, email: null })
    expect(doorstep.sent).toHaveLength(1)
  })

  test('the order is still counted, and the trail still holds', async () => {
    await using doorstep = await openDoorstep()
    await delivered(doorstep)
    const count = () =>
      doorstep.db.all(sql`SELECT state ->> 'milestone' AS milestone, count(*) AS n FROM orders GROUP BY milestone`)
    const before = await count()
    await doorstep.stages.forget(FIRST, 'operator')
    expect(await count()).toEqual(before)
    for await (const { findings, rows } of verifyChains(doorstep.db)) {
      expect(findings).toEqual([])
      expect(rows).toBeGreaterThan(5)
    }
  })

  test('within two minutes nothing is left of them in the write-ahead log either', async () => {
    await using doorstep = await openDoorstep()
    await delivered(doorstep)
    const [key] = await doorstep.db.select().from(contactKeys)
    const inLog = async () => (await readFile(`${doorstep.file}-wal`)).includes(key!.sealedKey)
    expect(await inLog()).toBe(true)
    await doorstep.stages.forget(FIRST, 'operator')
    for (let second = 0; second < 120; second += 1) await ticks(doorstep, seconds(1))
    expect(await inLog()).toBe(false)
  })
})

describe('the operator forgets', () => {
  const admin = async (doorstep: Doorstep, ...words: string[]): Promise<{ code: number; said: string }> => {
    const env = {
      DOORSTEP_DATABASE_URL: `file:${doorstep.file}`,
      DOORSTEP_SECRET_KEY: Buffer.from(doorstep.secretKey).toString('base64'),
      DOORSTEP_PUBLIC_URL: 'https://track.example',
      DOORSTEP_MAP_STYLE_URL: '/style.json',
    }
    try {
      const { stdout } = await promisify(execFile)(process.execPath, ['api/admin.ts', 'forget', ...words], {
        cwd: ROOT,
        env,
      })
      return { code: 0, said: stdout }
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
      return { code, said: stdout + stderr }
    }
  }
  /** The operator's process goes by the real clock. */
  const TODAY = { at: new Date().toISOString() }
  const PATIENCE = { timeout: 60_000 }

  test(
    'an order’s customer, while Doorstep runs: an open page ends, and the next event follows in the chain',
    PATIENCE,
    async () => {
      await using doorstep = await openDoorstep(TODAY)
      await delivered(doorstep)
      const stream = await openStream(doorstep.app, await doorstep.linkTo('1'))
      await stream.read()
      const cookie = await staffOf(doorstep)
      expect((await lookUp(doorstep, cookie)).contact).toMatchObject({ email: ANA.email })
      expect(await admin(doorstep, STORE.id, '1')).toEqual({ code: 0, said: 'Order 1: forgotten\n' })
      expect((await lookUp(doorstep, cookie)).contact).toEqual({ name: null, phone: null, email: null })
      for (let second = 0; second < 5; second += 1) await ticks(doorstep, seconds(1))
      expect(doorstep.stages.hub.viewers()).toBe(0)
      await doorstep.tell({ type: 'order.received', data: { orderId: '2', number: '2' } })
      expect(await forgotten(doorstep)).toEqual([{ source: 'doorstep/support', orderId: '1', by: 'operator' }])
      for await (const { findings } of verifyChains(doorstep.db)) expect(findings).toEqual([])
    },
  )

  test('all orders of a person, by the words of a shell, and says which could not be', PATIENCE, async () => {
    await using doorstep = await openDoorstep(TODAY)
    await delivered(doorstep)
    await doorstep.tell({ type: 'order.received', data: { orderId: '2', number: '2', customer: { phone: ANA.phone } } })
    const { code, said } = await admin(doorstep, STORE.id, '--contact', '(707) 555-0141')
    expect(code).toBe(1)
    expect(said.split('\n').sort()).toEqual([
      '',
      'Order 1: forgotten',
      expect.stringContaining('Order 2: This order is still open'),
    ])
  })

  const forgetting = ({ db, stages, now, secretKey }: Doorstep) =>
    createForgetting({ db, write: stages.write, clock: now, random: randomBytes, secretKey })

  test('nobody else, and nobody who is none', async () => {
    await using doorstep = await openDoorstep()
    await delivered(doorstep)
    expect(await forgetting(doorstep).person(STORE.id, 'nobody@example.com')).toEqual([])
    await expect(forgetting(doorstep).person(STORE.id, 'Ana')).rejects.toThrow('no phone number and no e-mail address')
    expect(await doorstep.stages.contacts.find(FIRST)).toMatchObject(ANA)
    expect(await forgetting(doorstep).person(STORE.id, 'ANA@example.com')).toEqual([{ orderId: '1' }])
    doorstep.advance(minutes(1))
    expect(await doorstep.stages.contacts.find(FIRST)).toEqual({})
  })

  test('what waits of a person for an order that is not known yet', async () => {
    await using doorstep = await openDoorstep()
    const event = { type: 'order.updated' as const, time: doorstep.now(), data: { orderId: 'not-yet' } }
    const attached = { contacts: { 'not-yet': { email: 'Ana@Example.com', name: 'Ana' } } }
    const news = { dispensaryId: STORE.id, source: 'till/1', eventId: 'u', event, attached, names: 'by-id' as const }
    await doorstep.stages.record(news)
    expect((await doorstep.db.select().from(waitingNews)).map(({ sealed }) => sealed !== null)).toEqual([true])
    await forgetting(doorstep).person(STORE.id, ANA.email)
    expect(await doorstep.db.select().from(waitingNews)).toMatchObject([{ sealed: null, emailHash: null }])
  })
})
