import { describe, expect, test } from 'vitest'
import { hours, minutes } from '../../api/domain/time.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { type Doorstep, deliver } from './customer.ts'

const PHONE = '+17075550141'
const DIGITS = '0141'
const RIGHT = { dispensary: STORE.id, number: '1042', digits: DIGITS }

const receive = (doorstep: Doorstep, orderId = '1', customer: object = { phone: PHONE }): Promise<Response> =>
  doorstep.tell({ type: 'order.received', data: { orderId, number: '1042', customer } })

let networks = 0
/** Each from a network of its own, unless one is named. */
const lookUp = (doorstep: Doorstep, asked: object = RIGHT, from = `198.51.${++networks >> 8}.${networks & 255}`) =>
  doorstep.post('/v1/lookup', JSON.stringify(asked), { 'x-forwarded-for': from, 'content-type': 'text/plain' })

const linkOf = async (response: Response): Promise<{ token: string; url: string }> => {
  expect(response.status).toBe(200)
  return (await response.json()) as { token: string; url: string }
}
/** Everything that a browser is told. */
const whole = async (response: Response): Promise<unknown> => [
  response.status,
  Object.fromEntries(response.headers),
  await response.text(),
]
const rowsOf = async (doorstep: Doorstep, type: string) =>
  (await trailRows(doorstep)).filter((row) => row.type === type)

test('who has lost the link finds the order by its number and the last four digits of the phone', async () => {
  await using doorstep = await openDoorstep()
  await receive(doorstep)
  for (const number of ['1042', ' #1042 ', '# 1042']) {
    const { token, url } = await linkOf(await lookUp(doorstep, { ...RIGHT, number }))
    expect(url).toBe(`https://track.example/t/${token}`)
    const seen = await (await doorstep.app.request(`/v1/track/${token}`)).json()
    expect(seen).toMatchObject({ orderNumber: '1042' })
  }
  expect((await rowsOf(doorstep, 'look-up.opened')).map(({ subject }) => subject)).toEqual(Array(3).fill('order/1'))
  expect(JSON.stringify([await trailRows(doorstep), doorstep.lines])).not.toContain(DIGITS)
})

test('of two orders with the same number, that of the phone is found', async () => {
  await using doorstep = await openDoorstep()
  await receive(doorstep, 'mine')
  await receive(doorstep, 'other', { phone: '+17075550199' })
  await lookUp(doorstep)
  expect((await rowsOf(doorstep, 'look-up.opened')).map(({ subject }) => subject)).toEqual(['order/mine'])
})

describe('one and the same answer, byte for byte,', () => {
  const SITUATIONS: [what: string, prepare: (doorstep: Doorstep) => Promise<unknown>, asked: object][] = [
    ['is given for wrong digits', receive, { ...RIGHT, digits: '9999' }],
    ['is given for a number that no order has', receive, { ...RIGHT, number: '7777' }],
    ['is given for an order without a phone', (doorstep) => receive(doorstep, '1', {}), RIGHT],
    ['is given for a dispensary that there is not', receive, { ...RIGHT, dispensary: 'elsewhere' }],
    [
      'is given for an order that was delivered the day before',
      async (doorstep) => {
        await receive(doorstep)
        await deliver(doorstep)
        doorstep.advance(hours(25))
      },
      RIGHT,
    ],
    [
      'is given to the right digits after five wrong ones',
      async (doorstep) => {
        await receive(doorstep)
        for (let i = 0; i < 5; i += 1) await lookUp(doorstep, { ...RIGHT, digits: '9999' })
      },
      RIGHT,
    ],
  ]
  test.each(SITUATIONS)('%s', async (_, prepare, asked) => {
    await using doorstep = await openDoorstep()
    await prepare(doorstep)
    await using empty = await openDoorstep()
    expect(await whole(await lookUp(doorstep, asked))).toEqual(await whole(await lookUp(empty)))
    expect((await lookUp(empty)).status).toBe(404)
  })
})

