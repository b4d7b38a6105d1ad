import { describe, expect, test } from 'vitest'
import { minutes } from '../../api/domain/time.ts'
import { findConnection } from '../../db/connections.ts'
import { openDoorstep } from '../doorstep.ts'
import { positionRows } from './rows.ts'

const TST = Math.floor(Date.parse('2026-04-24T17:59:30-07:00') / 1_000)
const FIX = { _type: 'location', lat: 38.31, lon: -123.04, tst: TST, tid: 'sa' }

describe('a driver’s phone tells where it is', () => {
  test('in its units, and it is written down in ours before the phone hears so', async () => {
    await using doorstep = await openDoorstep()
    const message = { ...FIX, acc: 8, vel: 36, cog: 271, batt: 67, SSID: 'home', inregions: ['Ana Reyes'] }
    const response = await doorstep.phoneSends(message)
    expect([response.status, await response.text()]).toEqual([200, '[]'])
    expect(await positionRows(doorstep)).toEqual([
      {
        seq: 1,
        dispensaryId: 'alder-bay',
        driverId: 'sam',
        at: TST * 1_000,
        receivedAt: doorstep.now(),
        lat: 38.31,
        lng: -123.04,
        accuracyMeters: 8,
        speedMetersPerSecond: 10,
        headingDegrees: 271,
      },
    ])
  })

  test.each<[string, object, object]>([
    [
      'without accuracy, speed and heading',
      {},
      { accuracyMeters: null, speedMetersPerSecond: null, headingDegrees: null },
    ],
    ['with a speed that is none', { vel: -1, cog: -1 }, { speedMetersPerSecond: null, headingDegrees: null }],
    ['standing', { vel: 0, cog: 0 }, { speedMetersPerSecond: 0, headingDegrees: 0 }],
  ])('%s', async (_, changed, expected) => {
    await using doorstep = await openDoorstep()
    await doorstep.phoneSends({ ...FIX, ...changed })
    expect((await positionRows(doorstep))[0]).toMatchObject(expected)
  })

  test('again, because it did not hear us: one position', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.phoneSends(FIX)
    expect((await doorstep.phoneSends(FIX)).status).toBe(200)
    expect(await positionRows(doorstep)).toHaveLength(1)
  })

  test('again while the first is still being written: one position', async () => {
    await using doorstep = await openDoorstep()
    await Promise.all([doorstep.phoneSends(FIX), doorstep.phoneSends(FIX), doorstep.phoneSends(FIX)])
    expect(await positionRows(doorstep)).toHaveLength(1)
  })

  test('by a clock that runs ahead: it was now', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.phoneSends({ ...FIX, tst: TST + 3_600 })
    expect((await positionRows(doorstep))[0]?.at).toBe(doorstep.now())
  })

  test('after hours without a network: it is kept at its own time, and moves nobody', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.phoneSends(FIX)
    await doorstep.phoneSends({ ...FIX, lat: 38.4, tst: TST - 7_200 })
    expect((await positionRows(doorstep)).map(({ at }) => at)).toEqual([TST * 1_000, (TST - 7_200) * 1_000])
    expect(
      doorstep.stages.positions.recent({ dispensaryId: 'alder-bay', driverId: 'sam' }).map(({ lat }) => lat),
    ).toEqual([38.31])
  })

  test('and a process that starts anew remembers the last quarter of an hour, in its order', async () => {
    await using doorstep = await openDoorstep()
    for (const [index, lat] of [38.31, 38.311, 38.312].entries())
      await doorstep.phoneSends({ ...FIX, lat, tst: TST + index * 5 })
    await using again = await openDoorstep({ file: doorstep.file })
    const remembered = again.stages.positions.recent({ dispensaryId: 'alder-bay', driverId: 'sam' })
    expect(remembered.map(({ at }) => at - TST * 1_000)).toEqual([0, 5_000, 10_000])
    await using late = await openDoorstep({
      file: doorstep.file,
      at: new Date(doorstep.now() + minutes(16)).toISOString(),
    })
    expect(late.stages.positions.recent({ dispensaryId: 'alder-bay', driverId: 'sam' })).toEqual([])
  })
})

test('a fix from before there were such phones is heard, left out, and staff can see why', async () => {
  await using doorstep = await openDoorstep()
  expect((await doorstep.phoneSends({ ...FIX, tst: 7 })).status).toBe(200)
  expect(await positionRows(doorstep)).toEqual([])
  await doorstep.stages.hearing.flush()
  expect((await findConnection(doorstep.db, doorstep.phone.connectionId))?.lastProblem).toMatch(/clock is not set/)
})

