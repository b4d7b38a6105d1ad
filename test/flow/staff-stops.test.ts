import { describe, expect, test } from 'vitest'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import { supportOrder, type SupportOrder } from '../../api/contract-support.ts'
import { seconds } from '../../api/domain/time.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { ANA, deliver, outcomes, subscribe, ticks, told, type Doorstep } from './customer.ts'

const KIM = { email: 'kim@alderbay.example', password: 'correct horse battery' }

async function signedIn(doorstep: Doorstep, dispensaryId = STORE.id, who = KIM): Promise<string> {
  await doorstep.enroll.staff(dispensaryId, who.email, who.password)
  const headers = { 'content-type': 'application/json' }
  const response = await doorstep.post('/v1/support/session', JSON.stringify(who), headers)
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}
const order = (doorstep: Doorstep, orderId = '1', customer: object = ANA): Promise<Response> =>
  doorstep.tell({ type: 'order.received', data: { orderId, number: `10${orderId}`, customer } })
const asks = (doorstep: Doorstep, cookie: string, form: Record<string, string>, origin = 'http://localhost') =>
  doorstep.post('/support/stops', new URLSearchParams({ orderId: '1', number: '101', ...form }).toString(), {
    ...{ 'content-type': 'application/x-www-form-urlencoded', origin, cookie },
  })
async function look(doorstep: Doorstep, cookie: string, number = '101'): Promise<SupportOrder> {
  const response = await doorstep.app.request(`/v1/support/orders/${number}`, { headers: { cookie } })
  return supportOrder.parse(await response.json())
}
const stopsOf = async (doorstep: Doorstep, cookie: string, number?: string): Promise<string[]> =>
  (await look(doorstep, cookie, number)).channels.map(
    ({ channel, stops }) => `${channel}: ${stops.map(({ source, scope }) => `${source} ${scope}`).join(', ') || 'on'}`,
  )
const sent = ({ sent: all }: Doorstep): string[] => all.map(({ recipient }) => recipient.channel)
const byStaff = async (doorstep: Doorstep) =>
  (await trailRows(doorstep))
    .filter(({ type, source }) => type.startsWith('consent.') && source === 'doorstep/support')
    .map(({ type, data }) => ({ type, ...(JSON.parse(data) as object) }))
async function expectWhole({ db }: Doorstep): Promise<void> {
  for await (const { differences } of rebuildProjections(db, { keep: true })) expect(differences).toEqual([])
}

describe('a customer who asks staff for no more messages', () => {
  test('of this order gets none of it, at once, and the trail says by whom', async () => {
    await using doorstep = await openDoorstep()
    for (const id of ['1', '2']) await order(doorstep, id)
    await subscribe(doorstep)
    const cookie = await signedIn(doorstep)
    const answer = await asks(doorstep, cookie, { act: 'stop', channel: 'all', scope: 'order' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/support?number=101#stops'])
    for (const id of ['1', '2']) await deliver(doorstep, id)
    expect(doorstep.sent.map(({ message }) => message.id)).toEqual([expect.stringContaining(':2:')])
    const on = { type: 'consent.withdrawn', orderId: '1', source: 'staff', scope: 'order' }
    const by = expect.stringMatching(/^staff_/) as string
    expect(await byStaff(doorstep)).toEqual([
      { ...on, channel: 'web-push', by },
      { ...on, channel: 'email', by },
      { ...on, channel: 'sms', by },
    ])
    const [words] = (await look(doorstep, cookie)).timeline
      .map((line) => line.words)
      .filter((line) => line.includes('sms, '))
    expect(words).toMatch(/^Staff member staff_\S+ stopped messages by sms, as the customer asked$/)
    expect(await stopsOf(doorstep, cookie)).toEqual(['web-push: staff order', 'email: staff order', 'sms: staff order'])
    await expectWhole(doorstep)
  })

  test('by one channel is told on the next', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep)
    const cookie = await signedIn(doorstep)
    await asks(doorstep, cookie, { act: 'stop', channel: 'email', scope: 'everywhere' })
    await deliver(doorstep)
    expect(sent(doorstep)).toEqual(['sms'])
    expect(await stopsOf(doorstep, cookie)).toEqual(['email: staff everywhere', 'sms: on'])
  })

  test('of everything of the store gets none of any order, not even one that was on its way', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes({ outcome: 'later', reason: 'busy' }) })
    const phone = { phone: ANA.phone }
    for (const id of ['1', '2']) await order(doorstep, id, phone)
    await order(doorstep, '3', { phone: '+17075550199' })
    await deliver(doorstep, '2')
    const cookie = await signedIn(doorstep)
    await asks(doorstep, cookie, { act: 'stop', channel: 'sms', scope: 'everywhere' })
    await ticks(doorstep, seconds(20))
    expect((await told(doorstep)).at(-1)).toBe('dropped delivered sms opted-out')
    await order(doorstep, 'later', phone)
    for (const id of ['1', 'later', '3']) await deliver(doorstep, id)
    expect(doorstep.sent.map(({ message }) => message.id)).toEqual([
      expect.stringContaining(':2:'),
      expect.stringContaining(':3:'),
    ])
    expect(await stopsOf(doorstep, cookie, '10later')).toEqual(['sms: staff everywhere'])
  })

  test('has every open order of theirs say so', async () => {
    await using doorstep = await openDoorstep()
    for (const id of ['1', '2', 'done']) await order(doorstep, id, { phone: ANA.phone })
    await deliver(doorstep, 'done')
    await asks(doorstep, await signedIn(doorstep), { act: 'stop', channel: 'sms', scope: 'everywhere' })
    expect((await byStaff(doorstep)).map((one) => 'orderId' in one && one.orderId)).toEqual(['1', '2'])
  })

  test('twice is written down once', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep)
    const cookie = await signedIn(doorstep)
    for (const scope of ['order', 'order', 'everywhere', 'everywhere', 'order'])
      await asks(doorstep, cookie, { act: 'stop', channel: 'email', scope })
    expect(await byStaff(doorstep)).toMatchObject([{ scope: 'order' }, { scope: 'everywhere' }])
  })

  test('hears of their orders again when it was a mistake, and what was missed while it is true', async () => {
    await using doorstep = await openDoorstep()
    for (const id of ['1', '2']) await order(doorstep, id, { email: ANA.email })
    const cookie = await signedIn(doorstep)
    await asks(doorstep, cookie, { act: 'stop', channel: 'all', scope: 'everywhere' })
    await deliver(doorstep, '1')
    expect(sent(doorstep)).toEqual([])
    await asks(doorstep, cookie, { act: 'allow', channel: 'all' })
    expect(sent(doorstep)).toEqual(['email'])
    await deliver(doorstep, '2')
    expect(sent(doorstep)).toEqual(['email', 'email'])
    expect((await byStaff(doorstep)).at(-1)).toMatchObject({
      ...{ type: 'consent.given', source: 'staff', wording: 'staff-stop-taken-back', by: expect.any(String) },
    })
    await expectWhole(doorstep)
  })
})

