import { describe, expect, test } from 'vitest'
import type { OrderDetails } from '../../api/contract-page.ts'
import { hours, minutes } from '../../api/domain/time.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { type Doorstep, deliver } from './customer.ts'

const CUSTOMER = {
  name: 'Ana Ruiz',
  phone: '+17075550141',
  email: 'ana@example.com',
  address: '12 Juniper Street, Apt 4',
}
const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin' }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

const receive = (doorstep: Doorstep, customer: object = CUSTOMER): Promise<Response> =>
  doorstep.tell({
    type: 'order.received',
    data: { orderId: '1', number: '1042', totalCents: 8_450, payment: 'due', customer },
  })

async function depart(doorstep: Doorstep): Promise<void> {
  const stops = [{ stopId: 'a', orderIds: ['1'] }]
  await doorstep.tell({
    type: 'route.planned',
    data: { routeId: 'r', driver: { id: 'sam', firstName: 'Sam' }, stops },
  })
  await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
}

/** Sends a form of the page, as a browser without script does. */
const send = (
  doorstep: Doorstep,
  token: string,
  act: string,
  form: Record<string, string>,
  headers: Record<string, string> = SAME_ORIGIN,
): Promise<Response> =>
  doorstep.post(`/t/${token}/${act}`, new URLSearchParams(form).toString(), { ...FORM, ...headers })

const localsOf = async <T>(response: Response): Promise<T> => ((await response.json()) as { locals: T }).locals
const typesOf = async (doorstep: Doorstep): Promise<string[]> => (await trailRows(doorstep)).map(({ type }) => type)
const count = async (doorstep: Doorstep, type: string): Promise<number> =>
  (await typesOf(doorstep)).filter((one) => one === type).length
const everythingTold = async (doorstep: Doorstep): Promise<string> =>
  JSON.stringify([await trailRows(doorstep), doorstep.lines])

describe('a customer with their ID at hand', () => {
  test('says so by one tap, and takes it back by another', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    await depart(doorstep)
    const token = await doorstep.linkTo('1')
    const told = await send(doorstep, token, 'ready', { ready: 'yes' })
    expect([told.status, told.headers.get('location')]).toEqual([303, `/t/${token}#ready`])
    expect((await doorstep.view('1')).idReady).toBe(true)
    await send(doorstep, token, 'ready', { ready: 'yes' })
    expect(await count(doorstep, 'id.readied')).toBe(1)
    await send(doorstep, token, 'ready', { ready: 'no' })
    expect((await doorstep.view('1')).idReady).toBe(false)
  })

  test('is not asked before the driver leaves, nor after the door', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    const token = await doorstep.linkTo('1')
    expect((await doorstep.view('1')).idReady).toBe(null)
    await send(doorstep, token, 'ready', { ready: 'yes' })
    await depart(doorstep)
    await deliver(doorstep)
    await send(doorstep, token, 'ready', { ready: 'yes' })
    expect(await count(doorstep, 'id.readied')).toBe(0)
    const refused = await doorstep.post(`/v1/track/${token}/ready`, '{"ready":"yes"}', {})
    expect(refused.status).toBe(409)
  })

  test('is asked anew on a second attempt', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    await depart(doorstep)
    await send(doorstep, await doorstep.linkTo('1'), 'ready', { ready: 'yes' })
    await doorstep.tell({ type: 'handoff.refused', data: { orderId: '1', reason: 'no-id' } })
    doorstep.advance(hours(1))
    await doorstep.tell({ type: 'order.departed', data: { orderId: '1' } })
    expect((await doorstep.view('1')).idReady).toBe(false)
  })

  test('with script the answer is the page as it is afterwards', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    await depart(doorstep)
    const path = `/v1/track/${await doorstep.linkTo('1')}`
    expect(await (await doorstep.post(`${path}/ready`, '{"ready":"yes"}', {})).json()).toMatchObject({ idReady: true })
    expect((await doorstep.post(`${path}/ready`, '{"ready":"maybe"}', {})).status).toBe(422)
    expect((await doorstep.post(`${path}/dance`, '{}', {})).status).toBe(404)
  })
})

