import { expect, test } from 'vitest'
import type { Site } from '../../api/ports.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import type { Doorstep } from './customer.ts'

const SHOP = 'https://shop.alderbay.example'
const STRANGER = 'https://evil.example'
const OTHER = 'https://other.example'

/** A page that says which origin it would speak to, under the policy of all our pages. */
const site: Site = async (_, { frame }) =>
  new Response(frame?.parent ?? 'nobody', {
    headers: { 'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'" },
  })
const openWith = () => openDoorstep({ store: { ...STORE, origins: [SHOP, OTHER] }, site })

async function received(doorstep: Doorstep): Promise<string> {
  await doorstep.tell({ type: 'order.received', data: { orderId: '1', number: '1042' } })
  return doorstep.linkTo('1')
}

/** Who may frame it, and to whom it speaks. */
async function framed(
  doorstep: Doorstep,
  asked: Record<string, string>,
): Promise<[ancestors: string, spokenTo: string]> {
  const response = await doorstep.app.request(`/embed/frame?${new URLSearchParams(asked).toString()}`)
  const [, ancestors = ''] = /frame-ancestors ([^;]*)/.exec(response.headers.get('content-security-policy') ?? '') ?? []
  return [ancestors, await response.text()]
}

const OURS = `'self' ${SHOP} ${OTHER}`

test('an order is framed by the sites of its store, and speaks to the one that frames it', async () => {
  await using doorstep = await openWith()
  const token = await received(doorstep)
  expect(await framed(doorstep, { token, origin: SHOP })).toEqual([OURS, SHOP])
  expect(await framed(doorstep, { token, origin: STRANGER })).toEqual([OURS, 'nobody'])
  expect(await framed(doorstep, { token })).toEqual([OURS, 'nobody'])
  expect(await framed(doorstep, { token, origin: 'shop' })).toEqual([OURS, 'nobody'])
})

test('so is the form that finds an order', async () => {
  await using doorstep = await openWith()
  expect(await framed(doorstep, { dispensary: STORE.id, origin: SHOP })).toEqual([OURS, SHOP])
})

test('a store that names no site is framed by nobody else', async () => {
  await using doorstep = await openDoorstep({ site })
  const token = await received(doorstep)
  expect(await framed(doorstep, { token, origin: SHOP })).toEqual(["'self'", 'nobody'])
})

test('where there is nothing to see, anybody may look: samples and unknown links', async () => {
  await using doorstep = await openWith()
  expect(await framed(doorstep, { token: 'sample', origin: STRANGER })).toEqual(['*', STRANGER])
  expect(await framed(doorstep, { token: 'nobody-knows' })).toEqual(['*', 'nobody'])
})

test('the token of one store shows nothing under the name of another', async () => {
  await using doorstep = await openWith()
  await doorstep.enroll.dispensary({ ...STORE, id: 'elsewhere', origins: [STRANGER] })
  const token = await received(doorstep)
  expect(await framed(doorstep, { token, dispensary: 'elsewhere', origin: STRANGER })).toEqual([OURS, 'nobody'])
})
