import { describe, expect, test } from 'vitest'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import { supportMessages, type SupportMessages } from '../../api/contract-messages.ts'
import { hours, minutes, seconds } from '../../api/domain/time.ts'
import type { Delivery } from '../../api/ports.ts'
import { openDoorstep, STORE, type Sent } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { deliver, outcomes, receive, ticks, told, type Doorstep } from './customer.ts'

const KIM = { email: 'kim@alderbay.example', password: 'correct horse battery' }
const MAIL_ONLY = { email: 'ana@example.com' }

async function signedIn(doorstep: Doorstep, who = KIM, dispensaryId = STORE.id): Promise<string> {
  await doorstep.enroll.staff(dispensaryId, who.email, who.password)
  const response = await doorstep.post('/v1/support/session', JSON.stringify(who), {
    'content-type': 'application/json',
  })
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}
async function look(doorstep: Doorstep, cookie: string): Promise<SupportMessages['failed']> {
  const response = await doorstep.app.request('/support/messages', { headers: { cookie } })
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
  const { locals } = (await response.json()) as { locals: { outgoing: SupportMessages } }
  return supportMessages.parse(locals.outgoing).failed
}
const renew = (doorstep: Doorstep, cookie: string, id: string, origin = 'http://localhost'): Promise<Response> =>
  doorstep.post('/support/messages/renew', new URLSearchParams({ id }).toString(), {
    ...{ 'content-type': 'application/x-www-form-urlencoded', origin, cookie },
  })
const lost: Delivery = { outcome: 'failed', reason: 'smtp-554' }

