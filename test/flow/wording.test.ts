import { describe, expect, test } from 'vitest'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { ANA, deliver, receive, subscribe } from './customer.ts'
import { CEDAR, look, refusal, ROSA, signedIn, viewIn, worded, write } from './wording.ts'

describe('the page of messages', () => {
  test('shows every message in every channel and language, of a real order, and none breaks the rules', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep, { ...ANA, name: 'Ana Torres' })
    const view = await look(doorstep, await signedIn(doorstep))
    expect([view.orderId, view.orders]).toEqual(['1', [{ id: '1', number: '1042' }]])
    const previews = view.messages.flatMap(({ languages }) => languages.flatMap((one) => one.previews))
    expect(previews).toHaveLength(7 * 2 * 3)
    expect(previews.flatMap(({ faults }) => faults)).toEqual([])
    expect(previews.filter(({ channel, segments }) => (channel === 'sms') === (segments === null))).toEqual([])
    for (const { text } of previews) expect(text).toContain('Alder Bay Provisions')
    expect(JSON.stringify(view)).not.toMatch(/Torres|ana@|5550141/)
  })

  test('makes an order up where there is none', async () => {
    await using doorstep = await openDoorstep()
    const view = await look(doorstep, await signedIn(doorstep))
    expect([view.orderId, view.orders]).toEqual([null, []])
    expect(worded(view, 'out-for-delivery').previews[0]?.text).toContain('Sam is on the way with your order 1042')
  })

  test('has the e-mail as it will look, which lets nothing else in', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await signedIn(doorstep)
    const mail = worded(await look(doorstep, cookie)).previews.find(({ channel }) => channel === 'email')
    const response = await doorstep.app.request(mail?.letterUrl ?? '', { headers: { cookie } })
    expect(await response.text()).toContain('handed over at the door')
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
    )
    const stranger = await doorstep.app.request(mail?.letterUrl ?? '')
    expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/support'])
  })

  test('is for staff alone, and takes nothing from a page of others', async () => {
    await using doorstep = await openDoorstep()
    expect((await doorstep.app.request('/support/wording')).headers.get('location')).toBe('/support')
    expect((await write(doorstep, '', { text: 'Enjoy your evening.' })).headers.get('location')).toBe('/support')
    const cookie = await signedIn(doorstep)
    const foreign = await doorstep.post('/support/wording', 'kind=delivered&locale=en&version=0&act=save&text=Hi', {
      ...{ 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example', cookie },
    })
    expect(foreign.status).toBe(403)
    expect(worded(await look(doorstep, cookie)).version).toBe(0)
  })
})

describe('a sentence of the store’s own', () => {
  test('stands in what is sent from then on, on every channel, and in its language alone', async () => {
    for (const customer of [{ email: ANA.email }, { phone: ANA.phone }, {}]) {
      await using doorstep = await openDoorstep()
      const cookie = await signedIn(doorstep)
      const saved = await write(doorstep, cookie, { text: 'Order {order} came at {time}, enjoy your evening' })
      expect([saved.status, saved.headers.get('location')]).toEqual([303, '/support/wording#delivered-en'])
      await receive(doorstep, customer)
      if (Object.keys(customer).length === 0) await subscribe(doorstep)
      await deliver(doorstep)
      const [{ message } = { message: undefined }] = doorstep.sent
      expect(message?.text).toMatch(/Order 1042 came at 6:00 PM, enjoy your evening\./)
      expect(message?.text).not.toContain('Thank you')
    }
    await using doorstep = await openDoorstep()
    await write(doorstep, await signedIn(doorstep), { text: 'Enjoy your evening.' })
    await receive(doorstep, { email: ANA.email, locale: 'es' })
    await deliver(doorstep)
    expect(doorstep.sent[0]?.message.text).toContain('se entregó en la puerta. Gracias.')
  })

  test('gives way to ours where it names what is not known', async () => {
    await using doorstep = await openDoorstep()
    await write(doorstep, await signedIn(doorstep), { text: 'That was {order}.' })
    await doorstep.tell({ type: 'order.received', data: { orderId: '1', number: 'THC-1', customer: ANA } })
    await deliver(doorstep)
    expect(doorstep.sent[0]?.message.text).toContain('Your order was handed over at the door. Thank you.')
  })

  test.each([
    ['the goods', 'Thank you for choosing our edibles.', 'product-word', 'edibles'],
    ['a price', 'Next time you save $5.', 'price', '$5'],
    ['a link', 'See alderbay.example for more.', 'link', 'alderbay.example'],
    ['a short link', 'See bit.ly/alder now.', 'link', 'bit.ly'],
    ['an address', 'We are at 420 Main Street.', 'address', '420 Main Street'],
    ['more than a lock screen shows', `${'Thank you. '.repeat(11)}Bye.`, 'sentence-length', '125'],
    ['what the message does not know', 'Sam is {minutes} away.', 'placeholder', '{minutes}'],
    ['what another message knows', 'It comes {window}.', 'placeholder', '{window}'],
    ['half a placeholder', 'It came at {time.', 'placeholder', '{'],
  ])('is not taken with %s, and its writer is told why', async (_, text, rule, found) => {
    await using doorstep = await openDoorstep()
    const cookie = await signedIn(doorstep)
    for (const act of ['look', 'save'])
      expect(await refusal(doorstep, cookie, { text, act })).toEqual(['422', rule, found])
    expect(worded(await look(doorstep, cookie))).toMatchObject({ text: '', version: 0, versions: [] })
    expect((await trailRows(doorstep)).map(({ type }) => type)).not.toContain('wording.changed')
  })

  test('is not taken where a text message would be too long with it', async () => {
    await using doorstep = await openDoorstep({ store: { ...STORE, name: 'Alder Bay Provisions and Sons' } })
    const cookie = await signedIn(doorstep)
    const text = 'Gracias por su paciencia. '.repeat(5).slice(0, 119).trim()
    expect(await refusal(doorstep, cookie, { kind: 'arriving-soon', locale: 'es', text })).toEqual([
      ...['422', 'length', '3 parts'],
    ])
  })

  test('is tried with all that it may name, also where the order at hand lacks it', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    const cookie = await signedIn(doorstep)
    const form = { kind: 'out-for-delivery', text: '{driver} comes {window} with your edibles.' }
    expect(await refusal(doorstep, cookie, form)).toEqual(['422', 'product-word', 'edibles'])
  })

  test('can be looked at before it is saved', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await signedIn(doorstep)
    const response = await write(doorstep, cookie, { text: 'Enjoy  your evening', act: 'look' })
    const { draft, previews, version } = worded(await viewIn(response))
    expect([response.status, draft, version]).toEqual([200, { text: 'Enjoy your evening', fault: null }, 0])
    for (const { text } of previews) expect(text).toContain('Enjoy your evening.')
    const letter = await doorstep.app.request(previews[1]?.letterUrl ?? '', { headers: { cookie } })
    expect(await letter.text()).toContain('Enjoy your evening.')
    expect(worded(await look(doorstep, cookie)).text).toBe('')
  })

  test('is of one dispensary: another neither sends nor sees it', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.enroll.dispensary(CEDAR)
    await write(doorstep, await signedIn(doorstep, ROSA, CEDAR.id), { text: 'Enjoy your evening.' })
    const view = await look(doorstep, await signedIn(doorstep))
    expect(worded(view)).toMatchObject({ text: '', versions: [] })
    await receive(doorstep)
    await deliver(doorstep)
    expect(doorstep.sent[0]?.message.text).toContain('Thank you.')
  })
})
