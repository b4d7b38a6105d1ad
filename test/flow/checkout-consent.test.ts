import { describe, expect, test } from 'vitest'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { storedRows, trailRows } from '../ingest/rows.ts'
import { ANA, deliver, type Doorstep } from './customer.ts'

const consents = async (doorstep: Doorstep) =>
  (await trailRows(doorstep))
    .filter(({ type }) => type.startsWith('consent.'))
    .map(({ type, time, source, data }) => ({ type, time, source, ...(JSON.parse(data) as object) }))
const tells = (doorstep: Doorstep, type: string, customer: object): Promise<Response> =>
  doorstep.tell({ type, data: { orderId: '1', ...(type === 'order.received' && { number: '1042' }), customer } })
const chooses = async (doorstep: Doorstep, form: object): Promise<number> =>
  (await doorstep.post(`/v1/track/${await doorstep.linkTo('1')}/messages`, JSON.stringify(form), {})).status
const sent = ({ sent: all }: Doorstep): string[] => all.map(({ recipient }) => recipient.channel)
const WORDS = 'I want text messages about this delivery. Reply STOP to stop them.'

describe('what a customer agreed to at the checkout', () => {
  test('stands in the trail: by channel, to which words, where and when', async () => {
    await using doorstep = await openDoorstep()
    const at = '2026-04-24T17:40:00-07:00'
    const consent = { sms: { wording: WORDS, where: 'web-shop', at }, email: { wording: 'checkout-mail-20260301-2' } }
    expect((await tells(doorstep, 'order.received', { ...ANA, consent })).status).toBe(200)
    const on = { type: 'consent.given', source: 'checkout', orderId: '1', cause: 1 }
    expect(await consents(doorstep)).toEqual([
      { ...on, channel: 'sms', wording: WORDS, where: 'web-shop', time: Date.parse(at) },
      { ...on, channel: 'email', wording: 'checkout-mail-20260301-2', time: doorstep.now() },
    ])
  })

  test('is written down once, however often the till tells it, and anew for a new number or other words', async () => {
    await using doorstep = await openDoorstep()
    const customer = { phone: ANA.phone, consent: { sms: { wording: 'v1' } } }
    await tells(doorstep, 'order.received', customer)
    for (let n = 0; n < 3; n += 1) await tells(doorstep, 'order.updated', customer)
    expect(await consents(doorstep)).toHaveLength(1)
    await tells(doorstep, 'order.updated', { ...customer, consent: { sms: { wording: 'v2' } } })
    await tells(doorstep, 'order.updated', { phone: '+17075550199', consent: { sms: { wording: 'v2' } } })
    expect((await consents(doorstep)).map((one) => 'wording' in one && one.wording)).toEqual(['v1', 'v2', 'v2'])
  })

  test('is on the page of the order that staff see, and in what is handed out of it', async () => {
    await using doorstep = await openDoorstep()
    await tells(doorstep, 'order.received', { ...ANA, consent: { sms: { wording: WORDS, where: 'counter' } } })
    const staff = { id: 's', dispensaryId: STORE.id, email: 's@example.com', passwordHash: '' }
    const timeline = (await doorstep.stages.lookUp.order(staff, '1042'))?.timeline.map(({ words }) => words)
    expect(timeline).toContain(`The customer asked for messages by sms (checkout, counter, “${WORDS}”)`)
    expect(timeline).toContain(
      'The store has the address from the checkout; to which words on messages it did not tell',
    )
  })

  test.each([
    ['of a till that says nothing of it, that the number and the address were given', ANA, 2],
    ['not of a customer who cannot be reached', { name: 'Ana' }, 0],
  ])('%s', async (_, customer, count) => {
    await using doorstep = await openDoorstep()
    await tells(doorstep, 'order.received', customer)
    for (let n = 0; n < 2; n += 1) await tells(doorstep, 'order.updated', customer)
    const given = { type: 'consent.given', time: doorstep.now(), source: 'checkout', orderId: '1', cause: 1 }
    expect(await consents(doorstep)).toEqual(
      [
        { ...given, channel: 'sms', wording: 'number-given-at-checkout' },
        { ...given, channel: 'email', wording: 'address-given-at-checkout' },
      ].slice(0, count),
    )
  })

  test('who said no there is not written to, until they say yes there or on their page', async () => {
    await using doorstep = await openDoorstep()
    await tells(doorstep, 'order.received', { ...ANA, consent: { email: false, sms: false } })
    await deliver(doorstep)
    expect(sent(doorstep)).toEqual([])
    await tells(doorstep, 'order.updated', { email: 'new@example.com' })
    expect(sent(doorstep)).toEqual([])
    await tells(doorstep, 'order.updated', { consent: { sms: { wording: 'v1' } } })
    expect(sent(doorstep)).toEqual(['sms'])
    expect((await consents(doorstep)).map(({ type }) => type)).toEqual([
      ...['consent.withdrawn', 'consent.withdrawn', 'consent.given', 'consent.given'],
    ])
    for await (const { differences } of rebuildProjections(doorstep.db, { keep: true })) expect(differences).toEqual([])
  })

  test('what the customer stopped themself stays stopped, whatever the till says again', async () => {
    await using doorstep = await openDoorstep()
    const consent = { sms: { wording: 'v1' }, email: { wording: 'v1' } }
    await tells(doorstep, 'order.received', { ...ANA, consent })
    expect(await chooses(doorstep, { channel: 'all', wish: 'off' })).toBe(200)
    await deliver(doorstep)
    const again = { sms: { wording: 'v2' }, email: { wording: 'v2' } }
    await tells(doorstep, 'order.updated', { email: 'new@example.com', phone: '+17075550199', consent: again })
    expect(sent(doorstep)).toEqual([])
    expect(await chooses(doorstep, { channel: 'email', wish: 'on' })).toBe(200)
    expect(sent(doorstep)).toEqual(['email'])
  })

  test('late news of it changes nothing', async () => {
    await using doorstep = await openDoorstep()
    await tells(doorstep, 'order.received', { ...ANA, consent: { sms: { wording: 'v1' } } })
    await tells(doorstep, 'order.updated', { consent: { sms: false } })
    const before = await consents(doorstep)
    const time = new Date(doorstep.now() - 60_000).toISOString()
    await doorstep.tell({
      type: 'order.updated',
      time,
      data: { orderId: '1', customer: { consent: { sms: { wording: 'v0' } } } },
    })
    expect(await consents(doorstep)).toEqual(before)
  })

  test.each<[string, object, string]>([
    ['a mail address', { sms: { wording: 'ana@example.com agreed' } }, 'sms/wording'],
    ['the customer’s own address', { email: { wording: 'Mail to 12 Bay Lane is fine' } }, 'email/wording'],
    ['a number', { sms: { wording: 'Texts to (415) 555-0123 are fine' } }, 'sms/wording'],
    ['the customer’s number in a code', { sms: { wording: 'sms-7075550141' } }, 'sms/wording'],
    ['their name', { sms: { wording: 'ana lopez agrees to texts' } }, 'sms/wording'],
    ['a time to come', { sms: { wording: 'v1', at: '2026-04-25T18:00:00-07:00' } }, 'sms/at'],
  ])('words with %s are refused, and nothing of them is kept', async (_, consent, pointer) => {
    await using doorstep = await openDoorstep()
    const customer = { ...ANA, name: 'Ana Lopez', address: '12 Bay Lane', consent }
    const refused = await tells(doorstep, 'order.received', customer)
    expect([refused.status, await refused.json()]).toEqual([
      422,
      expect.objectContaining({
        errors: [expect.objectContaining({ pointer: `/data/customer/consent/${pointer}` })],
      }),
    ])
    expect(await trailRows(doorstep)).toEqual([])
    expect((await storedRows(doorstep.db)).filter((row) => /agree to|agreed|555-0123|Lane/.test(row))).toEqual([])
  })

  test('words without an end are refused', async () => {
    await using doorstep = await openDoorstep()
    const consent = { sms: { wording: 'x'.repeat(301) } }
    expect((await tells(doorstep, 'order.received', { ...ANA, consent })).status).toBe(422)
  })
})