describe('a note for the driver', () => {
  test('is kept beside the trail, shown to no stranger with the link, and can be taken back', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    const token = await doorstep.linkTo('1')
    await send(doorstep, token, 'note', { note: '  Gate code 4711#\r\nand mind the dog ' })
    expect((await doorstep.view('1')).noteLeft).toBe(true)
    const page = JSON.stringify(await (await doorstep.app.request(`/t/${token}`)).json())
    expect(page).not.toContain('4711')
    expect(await everythingTold(doorstep)).not.toContain('4711')
    const opened = await send(doorstep, token, 'details', { digits: '0141' })
    expect((await localsOf<{ details: { details: OrderDetails } }>(opened)).details.details.note).toBe(
      'Gate code 4711#\nand mind the dog',
    )
    await send(doorstep, token, 'note', { note: '' })
    expect((await doorstep.view('1')).noteLeft).toBe(false)
    expect(await typesOf(doorstep)).toContain('note.withdrawn')
  })

  test('comes too late once the driver has left', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    await depart(doorstep)
    const token = await doorstep.linkTo('1')
    expect((await send(doorstep, token, 'note', { note: 'Ring twice' })).status).toBe(303)
    expect(await count(doorstep, 'note.left')).toBe(0)
    expect((await doorstep.view('1')).noteLeft).toBe(null)
  })

  test('is not endless', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    const path = `/v1/track/${await doorstep.linkTo('1')}/note`
    expect((await doorstep.post(path, JSON.stringify({ note: 'x'.repeat(301) }), {})).status).toBe(422)
    expect((await doorstep.post(path, JSON.stringify({ note: 'x'.repeat(5_000) }), {})).status).toBe(413)
  })
})

test('after the door there is an opinion, which may change; its words stay out of the trail', async () => {
  await using doorstep = await openDoorstep()
  await receive(doorstep)
  const token = await doorstep.linkTo('1')
  await send(doorstep, token, 'rating', { stars: '5' })
  expect(await count(doorstep, 'order.rated')).toBe(0)
  await depart(doorstep)
  await deliver(doorstep)
  expect((await doorstep.view('1')).rating).toEqual({ stars: 0, inWords: false })
  await send(doorstep, token, 'rating', { stars: '4', words: 'Sam was lovely' })
  await send(doorstep, token, 'rating', { stars: '5' })
  await send(doorstep, token, 'rating', { stars: '6' })
  expect((await doorstep.view('1')).rating).toEqual({ stars: 5, inWords: true })
  expect(await count(doorstep, 'order.rated')).toBe(2)
  expect(await everythingTold(doorstep)).not.toContain('lovely')
})

test('who chooses Spanish reads it on the page, and in the messages', async () => {
  await using doorstep = await openDoorstep()
  await receive(doorstep)
  const token = await doorstep.linkTo('1')
  expect((await send(doorstep, token, 'language', { locale: 'es' })).headers.get('location')).toBe(`/t/${token}`)
  expect((await doorstep.view('1')).locale).toBe('es')
  await depart(doorstep)
  expect(doorstep.sent.map(({ message }) => message.locale)).toEqual(['es'])
})

test('a customer whose language nobody told is met in that of their browser', async () => {
  await using doorstep = await openDoorstep()
  await receive(doorstep)
  const token = await doorstep.linkTo('1')
  const page = await doorstep.app.request(`/t/${token}`, { headers: { 'accept-language': 'es-MX,es;q=0.9,en;q=0.8' } })
  expect((await localsOf<{ track: { view: { locale: string } } }>(page)).track.view.locale).toBe('es')
})

describe('messages', () => {
  type Messages = { messages: { choices: object; fault?: string } }
  const choices = async (doorstep: Doorstep, token: string): Promise<object> =>
    (await localsOf<Messages>(await doorstep.app.request(`/t/${token}/messages`))).messages.choices

  test('are chosen channel by channel, and stopped all at once', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    const token = await doorstep.linkTo('1')
    expect(await choices(doorstep, token)).toEqual({ push: 'off', email: 'on', sms: 'on' })
    await send(doorstep, token, 'messages', { channel: 'email', wish: 'on' })
    expect(await count(doorstep, 'consent.given')).toBe(2) // by the till alone: the number and the address were given
    await send(doorstep, token, 'messages', { channel: 'email', wish: 'off' })
    expect(await choices(doorstep, token)).toEqual({ push: 'off', email: 'off', sms: 'on' })
    await send(doorstep, token, 'messages', { channel: 'all', wish: 'off' })
    expect(await choices(doorstep, token)).toEqual({ push: 'off', email: 'off', sms: 'off' })
    await depart(doorstep)
    expect(doorstep.messages()).toEqual([])
    await send(doorstep, token, 'messages', { channel: 'sms', wish: 'on' })
    await deliver(doorstep)
    expect(doorstep.messages('sms')).toEqual(['out-for-delivery', 'delivered'])
  })

  test('text messages are not offered by a store without an attestation, nor may they be asked for', async () => {
    const { smsAttestation: _, ...store } = STORE
    await using doorstep = await openDoorstep({ store })
    await receive(doorstep)
    const token = await doorstep.linkTo('1')
    expect(await choices(doorstep, token)).toEqual({ push: 'off', email: 'on', sms: null })
    await send(doorstep, token, 'messages', { channel: 'sms', wish: 'on' })
    expect(await count(doorstep, 'consent.given')).toBe(2)
  })

  test('an address may be given where the store has none, once, and is no row of the trail', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, { name: 'Ana' })
    const token = await doorstep.linkTo('1')
    expect(await choices(doorstep, token)).toEqual({ push: 'off', email: 'unknown', sms: null })
    const bad = await send(doorstep, token, 'messages', { channel: 'email', wish: 'on', email: 'ana at home' })
    expect([bad.status, (await localsOf<Messages>(bad)).messages.fault]).toEqual([422, 'email'])
    await send(doorstep, token, 'messages', { channel: 'email', wish: 'on', email: 'ana@example.org' })
    await send(doorstep, token, 'messages', { channel: 'email', wish: 'on', email: 'thief@example.org' })
    await depart(doorstep)
    expect(doorstep.sent.map(({ recipient }) => recipient)).toEqual([{ channel: 'email', address: 'ana@example.org' }])
    expect(await everythingTold(doorstep)).not.toContain('example.org')
  })
})

