import { expect, test } from 'vitest'
import type { PageLocals } from '../../api/ports.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import type { Doorstep } from './customer.ts'

const PREVIEW = '/support/widget'
const SHOP = 'https://shop.alderbay.example'

async function signIn(doorstep: Doorstep): Promise<string> {
  await doorstep.enroll.staff(STORE.id, 'kim@alderbay.example', 'a-long-password')
  const form = new URLSearchParams({ email: 'kim@alderbay.example', password: 'a-long-password' })
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost' }
  const response = await doorstep.post('/support/sign-in', form.toString(), headers)
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

test('staff see the widget under the name and colour of their own store, and where it works', async () => {
  await using doorstep = await openDoorstep({ store: { ...STORE, origins: [SHOP] } })
  const response = await doorstep.app.request(PREVIEW, { headers: { cookie: await signIn(doorstep) } })
  const { locals } = (await response.json()) as { locals: PageLocals }
  expect(locals.preview).toEqual({
    email: 'kim@alderbay.example',
    dispensary: { id: STORE.id, name: STORE.name, accent: STORE.accent },
    origins: [SHOP],
  })
  expect(response.headers.get('cache-control')).toBe('private, no-store')
})

test('nobody else sees it', async () => {
  await using doorstep = await openDoorstep()
  const response = await doorstep.app.request(PREVIEW)
  expect([response.status, response.headers.get('location')]).toEqual([303, '/support'])
})