describe('staff cannot', () => {
  test('start again what the customer stopped themself', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep)
    const cookie = await signedIn(doorstep)
    const link = await doorstep.linkTo('1')
    await asks(doorstep, cookie, { act: 'stop', channel: 'all', scope: 'everywhere' })
    for (const [channel, wish] of [
      ['email', 'off'],
      ['sms', 'off-everywhere'],
    ])
      await doorstep.post(`/v1/track/${link}/messages`, JSON.stringify({ channel, wish }), {})
    const before = (await byStaff(doorstep)).length
    await asks(doorstep, cookie, { act: 'allow', channel: 'all' })
    expect(await stopsOf(doorstep, cookie)).toEqual(['email: page order', 'sms: page everywhere'])
    await asks(doorstep, cookie, { act: 'allow', channel: 'all' })
    // The device has none, so three channels were stopped and each is allowed once.
    expect((await byStaff(doorstep)).length - before).toBe(3)
    await deliver(doorstep)
    expect(sent(doorstep)).toEqual([])
  })

  test('do it for another store’s order, nor from another site, nor signed out', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep)
    const LEE = { ...KIM, email: 'lee@bay-two.example' }
    await doorstep.enroll.dispensary({ ...STORE, id: 'bay-two' })
    const form = { act: 'stop', channel: 'all', scope: 'everywhere' }
    const lee = await signedIn(doorstep, 'bay-two', LEE)
    expect((await asks(doorstep, lee, form)).status).toBe(404)
    const cookie = await signedIn(doorstep)
    expect((await asks(doorstep, cookie, form, 'https://evil.example')).status).toBe(403)
    expect((await asks(doorstep, '', form)).headers.get('location')).toBe('/support')
    expect((await asks(doorstep, cookie, { ...form, channel: 'fax' })).status).toBe(404)
    expect(await byStaff(doorstep)).toEqual([])
  })

  test('find anything to stop of a customer who was forgotten', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep)
    await deliver(doorstep)
    await doorstep.stages.forget({ dispensaryId: STORE.id, orderId: '1' }, 'operator')
    const cookie = await signedIn(doorstep)
    expect((await look(doorstep, cookie)).channels).toEqual([])
    expect((await asks(doorstep, cookie, { act: 'stop', channel: 'all', scope: 'order' })).status).toBe(404)
  })
})

test('one click in the mailbox counts also where staff had stopped mails before', async () => {
  await using doorstep = await openDoorstep()
  await order(doorstep, '1', { email: ANA.email })
  const cookie = await signedIn(doorstep)
  await asks(doorstep, cookie, { act: 'stop', channel: 'email', scope: 'everywhere' })
  await doorstep.post(`/v1/track/${await doorstep.linkTo('1')}/unsubscribe`, 'List-Unsubscribe=One-Click', {})
  await asks(doorstep, cookie, { act: 'allow', channel: 'email' })
  await deliver(doorstep)
  expect([await stopsOf(doorstep, cookie), sent(doorstep)]).toEqual([['email: email everywhere'], []])
})
