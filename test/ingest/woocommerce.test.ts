import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openDoorstep, WOO_SECRET } from '../doorstep.ts'
import { trailRows } from './rows.ts'

const ORDER = {
  id: 5012,
  number: '5012',
  status: 'processing',
  date_created_gmt: '2026-04-25T00:40:00',
  date_modified_gmt: '2026-04-25T00:50:00',
  date_paid_gmt: '2026-04-25T00:41:00',
  total: '84.50',
  billing: { first_name: 'Ana', last_name: 'Reyes', phone: '(707) 555-0141', email: 'ana@example.com' },
  shipping: { first_name: 'Ana', last_name: 'Reyes', address_1: '12 Alder St', city: 'Bodega' },
  shipping_lines: [{ method_id: 'flat_rate' }],
}

describe('a WooCommerce shop tells of an order', () => {
  test('and it is being prepared', async () => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.wooSends(ORDER)
    expect([response.status, await response.text()]).toEqual([200, '[]'])
    expect((await doorstep.view('5012')).steps.map(({ step, reachedAt }) => [step, reachedAt])).toEqual([
      ['received', '2026-04-25T00:40:00.000Z'],
      ['preparing', '2026-04-25T00:50:00.000Z'],
      ['out-for-delivery', null],
      ['arriving-soon', null],
      ['delivered', null],
    ])
  })

  test('and repeats itself, as it does after a time-out: nothing changes', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.wooSends(ORDER)
    const rows = await trailRows(doorstep)
    expect((await doorstep.wooSends(ORDER)).status).toBe(200)
    expect(await trailRows(doorstep)).toEqual(rows)
  })

  test('late: what happened after is not undone', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.wooSends({ ...ORDER, status: 'completed', date_completed_gmt: '2026-04-25T00:58:00' })
    await doorstep.wooSends(ORDER)
    const view = await doorstep.view('5012')
    expect([view.milestone, view.steps[1]?.reachedAt]).toEqual(['delivered', '2026-04-25T00:50:00.000Z'])
  })

  test('that it then deletes: the order is cancelled', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.wooSends(ORDER)
    expect((await doorstep.wooSends({ id: 5012 }, 'order.deleted')).status).toBe(200)
    expect(await doorstep.view('5012')).toMatchObject({ milestone: 'cancelled', reason: 'deleted' })
  })

  test('that is not for delivery: nothing is written down, and the shop hears 200', async () => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.wooSends({ ...ORDER, shipping_lines: [{ method_id: 'local_pickup' }] })
    expect([response.status, await trailRows(doorstep)]).toEqual([200, []])
  })

  test('or of a product, by a webhook set up wrongly: it is no order, and the shop hears 200', async () => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.wooSends({ id: 93, status: 'publish', name: 'Blue Dream' }, 'product.updated')
    expect([response.status, await trailRows(doorstep)]).toEqual([200, []])
  })
})

describe('what is no word of the shop is not taken', () => {
  const body = JSON.stringify(ORDER)
  const signed = (secret: string) => createHmac('sha256', secret).update(body).digest('base64')

  test.each<[string, Record<string, string>]>([
    ['unsigned', {}],
    ['signed with another secret', { 'x-wc-webhook-signature': signed('guess') }],
    ['signed in hex', { 'x-wc-webhook-signature': createHmac('sha256', WOO_SECRET).update(body).digest('hex') }],
  ])('%s', async (_, headers) => {
    await using doorstep = await openDoorstep()
    const topic = { 'content-type': 'application/json', 'x-wc-webhook-topic': 'order.updated' }
    const response = await doorstep.post(`/v1/pos/${doorstep.woo.connectionId}`, body, { ...topic, ...headers })
    expect([response.status, await trailRows(doorstep)]).toEqual([401, []])
  })

  test('signed rightly, for the connection of another dispensary', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.enroll.dispensary({ ...doorstep.store, id: 'bay-two' })
    const other = await doorstep.enroll.connect('bay-two', 'woocommerce', { secret: 'another secret' })
    const headers = { 'x-wc-webhook-topic': 'order.updated', 'x-wc-webhook-signature': signed(WOO_SECRET) }
    expect((await doorstep.post(`/v1/pos/${other.connectionId}`, body, headers)).status).toBe(401)
  })

  test.each(['pos_nobody', 'api', 'phone'])('for a connection that is no shop’s: %s', async (kind) => {
    await using doorstep = await openDoorstep()
    const id = kind === 'api' ? doorstep.api.connectionId : kind === 'phone' ? doorstep.phone.connectionId : kind
    expect((await doorstep.post(`/v1/pos/${id}`, body, { 'x-wc-webhook-signature': signed(WOO_SECRET) })).status).toBe(
      404,
    )
  })

  test('too large', async () => {
    await using doorstep = await openDoorstep()
    expect((await doorstep.wooSends({ ...ORDER, note: 'x'.repeat(512 * 1024) })).status).toBe(413)
  })
})

describe('the shop asks whether anybody is there', () => {
  const ping = { 'content-type': 'application/x-www-form-urlencoded' }

  test('and hears 200, unsigned as it asks, or the webhook would stay off', async () => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.post(`/v1/pos/${doorstep.woo.connectionId}`, 'webhook_id=142', ping)
    expect([response.status, await trailRows(doorstep)]).toEqual([200, []])
  })

  test('at an address that is nobody’s, and hears that', async () => {
    await using doorstep = await openDoorstep()
    expect((await doorstep.post('/v1/pos/nobody', 'webhook_id=142', ping)).status).toBe(404)
  })
})