describe('a message that nobody got', () => {
  test('is seen by staff, is sent again, and that leaves a trace', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes(lost) })
    await receive(doorstep, MAIL_ONLY)
    await deliver(doorstep)
    const cookie = await signedIn(doorstep)
    const [failed] = await look(doorstep, cookie)
    expect(failed).toMatchObject({
      ...{ number: '1042', kind: 'delivered', channel: 'email', reason: 'smtp-554', trouble: 'permanent' },
      ...{ toldBy: null, mayRenew: true },
    })
    doorstep.advance(minutes(70))
    expect((await renew(doorstep, cookie, failed?.id ?? '')).headers.get('location')).toBe('/support/messages')
    expect(await told(doorstep)).toEqual([
      'planned delivered email',
      'failed delivered email smtp-554 permanent',
      'renewed delivered email',
      'planned delivered email',
      'sent delivered email',
    ])
    expect(await look(doorstep, cookie)).toMatchObject([{ id: failed?.id, toldBy: 'email', mayRenew: false }])
    const rows = (await trailRows(doorstep)).filter(({ source }) => source === 'doorstep/support')
    expect(rows.map(({ type }) => type)).toEqual([
      'staff.signed-in',
      'staff.viewed-messages',
      'notification.renewed',
      'staff.viewed-messages',
    ])
    for await (const { differences } of rebuildProjections(doorstep.db, { keep: true })) expect(differences).toEqual([])
  })

  test('is sent again once, however often the button is pressed', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes(lost) })
    await receive(doorstep, MAIL_ONLY)
    await deliver(doorstep)
    const cookie = await signedIn(doorstep)
    const [failed] = await look(doorstep, cookie)
    await Promise.all([1, 2, 3].map(() => renew(doorstep, cookie, failed?.id ?? '')))
    await renew(doorstep, cookie, failed?.id ?? '')
    expect(doorstep.sent).toHaveLength(2)
  })

  test('may fail again, and again be sent again', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes(lost, lost) })
    await receive(doorstep, MAIL_ONLY)
    await deliver(doorstep)
    const cookie = await signedIn(doorstep)
    for (let n = 0; n < 2; n += 1) {
      doorstep.advance(minutes(1))
      const [last] = await look(doorstep, cookie)
      await renew(doorstep, cookie, last?.id ?? '')
    }
    expect(doorstep.sent.map(({ message }) => message.id.slice(-8))).toEqual(
      [':email', ':email:2', ':email:3'].map((id) => expect.stringMatching(new RegExp(`${id}$`))),
    )
    expect((await told(doorstep)).at(-1)).toBe('sent delivered email')
  })

  test('is not sent again when it is not true any more', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes(lost) })
    await receive(doorstep, MAIL_ONLY)
    await doorstep.tell({ type: 'order.departed', data: { orderId: '1' } })
    await deliver(doorstep)
    const cookie = await signedIn(doorstep)
    const failed = await look(doorstep, cookie)
    expect(failed).toMatchObject([{ kind: 'out-for-delivery', mayRenew: false }])
    await renew(doorstep, cookie, failed[0]?.id ?? '')
    expect(doorstep.messages()).toEqual(['out-for-delivery', 'delivered'])
  })

  test('is not sent again once the page that it leads to has ended', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes(lost), store: { ...STORE, linkHours: 2 } })
    await receive(doorstep, MAIL_ONLY)
    await deliver(doorstep)
    const cookie = await signedIn(doorstep)
    await ticks(doorstep, hours(2))
    const [failed] = await look(doorstep, cookie)
    expect(failed).toMatchObject({ mayRenew: true })
    await ticks(doorstep, seconds(1))
    expect(await look(doorstep, cookie)).toMatchObject([{ mayRenew: false }])
    await renew(doorstep, cookie, failed?.id ?? '')
    expect(doorstep.sent).toHaveLength(1)
  })

  test('because we dropped it is listed too, and cannot be sent again; what was no longer true is not', async () => {
    await using doorstep = await openDoorstep({ perSecond: { email: 1 } })
    await receive(doorstep, MAIL_ONLY)
    await doorstep.tell({ type: 'order.received', data: { orderId: '2', number: '1043', customer: MAIL_ONLY } })
    await doorstep.tell({ type: 'order.departed', data: { orderId: '1' } }) // takes the one message of this second
    await doorstep.tell({ type: 'order.departed', data: { orderId: '2' } })
    await deliver(doorstep)
    await ticks(doorstep, hours(1))
    const lostByUs = await look(doorstep, await signedIn(doorstep))
    expect(lostByUs.sort((a, b) => a.number.localeCompare(b.number))).toMatchObject([
      ...[{ number: '1042', kind: 'delivered', reason: 'too-late', trouble: null, toldBy: null, mayRenew: false }],
      ...[{ number: '1043', kind: 'out-for-delivery', reason: 'too-late', trouble: null, mayRenew: false }],
    ])
  })

  test('is not listed as lost when the next channel told it, nor for ever', async () => {
    const answer = ({ recipient }: Sent): Delivery => (recipient.channel === 'email' ? lost : { outcome: 'sent' })
    await using doorstep = await openDoorstep({ answer })
    await receive(doorstep)
    await deliver(doorstep)
    const cookie = await signedIn(doorstep)
    const [failed] = await look(doorstep, cookie)
    expect(failed).toMatchObject({ channel: 'email', toldBy: 'sms', mayRenew: false })
    await renew(doorstep, cookie, failed?.id ?? '')
    expect(doorstep.sent).toHaveLength(2)
    await ticks(doorstep, hours(24 * 7) - minutes(1))
    const again = await signedIn(doorstep, { ...KIM, email: 'lee@alderbay.example' })
    expect(await look(doorstep, again)).toHaveLength(1)
    await ticks(doorstep, minutes(2))
    expect(await look(doorstep, again)).toEqual([])
  })

  test('of another store is neither seen nor sent', async () => {
    await using doorstep = await openDoorstep({ answer: outcomes(lost) })
    await receive(doorstep, MAIL_ONLY)
    await deliver(doorstep)
    const [failed] = await look(doorstep, await signedIn(doorstep))
    await doorstep.enroll.dispensary({ ...STORE, id: 'bay-two' })
    const stranger = await signedIn(doorstep, { ...KIM, email: 'max@baytwo.example' }, 'bay-two')
    expect(await look(doorstep, stranger)).toEqual([])
    expect((await renew(doorstep, stranger, failed?.id ?? '')).status).toBe(404)
    expect((await renew(doorstep, '', failed?.id ?? '')).headers.get('location')).toBe('/support')
    expect((await renew(doorstep, stranger, failed?.id ?? '', 'https://elsewhere.example')).status).toBe(403)
    expect(doorstep.sent).toHaveLength(1)
  })
})