test('every wrong try is a row of the trail: of its order where there is one, else of the store', async () => {
  await using doorstep = await openDoorstep()
  await receive(doorstep)
  await lookUp(doorstep, { ...RIGHT, digits: '9999' })
  await lookUp(doorstep, { ...RIGHT, number: '7777' })
  expect((await rowsOf(doorstep, 'look-up.denied')).map(({ subject, data }) => [subject, data])).toEqual([
    ['order/1', '{"orderId":"1"}'],
    ['look-ups', '{}'],
  ])
})

describe('an order can be guessed at', () => {
  const wrong = (doorstep: Doorstep): Promise<Response> => lookUp(doorstep, { ...RIGHT, digits: '9999' })

  test('five times an hour, however many ask at once', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    await Promise.all(Array.from({ length: 30 }, () => wrong(doorstep)))
    expect(await rowsOf(doorstep, 'look-up.denied')).toHaveLength(5)
    expect((await lookUp(doorstep)).status).toBe(404)
    doorstep.advance(hours(1))
    await linkOf(await lookUp(doorstep))
  })

  test('ten times in all, also after a new start of the process', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    for (let i = 0; i < 10; i += 1) {
      await wrong(doorstep)
      doorstep.advance(hours(1))
    }
    expect(await rowsOf(doorstep, 'look-up.denied')).toHaveLength(10)
    await using again = await openDoorstep({
      file: doorstep.file,
      secretKey: doorstep.secretKey,
      at: '2026-04-26T18:00:00-07:00',
    })
    expect((await lookUp(again)).status).toBe(404)
  })

  test('while its link goes on working', async () => {
    await using doorstep = await openDoorstep()
    await receive(doorstep)
    const token = await doorstep.linkTo('1')
    for (let i = 0; i < 10; i += 1) await wrong(doorstep)
    expect((await doorstep.app.request(`/v1/track/${token}`)).status).toBe(200)
  })
})

test('a network has five wrong tries in a quarter of an hour, whatever it guesses at', async () => {
  await using doorstep = await openDoorstep()
  await receive(doorstep)
  const from = '203.0.113.5'
  for (let i = 0; i < 5; i += 1) expect((await lookUp(doorstep, { ...RIGHT, number: `9${i}` }, from)).status).toBe(404)
  const refused = [await lookUp(doorstep, RIGHT, from), await lookUp(doorstep, { ...RIGHT, number: '7' }, from)]
  expect(refused[0]?.headers.get('retry-after')).toBe('900')
  const [one, other] = await Promise.all(refused.map(whole))
  expect(one).toEqual(other)
  expect(refused.map(({ status }) => status)).toEqual([429, 429])
  await linkOf(await lookUp(doorstep))
  doorstep.advance(minutes(15))
  await linkOf(await lookUp(doorstep, RIGHT, from))
})

test('numbers that there are not cannot fill the trail of a store without end', async () => {
  await using doorstep = await openDoorstep()
  const asked = Array.from({ length: 310 }, (_, n) => lookUp(doorstep, { ...RIGHT, number: `9${n}` }))
  await Promise.all(asked)
  expect((await lookUp(doorstep)).status).toBe(429)
})

test.each([
  ['without digits', { ...RIGHT, digits: '' }, 422],
  ['with letters', { ...RIGHT, digits: '14a1' }, 422],
  ['without a store', { number: '1042', digits: DIGITS }, 422],
  ['of a novel', { ...RIGHT, number: 'x'.repeat(2_000) }, 413],
])('a question %s is none, and leaves no trace', async (_, asked, status) => {
  await using doorstep = await openDoorstep()
  await receive(doorstep)
  expect((await lookUp(doorstep, asked)).status).toBe(status)
  expect(await rowsOf(doorstep, 'look-up.denied')).toEqual([])
})
