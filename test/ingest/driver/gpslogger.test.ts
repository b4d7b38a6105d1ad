import { describe, expect, test } from 'vitest'
import { gpslogger } from '../../../api/ingest/driver/gpslogger.ts'
import { meaningOf, refusalOf } from './told.ts'

const AT = Date.parse('2026-04-25T01:30:00Z')
const PLACE = `lat=38.31&lon=-123.04&timestamp=${AT / 1_000}`
const positionOf = (query: string) => meaningOf(gpslogger, { method: 'GET', query }).fixes[0]?.position

describe('a driver’s phone with GPSLogger', () => {
  test('tells its speed in metres per second, and in kilometres per hour under another name', () => {
    expect(positionOf(`${PLACE}&spd=10`)?.speedMetersPerSecond).toBe(10)
    expect(positionOf(`${PLACE}&s=10`)?.speedMetersPerSecond).toBe(10)
    expect(positionOf(`${PLACE}&spd_kph=36`)?.speedMetersPerSecond).toBe(10)
    expect(positionOf(`${PLACE}&spd_kph=36.4&spd=10`)?.speedMetersPerSecond).toBe(10)
    expect(positionOf(`${PLACE}&spd=&spd_kph=36`)?.speedMetersPerSecond).toBe(10)
  })

  test('is told apart from others by the name of the device, and nothing else of it is kept', () => {
    const beside =
      'sat=9&desc=Ana&prov=gps&batt=79.0&ischarging=false&ser=S3R&act=&filename=20260424&profile=Home&acc=5.0&dir=63.0&'
    expect(meaningOf(gpslogger, { query: `${PLACE}&aid=0123456789abcdef&${beside}` })).toEqual({
      events: [],
      fixes: [
        {
          device: '0123456789abcdef',
          position: { lat: 38.31, lng: -123.04, at: AT, accuracyMeters: 5, headingDegrees: 63 },
        },
      ],
      unknown: [],
    })
  })

  test.each([
    ['a form', { body: PLACE }],
    ['a form to an address with the key in it', { query: 'key=secret', body: PLACE }],
    ['flat JSON', { body: { lat: 38.31, lon: -123.04, timestamp: AT / 1_000 } }],
    ['JSON of texts', { body: { lat: '38.31', lon: '-123.04', timestamp: String(AT / 1_000) } }],
  ])('may tell it in %s', (_, parts) => {
    expect(meaningOf(gpslogger, parts).fixes).toEqual([{ position: { lat: 38.31, lng: -123.04, at: AT } }])
  })

  test.each([
    ['ts in seconds', `ts=${AT / 1_000}`],
    ['time in UTC', 'time=2026-04-25T01:30:00.000Z'],
    ['time with its offset', 'timeoffset=2026-04-24T18:30:00.000-07:00'],
    ['the first that is no blank', 'timestamp=&time=2026-04-25T01:30:00.000Z'],
  ])('may tell its %s', (_, time) => {
    expect(positionOf(`lat=38.31&lon=-123.04&${time}`)?.at).toBe(AT)
  })

  test('where no satellite was heard is no place', () => {
    expect(meaningOf(gpslogger, { query: `lat=0.0&lon=0.0&timestamp=${AT / 1_000}` }).fixes).toEqual([])
  })

  test.each([
    ['a template in which nothing was filled', 'lat=%25LAT&lon=%25LON', '/lat'],
    ['no place', `timestamp=${AT / 1_000}`, '/lat'],
    ['a latitude beyond the pole', `lat=-90.5&lon=1&timestamp=${AT / 1_000}`, '/lat'],
    ['a longitude that is none', `lat=1&lon=NaN&timestamp=${AT / 1_000}`, '/lon'],
    ['no time, since its log comes again every hour', 'lat=38.31&lon=-123.04', '/timestamp'],
    ['a time that is none', 'lat=38.31&lon=-123.04&time=noon', '/time'],
  ])('is refused with %s, by its field', (_, query, field) => {
    expect(refusalOf(gpslogger, { query })).toEqual({ status: 422, field })
  })
})