describe('what a phone tells beside', () => {
  test.each<[string, object]>([
    ['that it is gone', { _type: 'lwt', tst: TST }],
    [
      'that it passed a fence',
      { _type: 'transition', lat: 38.31, lon: -123.04, tst: TST, event: 'enter', desc: 'Ana Reyes' },
    ],
    ['its fences', { _type: 'waypoints', waypoints: [] }],
    ['what it is', { _type: 'status', android: {} }],
    ['something sealed', { _type: 'encrypted', data: 'xyz' }],
    ['the point where no satellite was heard', { ...FIX, lat: 0, lon: 0 }],
  ])('is heard and not kept: %s', async (_, message) => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.phoneSends(message)
    expect([response.status, await response.text(), await positionRows(doorstep)]).toEqual([200, '[]', []])
  })

  test('nothing at all is heard too', async () => {
    await using doorstep = await openDoorstep()
    const authorization = `Basic ${Buffer.from(`sam:${doorstep.phone.secret}`).toString('base64')}`
    expect((await doorstep.post(`/v1/driver/${doorstep.phone.connectionId}`, '', { authorization })).status).toBe(200)
  })
})

describe('what is refused of a phone', () => {
  test.each<[string, object, string]>([
    ['a latitude beyond the pole', { ...FIX, lat: 90.1 }, '/lat'],
    ['a longitude beyond the date line', { ...FIX, lon: -180.1 }, '/lon'],
    ['no time', { ...FIX, tst: undefined }, '/tst'],
    ['a time in words', { ...FIX, tst: 'now' }, '/tst'],
    ['no kind', { lat: 1 }, '/_type'],
    ['a list', [FIX], ''],
  ])('%s', async (_, message, pointer) => {
    await using doorstep = await openDoorstep()
    const response = await doorstep.phoneSends(message)
    const { errors } = (await response.json()) as { errors: { pointer: string }[] }
    expect([response.status, errors[0]?.pointer, await positionRows(doorstep)]).toEqual([422, pointer, []])
  })

  test.each<[string, string | undefined, number]>([
    ['without a password', undefined, 401],
    ['with a wrong one', `Basic ${Buffer.from('sam:guess').toString('base64')}`, 401],
    ['with an empty one', `Basic ${Buffer.from('sam:').toString('base64')}`, 401],
    ['in another scheme', 'Bearer guess', 401],
    ['with no base64', 'Basic %%%', 401],
  ])('%s', async (_, authorization, status) => {
    await using doorstep = await openDoorstep()
    const headers: Record<string, string> = authorization ? { authorization } : {}
    const response = await doorstep.post(`/v1/driver/${doorstep.phone.connectionId}`, JSON.stringify(FIX), headers)
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([status, 'Basic realm="Doorstep"'])
    expect(await positionRows(doorstep)).toEqual([])
  })

  test('another driver’s password', async () => {
    await using doorstep = await openDoorstep()
    const rosa = await doorstep.enroll.connect('alder-bay', 'owntracks', { driverId: 'rosa' })
    expect((await doorstep.phoneSends(FIX, rosa.secret)).status).toBe(401)
  })

  test('a connection that is no phone', async () => {
    await using doorstep = await openDoorstep()
    expect((await doorstep.post(`/v1/driver/${doorstep.woo.connectionId}`, JSON.stringify(FIX), {})).status).toBe(404)
  })

  test('more than 64 kilobytes', async () => {
    await using doorstep = await openDoorstep()
    expect((await doorstep.phoneSends({ ...FIX, note: 'x'.repeat(65_536) })).status).toBe(413)
  })
})

describe('positions may come as events too', () => {
  test('and are the same positions, told twice or not', async () => {
    await using doorstep = await openDoorstep()
    const event = {
      type: 'driver.positioned',
      time: '2026-04-24T17:59:30-07:00',
      data: { driverId: 'sam', lat: 38.31, lng: -123.04, accuracyMeters: 8 },
    }
    const response = await doorstep.tellBatch([event, event, { ...event, time: '2026-04-24T17:59:35-07:00' }])
    const { results } = (await response.json()) as { results: { result: string }[] }
    expect(results.map(({ result }) => result)).toEqual(['recorded', 'duplicate', 'recorded'])
    expect((await positionRows(doorstep)).map(({ at, accuracyMeters }) => [at, accuracyMeters])).toEqual([
      [TST * 1_000, 8],
      [TST * 1_000 + 5_000, 8],
    ])
  })
})