describe('address, amount and proof', () => {
  const DIGITS = '0141'
  type Details = { details: { details?: OrderDetails; denied?: object } }
  const ask = async (
    doorstep: Doorstep,
    token: string,
    digits: string,
    from = '203.0.113.7',
  ): Promise<Details['details']> => {
    const headers = { ...SAME_ORIGIN, 'x-forwarded-for': from }
    return (await localsOf<Details>(await send(doorstep, token, 'details', { digits }, headers))).details
  }

  test('are shown to whoever names the last four digits of the phone, and nothing of them before', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    await depart(doorstep)
    const token = await doorstep.linkTo('1')
    for (const path of ['', '/messages', '/details']) {
      const page = await (await doorstep.app.request(`/t/${token}${path}`)).text()
      expect(page).not.toMatch(/Juniper|8450|84\.50|ana@|0141|Ruiz/)
    }
    expect((await ask(doorstep, token, DIGITS)).details).toEqual({
      address: '12 Juniper Street, Apt 4',
      totalCents: 8_450,
      payment: 'due',
      note: null,
      handoff: null,
    })
    await doorstep.tell({ type: 'handoff.completed', data: { orderId: '1', idChecked: true } })
    expect((await ask(doorstep, token, ` ${DIGITS} `)).details?.handoff).toEqual({
      at: new Date(doorstep.now()).toISOString(),
      idChecked: true,
      driver: 'Sam',
    })
    expect(await count(doorstep, 'details.opened')).toBe(2)
    expect(await everythingTold(doorstep)).not.toMatch(/Juniper|5550141|\b0141\b/)
  })

  test('stay closed after five wrong tries of a link, even to the right digits', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    const token = await doorstep.linkTo('1')
    for (const left of [4, 3, 2, 1])
      expect((await ask(doorstep, token, '9999', `203.0.113.${left}`)).denied).toEqual({ why: 'wrong', left })
    expect((await ask(doorstep, token, '9999', '203.0.113.9')).denied).toEqual({ why: 'closed' })
    expect((await ask(doorstep, token, DIGITS, '203.0.113.10')).denied).toEqual({ why: 'closed' })
    expect((await ask(doorstep, await doorstep.linkTo('1'), DIGITS, '203.0.113.10')).details).toBeDefined()
  })

  test('many tries at once are no more than five', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    const token = await doorstep.linkTo('1')
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => ask(doorstep, token, `${1_000 + i}`, `198.51.100.${i}`)),
    )
    expect(await count(doorstep, 'details.denied')).toBe(5)
    expect(answers.filter(({ denied }) => JSON.stringify(denied).includes('closed')).length).toBeGreaterThanOrEqual(25)
    expect((await ask(doorstep, token, DIGITS, '198.51.100.200')).denied).toEqual({ why: 'closed' })
  })

  test('a new start of the process brings no new tries', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    const token = await doorstep.linkTo('1')
    for (let i = 0; i < 5; i += 1) await ask(doorstep, token, '9999', `203.0.113.${i}`)
    await using again = await openDoorstep({ file: doorstep.file, secretKey: doorstep.secretKey })
    expect((await ask(again, token, DIGITS, '203.0.113.77')).denied).toEqual({ why: 'closed' })
  })

  test('one network has five wrong tries for all its links together, for a quarter of an hour', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    const tokens = await Promise.all([1, 2].map(() => doorstep.linkTo('1')))
    const [first = '', second = ''] = tokens
    for (let i = 0; i < 3; i += 1) await ask(doorstep, first, '9999')
    expect((await ask(doorstep, second, '9999')).denied).toEqual({ why: 'wrong', left: 1 })
    expect((await ask(doorstep, second, '9999')).denied).toEqual({ why: 'network' })
    expect((await ask(doorstep, second, DIGITS)).denied).toEqual({ why: 'network' })
    expect((await ask(doorstep, second, DIGITS, '2001:db8:1:2::5')).details).toBeDefined()
    doorstep.advance(minutes(16))
    expect((await ask(doorstep, second, DIGITS)).details).toBeDefined()
  })

  test('what is no four digits is no try', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    const token = await doorstep.linkTo('1')
    for (const typed of ['', '141', '01413', 'abcd', '٠١٤١'])
      expect((await ask(doorstep, token, typed)).denied).toEqual({ why: 'no-digits' })
    expect(await count(doorstep, 'details.denied')).toBe(0)
  })

  test('without a phone there is nothing to compare with, so they stay closed', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, { email: 'ana@example.com' })
    const token = await doorstep.linkTo('1')
    expect((await ask(doorstep, token, '0000')).denied).toEqual({ why: 'no-phone' })
  })
})

