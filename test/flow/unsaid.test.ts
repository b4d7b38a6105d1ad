import { describe, expect, test } from 'vitest'
import { openDoorstep, STORE } from '../doorstep.ts'
import { ANA, deliver, told, type Doorstep } from './customer.ts'
import { refusal, signedIn, write } from './wording.ts'

/** An order of Maria Gonzalez Ruiz, on its way with a driver who was entered whole. */
async function leaves(doorstep: Doorstep, number: string): Promise<void> {
  const customer = { email: ANA.email, name: 'Maria Gonzalez Ruiz' }
  await doorstep.tell({ type: 'order.received', data: { orderId: '1', number, customer } })
  const stops = [{ stopId: 'a', orderIds: ['1'] }]
  const driver = { id: 'sam', firstName: 'Sam Rivera' }
  await doorstep.tell({ type: 'route.planned', data: { routeId: 'r', driver, stops } })
  await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
}

describe('a message names nobody whole', () => {
  test('neither the driver nor the customer, even where the till calls the order after her', async () => {
    await using doorstep = await openDoorstep()
    await leaves(doorstep, 'GONZALEZ-7')
    const [{ message } = { message: undefined }] = doorstep.sent
    expect(message?.text).toContain('Sam is on the way with your order.')
    expect(JSON.stringify(message)).not.toMatch(/Gonzalez|Ruiz|Rivera/i)
  })

  test('nor in a sentence of the store’s own that happens to: ours goes out to her, and the store’s to others', async () => {
    await using doorstep = await openDoorstep()
    const text = 'Gonzalez the baker thanks you.'
    await write(doorstep, await signedIn(doorstep), { kind: 'out-for-delivery', text })
    await leaves(doorstep, '1042')
    expect(doorstep.sent[0]?.message.text).toContain('If the time changes')
    await doorstep.tell({ type: 'order.received', data: { orderId: '2', number: '1043', customer: ANA } })
    const stops = [{ stopId: 'b', orderIds: ['2'] }]
    await doorstep.tell({ type: 'route.planned', data: { routeId: 's', driver: { id: 'kim' }, stops } })
    await doorstep.tell({ type: 'route.departed', data: { routeId: 's' } })
    expect(doorstep.sent[1]?.message.text).toContain(text)
  })

  test.each([
    ['product-word', 'Your w.e.e.d is here.'],
    ['product-word', 'Your Blue Dream is packed.'],
    ['full-name', 'Ask for Maria Gonzalez Ruiz.'],
    ['link', 'See evil．com for more.'],
  ])('and a store is told why not, as %s', async (rule, text) => {
    await using doorstep = await openDoorstep()
    const [status, told] = await refusal(doorstep, await signedIn(doorstep), { text })
    expect([status, told]).toEqual(['422', rule])
  })
})

describe('the last look before a message leaves', () => {
  test('a store that is called after its site is told of without a link to it', async () => {
    const name = 'alderbay.com'
    await using doorstep = await openDoorstep({ store: { ...STORE, name, legalName: 'Alderbay.com LLC' } })
    for (const [orderId, customer] of [{ email: ANA.email }, { phone: ANA.phone }].entries())
      await doorstep.tell({ type: 'order.received', data: { orderId: `${orderId}`, number: `${orderId}`, customer } })
    for (const orderId of ['0', '1']) await deliver(doorstep, orderId)
    expect(doorstep.sent.map(({ recipient }) => recipient.channel)).toEqual(['email', 'sms'])
    for (const { message } of doorstep.sent) {
      expect(message.text).toContain('alderbay com')
      expect(message.text.replaceAll(message.url, '')).not.toContain('.com')
    }
  })

  test('drops what would say a word for the goods after all, as in the number of a licence', async () => {
    await using doorstep = await openDoorstep({ store: { ...STORE, licence: 'THC-0001' } })
    await doorstep.tell({ type: 'order.received', data: { orderId: '1', number: '1', customer: { email: ANA.email } } })
    await deliver(doorstep)
    expect([doorstep.sent, (await told(doorstep)).at(-1)]).toEqual([[], 'dropped delivered email copy-rules'])
  })
})
