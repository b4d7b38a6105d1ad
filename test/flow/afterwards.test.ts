import { describe, expect, test } from 'vitest'
import { hours } from '../../api/domain/time.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { ANA, deliver, receive, type Doorstep } from './customer.ts'

/** Where the mail about the delivery leads, so many days after the order was over. */
async function longAfterwards(doorstep: Doorstep, customer: object = ANA, daysLater = 31): Promise<URL> {
  await receive(doorstep, customer)
  await deliver(doorstep)
  const { unsubscribeUrl = '' } = doorstep.sent[0]?.message ?? {}
  doorstep.advance(hours(24 * daysLater))
  return new URL(unsubscribeUrl)
}
/** Where a browser ends up that opens an address in a mail. */
async function followed(doorstep: Doorstep, { pathname }: URL): Promise<Response> {
  const first = await doorstep.app.request(pathname)
  return doorstep.app.request(first.headers.get('location') ?? '')
}
const pageOf = (url: URL): string => `/t/${url.pathname.split('/')[3]}`
const choose = (doorstep: Doorstep, page: string, form: Record<string, string>, from = 'same-origin') =>
  doorstep.post(`${page}/messages`, new URLSearchParams(form).toString(), {
    ...{ 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': from },
  })
const next = async (doorstep: Doorstep, customer: object = ANA): Promise<string[]> => {
  doorstep.sent.length = 0
  await doorstep.tell({ type: 'order.received', data: { orderId: 'next', number: '1', customer } })
  await deliver(doorstep, 'next')
  return doorstep.sent.map(({ recipient }) => recipient.channel)
}

describe('a link in a mail whose order’s page has ended', () => {
  test('still leads to what the store may send, and shows nothing of the order', async () => {
    await using doorstep = await openDoorstep()
    const url = await longAfterwards(doorstep)
    const page = await followed(doorstep, url)
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    expect(await page.json()).toEqual({
      page: `${pageOf(url)}/afterwards`,
      locals: {
        publicOrigin: 'https://track.example',
        afterwards: {
          token: url.pathname.split('/')[3],
          ...{ accent: STORE.accent, locale: 'en', email: 'on', sms: 'on' },
        },
      },
    })
  })

  test('stops what is chosen there, for every order to come', async () => {
    await using doorstep = await openDoorstep()
    const page = pageOf(await longAfterwards(doorstep))
    const answer = await choose(doorstep, page, { channel: 'all', wish: 'off-everywhere' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${page}/messages`])
    expect(await next(doorstep)).toEqual([])
    const shown = (await (await doorstep.app.request(`${page}/messages`)).json()) as { locals: object }
    expect(shown.locals).toMatchObject({ afterwards: { email: 'off', sms: 'off' } })
  })

  test('and starts it again', async () => {
    await using doorstep = await openDoorstep()
    const page = pageOf(await longAfterwards(doorstep, { phone: ANA.phone, email: ANA.email }, 300))
    for (const channel of ['email', 'sms']) await choose(doorstep, page, { channel, wish: 'off-everywhere' })
    await choose(doorstep, page, { channel: 'sms', wish: 'on' })
    expect(await next(doorstep)).toEqual(['sms'])
  })

  test('opens nothing else, takes no address, and nothing from another site', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, { phone: ANA.phone })
    await deliver(doorstep)
    const token = doorstep.sent[0]?.message.url.split('/t/')[1] ?? ''
    doorstep.advance(hours(72))
    const rows = await trailRows(doorstep)
    for (const place of ['', '/details', '/logo', '/app.webmanifest', '/afterwards'])
      expect((await doorstep.app.request(`/t/${token}${place}`)).status).toBe(404)
    for (const act of ['note', 'rating', 'ready', 'language', 'details'])
      expect((await doorstep.post(`/t/${token}/${act}`, '', { 'sec-fetch-site': 'same-origin' })).status).toBe(404)
    await choose(doorstep, `/t/${token}`, { channel: 'email', wish: 'on', email: 'else@example.com' })
    await choose(doorstep, `/t/${token}`, { channel: 'web-push', wish: 'on' })
    const off = { channel: 'all', wish: 'off-everywhere' }
    expect((await choose(doorstep, `/t/${token}`, off, 'cross-site')).status).toBe(403)
    expect(await trailRows(doorstep)).toEqual(rows)
  })

  test('is closed like one that never was when it was taken back, or the customer is forgotten', async () => {
    await using doorstep = await openDoorstep()
    const page = pageOf(await longAfterwards(doorstep))
    await doorstep.stages.forget({ dispensaryId: STORE.id, orderId: '1' }, 'operator')
    const answers = []
    for (const path of [`${page}/messages`, `/t/${'A'.repeat(22)}/messages`]) {
      const response = await doorstep.app.request(path)
      answers.push([response.status, [...response.headers], (await response.text()).replaceAll(path, '')])
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.[0]).toBe(404)
    expect((await choose(doorstep, page, { channel: 'all', wish: 'off-everywhere' })).status).toBe(404)
  })

  test('who texted STOP is told to text START, and cannot start it there', async () => {
    await using doorstep = await openDoorstep()
    const page = pageOf(await longAfterwards(doorstep))
    await doorstep.providerTells('/v1/texts/inbound', { MessageSid: 'SM1', From: ANA.phone, Body: 'STOP' })
    await choose(doorstep, page, { channel: 'sms', wish: 'on' })
    const shown = (await (await doorstep.app.request(`${page}/messages`)).json()) as { locals: object }
    expect(shown.locals).toMatchObject({ afterwards: { email: 'on', sms: 'stopped' } })
    expect(await next(doorstep, { phone: ANA.phone })).toEqual([])
  })
})

test('who wants nothing of one order may still say that of all', async () => {
  await using doorstep = await openDoorstep()
  await receive(doorstep)
  const page = `/t/${await doorstep.linkTo('1')}`
  const mayStopAll = async (): Promise<boolean> =>
    (
      (await (await doorstep.app.request(`${page}/messages`)).json()) as {
        locals: { messages: { mayStopAll: boolean } }
      }
    ).locals.messages.mayStopAll
  await choose(doorstep, page, { channel: 'all', wish: 'off' })
  expect(await mayStopAll()).toBe(true)
  await choose(doorstep, page, { channel: 'all', wish: 'off-everywhere' })
  expect(await mayStopAll()).toBe(false)
  expect(await next(doorstep)).toEqual([])
})