describe('somebody else', () => {
  test.each([
    ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['from a sister site', { 'sec-fetch-site': 'same-site' }, 403],
    ['from another site, by an old browser', { origin: 'https://evil.example' }, 403],
    ['from our page', { 'sec-fetch-site': 'same-origin', origin: 'null' }, 303],
    ['from our page, by an old browser that tells no origin', { origin: 'null' }, 303],
  ])('a form sent %s', async (_, headers: Record<string, string>, status) => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    const token = await doorstep.linkTo('1')
    expect((await send(doorstep, token, 'language', { locale: 'es' }, headers)).status).toBe(status)
  })

  test('who plays with a link is stopped before the trail is full of it', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    const token = await doorstep.linkTo('1')
    let status = 303
    for (let i = 0; i < 41; i += 1)
      ({ status } = await send(doorstep, token, 'language', { locale: i % 2 ? 'en' : 'es' }))
    expect(status).toBe(429)
    expect(await count(doorstep, 'language.chosen')).toBe(40)
  })

  test('an unknown link does nothing, and its pages are the page of every unknown link', async () => {
    await using doorstep = await openDoorstep()
    const unknown = 'A'.repeat(22)
    for (const path of ['', '/messages', '/details', '/logo'])
      expect((await doorstep.app.request(`/t/${unknown}${path}`)).status).toBe(404)
    for (const act of ['ready', 'details']) expect((await send(doorstep, unknown, act, {})).status).toBe(404)
    expect((await doorstep.post(`/v1/track/${unknown}/ready`, '{"ready":"yes"}', {})).status).toBe(404)
  })
})

test('put on the Home Screen, the page of this order opens, under a name that tells nothing', async () => {
  await using doorstep = await openDoorstep()
  await receive(doorstep, { ...CUSTOMER, locale: 'es' })
  const token = await doorstep.linkTo('1')
  const manifest = await doorstep.app.request(`/t/${token}/app.webmanifest`)
  expect(manifest.headers.get('content-type')).toBe('application/manifest+json')
  expect(await manifest.json()).toMatchObject({
    start_url: `/t/${token}`,
    name: 'Su entrega',
    short_name: 'Su entrega',
    display: 'standalone',
  })
})

describe('the store', () => {
  test('shows its logo from our own origin', async () => {
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    await using doorstep = await openDoorstep({ store: { ...STORE, logo: `data:image/png;base64,${pixel}` } })
    await receive(doorstep)
    const token = await doorstep.linkTo('1')
    const picture = await doorstep.app.request(`/t/${token}/logo`)
    expect(picture.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await picture.arrayBuffer()).toString('base64')).toBe(pixel)
  })

  test('that is closed says when it opens, unless a driver is on the way', async () => {
    const day = { opens: '09:00', closes: '17:00' }
    const hoursOf = { fri: day, sat: { ...day, closes: '20:00' } }
    await using doorstep = await openDoorstep({ store: { ...STORE, hours: hoursOf } })
    await receive(doorstep)
    expect((await doorstep.view('1')).opensAt).toBe('2026-04-25T16:00:00.000Z')
    await depart(doorstep)
    expect((await doorstep.view('1')).opensAt).toBe(null)
  })

  test('says how long its drivers wait at the door', async () => {
    await using doorstep = await openDoorstep({ store: { ...STORE, waitMinutes: 10 } })
    await receive(doorstep)
    await depart(doorstep)
    expect((await doorstep.view('1')).waits).toBe(null)
    const arrivedAt = doorstep.now()
    await doorstep.tell({ type: 'stop.arrived', data: { routeId: 'r', stopId: 'a' } })
    expect((await doorstep.view('1')).waits).toEqual({
      since: new Date(arrivedAt).toISOString(),
      until: new Date(arrivedAt + minutes(10)).toISOString(),
    })
    await deliver(doorstep)
    expect((await doorstep.view('1')).waits).toBe(null)
  })
})
