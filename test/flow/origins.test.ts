import { describe, expect, test } from 'vitest'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import type { Doorstep } from './customer.ts'

const SHOP = 'https://shop.alderbay.example'
const STRANGER = 'https://evil.example'
const OWN = 'https://track.example'
const LISTED = { store: { ...STORE, origins: [SHOP] } }

async function received(doorstep: Doorstep): Promise<string> {
  const customer = { phone: '+17075550141' }
  await doorstep.tell({ type: 'order.received', data: { orderId: '1', number: '1042', customer } })
  return doorstep.linkTo('1')
}
const askFrom = async (doorstep: Doorstep, path: string, origin: string, init: RequestInit = {}): Promise<Response> =>
  doorstep.app.request(path, { ...init, headers: { origin } })
const readers = ({ headers }: Response): string | null => headers.get('access-control-allow-origin')

describe('a view', () => {
  test.each([
    ['a site on the store’s list', SHOP, 200, SHOP],
    ['our own pages', OWN, 200, OWN],
    ['a site that is on no list', STRANGER, 403, null],
    ['a page of nobody', 'null', 403, null],
  ])('is read by %s as it should be', async (_, origin, status, reader) => {
    await using doorstep = await openDoorstep(LISTED)
    const token = await received(doorstep)
    for (const path of ['', '/live']) {
      const response = await askFrom(doorstep, `/v1/track/${token}${path}`, origin)
      expect([response.status, readers(response)]).toEqual([status, reader])
      expect(response.headers.get('vary')?.toLowerCase()).toContain('origin')
      await doorstep.stages.idle()
      await response.body?.cancel()
    }
  })

  test('is read by the site that the store names as its own, where it has no list', async () => {
    await using doorstep = await openDoorstep({ store: { ...STORE, website: 'https://alderbay.example/menu' } })
    const token = await received(doorstep)
    expect(readers(await askFrom(doorstep, `/v1/track/${token}`, 'https://alderbay.example'))).toBe(
      'https://alderbay.example',
    )
    expect((await askFrom(doorstep, `/v1/track/${token}`, SHOP)).status).toBe(403)
  })

  test('of a link that nobody knows is answered alike to everybody', async () => {
    await using doorstep = await openDoorstep(LISTED)
    const answers = [SHOP, STRANGER].map((origin) => askFrom(doorstep, '/v1/track/nobody-knows-this-link-', origin))
    for (const answer of await Promise.all(answers)) expect([answer.status, readers(answer)]).toEqual([404, '*'])
  })

  test('is not changed by a site on no list, whatever it sends', async () => {
    await using doorstep = await openDoorstep(LISTED)
    const token = await received(doorstep)
    const note = { method: 'POST', body: JSON.stringify({ note: 'ring twice' }) }
    expect((await askFrom(doorstep, `/v1/track/${token}/note`, STRANGER, note)).status).toBe(403)
    expect((await trailRows(doorstep)).map(({ type }) => type)).not.toContain('note.left')
    expect((await askFrom(doorstep, `/v1/track/${token}/note`, SHOP, note)).status).toBe(200)
  })
})

describe('a look-up', () => {
  const asked = { method: 'POST', body: JSON.stringify({ dispensary: STORE.id, number: '1042', digits: '0141' }) }

  test('from a site on the list gives a link, from any other nothing, and leaves no trace', async () => {
    await using doorstep = await openDoorstep(LISTED)
    await received(doorstep)
    const refused = await askFrom(doorstep, '/v1/lookup', STRANGER, asked)
    expect([refused.status, readers(refused)]).toEqual([403, null])
    expect((await trailRows(doorstep)).map(({ type }) => type)).not.toContain('look-up.opened')
    const found = await askFrom(doorstep, '/v1/lookup', SHOP, asked)
    expect([found.status, readers(found)]).toEqual([200, SHOP])
  })

  test('that found nothing can be read by the site, too', async () => {
    await using doorstep = await openDoorstep(LISTED)
    const denied = await askFrom(doorstep, '/v1/lookup', SHOP, asked)
    expect([denied.status, readers(denied)]).toEqual([404, SHOP])
  })
})

test('a browser that asks beforehand may ask', async () => {
  await using doorstep = await openDoorstep(LISTED)
  const response = await askFrom(doorstep, '/v1/lookup', SHOP, { method: 'OPTIONS' })
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'access-control-allow-origin': SHOP,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'content-type',
  })
})

test('the script itself may be fetched from anywhere', async () => {
  await using doorstep = await openDoorstep()
  expect(readers(await askFrom(doorstep, '/widget.js', STRANGER))).toBe('*')
})
