import { expect, test } from 'vitest'
import { minutes } from '../../api/domain/time.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { storedRows, trailRows } from './rows.ts'

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

/** The driver's name and fixes are in tables of their own: a fix at her door says where the driver was. */
const DRIVERS = [PERSONAL[6], PERSONAL[7], PERSONAL[8]]

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

test('nor, where anybody could read it, in any table', async () => {
  await using doorstep = await openDoorstep()
  await anEveningWithHer(doorstep)
  const rows = await storedRows(doorstep.db)
  expect(rows.length).toBeGreaterThan(50)
  for (const personal of PERSONAL.filter((one) => !DRIVERS.includes(one)))
    expect(rows.filter((row) => personal.test(row))).toEqual([])
  for (const orderId of ['1', '77']) {
    expect(await doorstep.stages.contacts.find({ dispensaryId: STORE.id, orderId })).toMatchObject({
      name: CUSTOMER.name,
      email: CUSTOMER.email,
      door: DOOR,
    })
  }
  expect(await doorstep.stages.devices.of({ dispensaryId: STORE.id, orderId: '1' })).toHaveLength(1)
})

test('why an order was cancelled stands in the trail as a code, and not as what somebody typed', async () => {
  await using doorstep = await openDoorstep()
  for (const [orderId, reason] of [
    ['1', 'out-of-stock'],
    ['2', 'Zenobia called'],
  ]) {
    await doorstep.tell({ type: 'order.received', data: { orderId, number: orderId } })
    expect((await doorstep.tell({ type: 'order.cancelled', data: { orderId, reason } })).status).toBe(200)
  }
  expect([(await doorstep.view('1')).reason, (await doorstep.view('2')).reason]).toEqual(['out-of-stock', 'other'])
})
