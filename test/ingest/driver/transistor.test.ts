import { describe, expect, test } from 'vitest'
import { transistor } from '../../../api/ingest/driver/transistor.ts'
import { CONTEXT, meaningOf, refusalOf } from './told.ts'

const AT = Date.parse('2026-04-25T01:30:00.250Z')
const coords = { latitude: 38.31, longitude: -123.04, accuracy: 8, speed: 12.5, heading: 182, altitude: 120 }
const one = (changed: object = {}) => ({ coords, timestamp: '2026-04-25T01:30:00.250Z', uuid: 'u-1', ...changed })
const place = { lat: 38.31, lng: -123.04, at: AT }
const whole = { ...place, accuracyMeters: 8, speedMetersPerSecond: 12.5, headingDegrees: 182 }
const fixesOf = (body: unknown) => meaningOf(transistor, { body }).fixes

describe('a driver’s phone with Background Geolocation', () => {
  test('tells its speed in metres per second, and nothing that Doorstep has no use for is kept', () => {
    const beside = {
      activity: { type: 'in_vehicle', confidence: 96 },
      battery: { level: 0.81, is_charging: false },
      geofence: { identifier: 'Ana Reyes', action: 'ENTER' },
      extras: { note: 'gate code' },
    }
    expect(meaningOf(transistor, { body: { location: one(beside), token: 'tok' } })).toEqual({
      events: [],
      fixes: [{ position: whole }],
      unknown: [],
    })
  })

  test('does not know what it says is -1', () => {
    const body = { location: one({ coords: { ...coords, accuracy: -1, speed: -1, heading: -1 } }) }
    expect(fixesOf(body)).toEqual([{ position: place }])
  })

  test('tells a batch, which stays in its order and is all of one phone', () => {
    const seconds = ['05', '03', '04']
    const location = seconds.map((second) => one({ timestamp: `2026-04-25T01:30:${second}.000Z` }))
    const fixes = fixesOf({ location, device_id: 'van-2' })
    expect(fixes.map(({ device }) => device)).toEqual(['van-2', 'van-2', 'van-2'])
    expect(fixes.map(({ position }) => new Date(position.at).toISOString().slice(17, 19))).toEqual(seconds)
  })

  test.each([
    ['its root is called data', { data: one() }, whole],
    ['it has no root', { ...one(), device: { platform: 'iOS' } }, whole],
    ['it has no root and is a batch', [one()], whole],
    ['a template makes it lat and lng', { data: { lat: 38.31, lng: -123.04, timestamp: AT } }, place],
    ['a template makes it a pair', { data: [38.31, -123.04, { note: 'x' }] }, { ...place, at: CONTEXT.now }],
  ])('is understood when %s', (_, body, position) => {
    expect(fixesOf(body)).toEqual([{ position }])
  })

  test('that tells no time tells of now, but not of a whole batch', () => {
    expect(fixesOf({ location: { coords } })[0]?.position.at).toBe(CONTEXT.now)
    expect(refusalOf(transistor, { body: { location: [{ coords }, { coords }] } })).toEqual({
      status: 422,
      field: '/location/0/timestamp',
    })
  })

  test('where no satellite was heard is no place', () => {
    expect(fixesOf({ location: one({ coords: { latitude: 0, longitude: 0 } }) })).toEqual([])
  })

  test.each<[string, unknown, string]>([
    [
      'a latitude beyond the pole',
      { location: one({ coords: { latitude: 91, longitude: 1 } }) },
      '/location/coords/latitude',
    ],
    [
      'a longitude that is none',
      { location: one({ coords: { latitude: 1, longitude: 'NaN' } }) },
      '/location/coords/longitude',
    ],
    [
      'the second of two',
      { location: [one(), one({ coords: { latitude: 1, longitude: 181 } })] },
      '/location/1/coords/longitude',
    ],
    ['a pair the other way round', { data: [-123.04, 38.31] }, '/data/0'],
    ['a time in words', { location: one({ timestamp: 'now' }) }, '/location/timestamp'],
    ['no place at all', {}, '/coords'],
    ['nothing where its place should be', { location: null }, '/location'],
  ])('is refused with %s, by its field', (_, body, field) => {
    expect(refusalOf(transistor, { body })).toEqual({ status: 422, field })
  })

  test('is refused with nothing, and with what is no JSON', () => {
    expect(refusalOf(transistor, { body: '' })).toMatchObject({ status: 400 })
    expect(refusalOf(transistor, { body: 'lat=1&lon=1' })).toMatchObject({ status: 400 })
  })
})
