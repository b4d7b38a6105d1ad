import { expect, test } from 'vitest'
import { contacts } from '../../db/schema.ts'
import { verifyChains } from '../../api/audit/verify.ts'
import { minutes } from '../../api/domain/time.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from './rows.ts'

const DOOR = { lat: 38.3317, lng: -123.0461 }
const CUSTOMER = {
  name: 'Zenobia Quartermaine',
  phone: '+1 707 555 0177',
  email: 'zenobia.q@example.com',
  address: '77 Kingfisher Lane',
  door: DOOR,
}
const ENDPOINT = 'https://fcm.googleapis.com/fcm/send/zenobias-device'
const PERSONAL = [
  /zenobia/i,
  /quartermaine/i,
  /5550177/,
  /555[^0-9]0177/,
  /zenobia\.q/i,
  /kingfisher/i,
  /38\.33/,
  /123\.04/,
  /Sindri/,
  /zenobias-device/,
  /correct horse/,
]

/** Everything that was told of her, through every door that takes personal data. */
async function anEveningWithHer(doorstep: Awaited<ReturnType<typeof openDoorstep>>): Promise<string> {
  const woo = {
    id: 77,
    number: 'W77',
    status: 'processing',
    total: '10.00',
    customer_note: 'for Zenobia',
    billing: { first_name: 'Zenobia', last_name: 'Quartermaine', phone: '(707) 555-0177', email: CUSTOMER.email },
    shipping: { first_name: 'Zenobia', last_name: 'Quartermaine', address_1: '77 Kingfisher Lane', city: 'Bodega' },
  }
  await doorstep.wooSends(woo)
  await doorstep.tell({ type: 'order.received', data: { orderId: '1', number: '1042', customer: CUSTOMER } })
  await doorstep.tell({ type: 'order.updated', data: { orderId: '1', customer: { phone: '7075550177' } } })
  await doorstep.tell({
    type: 'order.received',
    data: { orderId: '2', number: '1043', customer: { phone: 'Zenobia' } },
  })
  const stops = [{ stopId: 's', orderIds: ['1', '77'], door: DOOR }]
  await doorstep.tell({
    type: 'route.planned',
    data: { routeId: 'r', driver: { id: 'd-1', firstName: 'Sindri' }, stops },
  })
  await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
  const token = await doorstep.linkTo('1')
  const keys = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) }
  await doorstep.post(`/v1/track/${token}/push`, JSON.stringify({ endpoint: ENDPOINT, keys }), {})
  doorstep.advance(minutes(9))
  await doorstep.tell({ type: 'driver.positioned', data: { driverId: 'd-1', ...DOOR } })
  await doorstep.enroll.staff('alder-bay', 'staff@example.com', 'correct horse')
  const credentials = JSON.stringify({ email: 'staff@example.com', password: 'correct horse' })
  const signedIn = await doorstep.post('/v1/support/session', credentials, {})
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  await doorstep.app.request('/v1/support/orders/1042', { headers: { cookie } })
  await doorstep.tell({ type: 'handoff.completed', data: { orderId: '1' } })
  return token
}

test('nobody’s name, phone, address, door or device is in the trail', async () => {
  await using doorstep = await openDoorstep()
  await anEveningWithHer(doorstep)
  const rows = (await trailRows(doorstep)).map((row) => JSON.stringify(row))
  expect(rows.length).toBeGreaterThan(20)
  for (const personal of PERSONAL) expect(rows.filter((row) => personal.test(row))).toEqual([])
})

test('nor in what is logged, where no token and no secret is either', async () => {
  await using doorstep = await openDoorstep()
  const token = await anEveningWithHer(doorstep)
  const logged = doorstep.lines.map((line) => JSON.stringify(line))
  expect(logged.length).toBeGreaterThan(10)
  const secrets = [token, doorstep.api.secret, doorstep.phone.secret].map((secret) => new RegExp(secret))
  for (const secret of [...PERSONAL, ...secrets]) expect(logged.filter((line) => secret.test(line))).toEqual([])
})

test('what is known of her is beside the trail, and forgetting it leaves the trail whole and her page working', async () => {
  await using doorstep = await openDoorstep()
  const token = await anEveningWithHer(doorstep)
  const kept = await doorstep.db.select().from(contacts)
  expect(kept.map(({ orderId, contact }) => [orderId, contact.name]).sort()).toEqual([
    ['1', CUSTOMER.name],
    ['77', CUSTOMER.name],
  ])
  await doorstep.db.delete(contacts)
  for await (const chain of verifyChains(doorstep.db)) expect(chain.findings).toEqual([])
  const page = await doorstep.app.request(`/v1/track/${token}`)
  expect(await page.json()).toMatchObject({
    orderNumber: '1042',
    milestone: 'delivered',
    map: { open: false, why: 'finished' },
  })
  await doorstep.tell({ type: 'order.returned', data: { orderId: '77' } })
  expect((await doorstep.view('77')).dispensary.name).toBe(STORE.name)
})
