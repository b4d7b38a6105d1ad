import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../api/domain/time.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { storedRows, trailRows } from '../ingest/rows.ts'
import { openStream } from './stream.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
const KIM = { email: 'kim@alderbay.example', password: 'correct horse battery' }
const DOORS = [0.02, 0.03, 0.04].map((north) => ({ lat: STORE.position.lat + north, lng: STORE.position.lng }))
const from = (address: string, browser = 'x') => ({ 'x-forwarded-for': address, 'user-agent': browser })
const FOLLOWER = from('2001:db8:1:2::7')

/** Three doors of one route, the driver 400 m before the first of them. */
async function onTheWay(doorstep: Doorstep): Promise<string[]> {
  for (const [n, door] of DOORS.entries())
    await doorstep.tell({ type: 'order.received', data: { orderId: `${n}`, number: `10${n}`, customer: { door } } })
  const stops = DOORS.map((_, n) => ({ stopId: `s${n}`, orderIds: [`${n}`] }))
  await doorstep.tell({ type: 'route.planned', data: { routeId: 'r', driver: { id: 'sam', firstName: 'Sam' }, stops } })
  await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
  doorstep.advance(minutes(3))
  await doorstep.drivesTo({ ...DOORS[0]!, lat: DOORS[0]!.lat - 400 / 111_195 })
  return Promise.all(DOORS.map((_, n) => doorstep.linkTo(`${n}`)))
}

const mapOf = async (doorstep: Doorstep, token: string, headers: Record<string, string> = {}): Promise<object> => {
  const response = await doorstep.app.request(`/v1/track/${token}`, { headers })
  await doorstep.stages.idle()
  return ((await response.json()) as { map: object }).map
}

async function minutesPass(doorstep: Doorstep, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    doorstep.advance(minutes(1))
    for (let second = 0; second < 60; second += 1) doorstep.stages.tick()
    await doorstep.stages.idle()
  }
}

const suspected = async (doorstep: Doorstep) =>
  (await trailRows(doorstep))
    .filter(({ type }) => type === 'link.suspected')
    .map(({ data }) => JSON.parse(data) as { orderId: string; because: string })

describe('a map that somebody follows the driver by', () => {
  test('closes for that link on the page, in the view and in the open stream, and for no other link', async () => {
    await using doorstep = await openDoorstep()
    const [shown = '', second = ''] = [...(await onTheWay(doorstep))]
    const other = await doorstep.linkTo('0')
    const [watching, reading] = [await openStream(doorstep.app, shown), await openStream(doorstep.app, other)]
    expect([await mapOf(doorstep, shown), await mapOf(doorstep, second)]).toMatchObject([
      { open: true },
      { why: 'not-next' },
    ])
    await watching.read()
    for (let n = 0; n <= 60; n += 1) await mapOf(doorstep, shown, from(`203.0.113.${n}`))
    expect(await suspected(doorstep)).toEqual([{ orderId: '0', linkId: expect.any(String), because: 'many-networks' }])
    const closed = { open: false, why: 'withheld' }
    expect((await watching.read()).map(({ view }) => view.map)).toEqual([closed])
    expect([await mapOf(doorstep, shown), await mapOf(doorstep, other)]).toMatchObject([closed, { open: true }])
    const page = await (await doorstep.app.request(`/t/${shown}`)).text()
    expect((JSON.parse(page) as { locals: { track: { view: { map: object } } } }).locals.track.view.map).toEqual(closed)
    doorstep.advance(seconds(20))
    await reading.read()
    await doorstep.drivesTo({ ...DOORS[0]!, lat: DOORS[0]!.lat - 300 / 111_195 })
    expect((await watching.read()).filter(({ view }) => view.map.open)).toEqual([])
    expect((await reading.read()).at(-1)?.view.map.open).toBe(true)
    for (const stream of [watching, reading]) await stream.close()
  })

  test('closes for a network that watches several doors of one route, by streams alone', async () => {
    await using doorstep = await openDoorstep()
    const tokens = await onTheWay(doorstep)
    const streams = await Promise.all(tokens.map((token) => openStream(doorstep.app, token, FOLLOWER)))
    await minutesPass(doorstep, 4)
    expect(await suspected(doorstep)).toEqual([])
    await minutesPass(doorstep, 2)
    expect((await suspected(doorstep)).map(({ orderId, because }) => [orderId, because]).toSorted()).toEqual(
      ['0', '1', '2'].map((orderId) => [orderId, 'follows-route']),
    )
    for (const stream of streams) await stream.close()
    // Not even that the driver is still far from there is told any more.
    expect(await mapOf(doorstep, tokens[2] ?? '')).toEqual({ open: false, why: 'withheld' })
  })

  test('closes for a link that was found by trying many', async () => {
    await using doorstep = await openDoorstep()
    const [found = '', ...others] = await onTheWay(doorstep)
    const guess = (n: number) => doorstep.app.request(`/t/${String(n).padStart(22, 'A')}`, { headers: FOLLOWER })
    for (let n = 0; n <= 20; n += 1) await guess(n)
    await mapOf(doorstep, found, FOLLOWER)
    await mapOf(doorstep, others[0] ?? '', from('203.0.113.9'))
    await mapOf(doorstep, others[0] ?? '', FOLLOWER) // somebody else has opened this one before
    expect(await suspected(doorstep)).toMatchObject([{ orderId: '0', because: 'guessed' }])
    expect(await mapOf(doorstep, found)).toEqual({ open: false, why: 'withheld' })
    doorstep.advance(minutes(15))
    await mapOf(doorstep, others[1] ?? '', FOLLOWER)
    expect(await suspected(doorstep)).toHaveLength(1)
  })

  test('does not close because a customer comes back to an old link, or tears one in two', async () => {
    await using doorstep = await openDoorstep()
    const [own = '', ...rest] = await onTheWay(doorstep)
    const over = await Promise.all(Array.from({ length: 30 }, () => doorstep.linkTo('1')))
    await doorstep.tell({ type: 'order.cancelled', data: { orderId: '1' } })
    doorstep.advance(hours(25))
    for (const [n, token] of over.entries()) {
      await mapOf(doorstep, own, FOLLOWER)
      await doorstep.app.request(`/t/${token}`, { headers: FOLLOWER })
      await doorstep.app.request(`/t/${own.slice(0, 5 + (n % 15))}${'x'.repeat(n % 3)}`, { headers: FOLLOWER })
    }
    await mapOf(doorstep, rest[1] ?? '', FOLLOWER)
    expect(await suspected(doorstep)).toEqual([])
  })

  test('is in the order’s timeline, and staff open it again for good', async () => {
    await using doorstep = await openDoorstep()
    const [shown = ''] = await onTheWay(doorstep)
    const lookedAtFromAllOver = async (): Promise<void> => {
      for (let n = 0; n <= 60; n += 1) await mapOf(doorstep, shown, from(`203.0.113.${n}`))
    }
    await lookedAtFromAllOver()
    await doorstep.enroll.staff(STORE.id, KIM.email, KIM.password)
    const signedIn = await doorstep.post('/v1/support/session', JSON.stringify(KIM), {})
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    const look = async () =>
      (await (await doorstep.app.request('/v1/support/orders/100', { headers: { cookie } })).json()) as {
        timeline: { words: string }[]
        links: { linkId: string; mapClosed: { because: string; openedBy: string | null } | null }[]
      }
    const { timeline, links } = await look()
    expect(timeline.map(({ words }) => words)).toContain(
      'A tracking link shows no map any more: it was looked at from many networks',
    )
    const linkId = links.find(({ mapClosed }) => mapClosed?.because === 'many-networks')?.linkId ?? ''
    const form = new URLSearchParams({ orderId: '0', number: '100', act: 'open-map', linkId }).toString()
    const headers = { cookie, origin: 'http://localhost', 'content-type': 'application/x-www-form-urlencoded' }
    expect((await doorstep.post('/support/links', form, headers)).status).toBe(303)
    expect(await mapOf(doorstep, shown)).toMatchObject({ open: true })
    await lookedAtFromAllOver()
    expect(await mapOf(doorstep, shown)).toMatchObject({ open: true })
    const after = await look()
    expect(after.timeline.at(-2)?.words).toMatch(/^Staff member staff_\S+ opened the map of a tracking link again$/)
    expect(after.links.find((link) => link.linkId === linkId)?.mapClosed?.openedBy).toMatch(/^staff_/)
  })
})

test('where a customer looks from is kept nowhere', async () => {
  await using doorstep = await openDoorstep()
  const [token = ''] = await onTheWay(doorstep)
  for (const path of [`/t/${token}`, `/v1/track/${token}`])
    await doorstep.app.request(path, { headers: from('203.0.113.77', 'A Browser/7') })
  await doorstep.stages.idle()
  const kept = JSON.stringify([await storedRows(doorstep.db), doorstep.lines])
  expect([kept.includes('203.0.113.77'), kept.includes('A Browser/7')]).toEqual([false, false])
})
