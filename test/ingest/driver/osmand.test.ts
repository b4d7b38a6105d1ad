import { describe, expect, test } from 'vitest'
import { osmand } from '../../../api/ingest/driver/osmand.ts'
import { CONTEXT, meaningOf, refusalOf } from './told.ts'

const AT = Date.parse('2026-04-25T01:30:00Z')
const S = AT / 1_000
const fixesOf = (query: string) => meaningOf(osmand, { query }).fixes
const timeOf = (timestamp: string) => fixesOf(`id=van&lat=38.3&lon=-123&timestamp=${timestamp}`)[0]?.position.at

describe('a driver’s phone with OsmAnd or Traccar Client', () => {
  const whole = 'id=van&lat=38.31&lon=-123.04&speed=19.44&bearing=271&accuracy=8&altitude=12&hdop=1'
  const expected = {
    device: 'van',
    position: {
      lat: 38.31,
      lng: -123.04,
      at: AT,
      accuracyMeters: 8,
      speedMetersPerSecond: 10.0008,
      headingDegrees: 271,
    },
  }
  const rounded = (meaning: ReturnType<typeof meaningOf>) =>
    meaning.fixes.map(({ device, position: { speedMetersPerSecond: speed = -1, ...rest } }) => ({
      device,
      position: { ...rest, speedMetersPerSecond: Number(speed.toFixed(4)) },
    }))

  test.each([
    ['in the query of a GET', { method: 'GET' as const, query: `${whole}&timestamp=${S}` }],
    ['in the query of a POST with nothing in it', { query: `${whole}&timestamp=${S}` }],
    ['in a form', { body: `${whole}&timestamp=${S}` }],
    ['in a form to an address that has the key in it', { query: 'key=secret', body: `${whole}&timestamp=${S}\n` }],
    [
      'in a list of JSON',
      { body: [{ id: 'van', lat: 38.31, lon: -123.04, timestamp: S, speed: 19.44, bearing: 271, accuracy: 8 }] },
    ],
    [
      'in one object of flat JSON',
      { body: { id: 'van', lat: 38.31, lon: -123.04, timestamp: S, speed: 19.44, bearing: 271, accuracy: 8 } },
    ],
  ])('tells its place %s, with its speed in knots', (_, parts) => {
    expect(rounded(meaningOf(osmand, parts))).toEqual([expected])
    expect(meaningOf(osmand, parts)).toMatchObject({ events: [], unknown: [] })
  })

  test('of the 9.x generation tells its speed in metres per second, and -1 for what it does not know', () => {
    const location = (coords: object, timestamp: string) => ({
      coords: { latitude: 38.31, longitude: -123.04, ...coords },
      timestamp,
    })
    const fixes = (coords: object) =>
      meaningOf(osmand, { body: { location: location(coords, '2026-04-25T01:30:00.500Z'), device_id: 48241179 } }).fixes
    expect(fixes({ speed: 10, heading: 271, accuracy: 8 })).toEqual([
      { device: '48241179', position: { ...expected.position, at: AT + 500, speedMetersPerSecond: 10 } },
    ])
    expect(fixes({ speed: -1, heading: -1, accuracy: -1 })).toEqual([
      { device: '48241179', position: { lat: 38.31, lng: -123.04, at: AT + 500 } },
    ])
  })

  test('tells what it could not send in time as several places, which stay in their order', () => {
    const body = [30, 0, 60].map((later) => ({ id: 'van', lat: 38 + later / 100, lon: -123, timestamp: S + later }))
    expect(meaningOf(osmand, { body }).fixes.map(({ position }) => position.at)).toEqual([AT + 30_000, AT, AT + 60_000])
  })

  test('may write its place as one text, its name as another field, and its heading as another', () => {
    expect(fixesOf(`deviceid=van&timestamp=${S}&location=38.31,-123.04&heading=90`)).toEqual([
      { device: 'van', position: { lat: 38.31, lng: -123.04, at: AT, headingDegrees: 90 } },
    ])
  })
})

describe('the time of a fix', () => {
  test.each([
    ['seconds', String(S)],
    ['milliseconds', String(AT)],
    ['a time in UTC', '2026-04-25T01:30:00Z'],
    ['a time of another zone', '2026-04-24T19:30:00.000%2D06:00'],
    ['a time of a zone without its colon', '2026-04-24T19:30:00-0600'],
    ['a time of a zone in the east whose plus was not encoded', '2026-04-25T03:30:00+02:00'],
    ['a time on the wall of the dispensary', '2026-04-24+18:30:00'],
  ])('may be %s', (_, timestamp) => {
    expect(timeOf(timestamp)).toBe(AT)
  })

  test('on the wall of the dispensary is right on both sides of the change of clocks', () => {
    expect(timeOf('2026-03-08+01:59:59')).toBe(Date.parse('2026-03-08T09:59:59Z'))
    expect(timeOf('2026-03-08+03:00:00')).toBe(Date.parse('2026-03-08T10:00:00Z'))
    expect(timeOf('2026-11-01+00:30:00')).toBe(Date.parse('2026-11-01T07:30:00Z'))
    expect(timeOf('2026-11-01+03:00:00')).toBe(Date.parse('2026-11-01T11:00:00Z'))
  })

  test('is now when none is told', () => {
    expect(fixesOf('id=van&lat=38.31&lon=-123.04')[0]?.position.at).toBe(CONTEXT.now)
  })

  test.each(['0', '-5', 'soon', '1e999', '2026-13-40T00:00:00Z', '', '9999999999999999', '99999999999999999'])(
    'cannot be %j',
    (timestamp) => {
      expect(refusalOf(osmand, { query: `id=van&lat=1&lon=1&timestamp=${timestamp}` })).toEqual({
        status: 422,
        field: '/timestamp',
      })
    },
  )
})

describe('what a phone tells beside its place', () => {
  test.each([
    ['the point where no satellite was heard', 'id=van&lat=0&lon=0.0'],
    ['a place that it calls invalid', 'id=van&lat=38&lon=-123&valid=false'],
    ['a cell tower and no place', 'id=van&cell=310,410,1,2'],
    ['a call of its own and no place', 'id=van&alarm=sos'],
  ])('is no place: %s', (_, query) => {
    expect(meaningOf(osmand, { query })).toEqual({ events: [], fixes: [], unknown: [] })
  })

  test('is not read: battery, cells, wifi, tokens, the key', () => {
    const beside =
      'batt=67&charge=true&cell=310,410,1,2&wifi=aa-bb-cc-dd-ee-ff,-70&notificationToken=tok&driverUniqueId=sam&key=secret'
    const meaning = meaningOf(osmand, { query: `id=van&lat=38.31&lon=-123.04&timestamp=${S}&${beside}` })
    expect(meaning.fixes).toEqual([{ device: 'van', position: { lat: 38.31, lng: -123.04, at: AT } }])
  })

  test.each(['speed=-1', 'speed=NaN', 'speed=', 'speed=9999', 'accuracy=-1', 'bearing=361'])(
    'and %s is unknown, and no reason to lose the place',
    (beside) => {
      expect(fixesOf(`id=van&lat=38.31&lon=-123.04&timestamp=${S}&${beside}`)).toEqual([
        { device: 'van', position: { lat: 38.31, lng: -123.04, at: AT } },
      ])
    },
  )
})

describe('what is refused of a phone', () => {
  test.each<[string, Parameters<typeof refusalOf>[1], string]>([
    ['a latitude beyond the pole', { query: 'id=van&lat=90.1&lon=1' }, '/lat'],
    ['a longitude beyond the date line', { query: 'id=van&lat=1&lon=-180.5' }, '/lon'],
    ['no number', { query: 'id=van&lat=NaN&lon=1' }, '/lat'],
    ['an endless number', { query: 'id=van&lat=1&lon=1e99' }, '/lon'],
    ['a number in another base', { query: 'id=van&lat=0x10&lon=1' }, '/lat'],
    ['a blank', { query: 'id=van&lat=&lon=' }, '/lat'],
    ['half a place', { query: 'id=van&lat=1' }, '/lon'],
    ['half a place in one text', { query: 'id=van&location=1' }, '/location/1'],
    ['a text of a place the other way round', { query: 'id=van&location=-123.04,38.31' }, '/location/0'],
    [
      'the second of two',
      {
        body: [
          { id: 'van', lat: 1, lon: 1 },
          { id: 'van', lat: 'NaN', lon: 1 },
        ],
      },
      '/1/lat',
    ],
    ['a name that JSON has already changed', { body: '[{"id":820982911946154508,"lat":1,"lon":1}]' }, '/0/id'],
    ['a name with a NUL in it', { query: 'id=v%00n&lat=1&lon=1' }, '/id'],
  ])('%s, by its field', (_, parts, field) => {
    expect(refusalOf(osmand, parts)).toEqual({ status: 422, field })
  })

  test('a place of nobody, with the answers that Traccar gives', () => {
    expect(refusalOf(osmand, { query: 'lat=1&lon=1' })).toEqual({ status: 400, field: '/id' })
    expect(refusalOf(osmand, { query: 'id=&lat=1&lon=1' })).toEqual({ status: 400, field: '/id' })
    const location = { coords: { latitude: 1, longitude: 1 }, timestamp: '2026-04-25T01:30:00Z' }
    expect(refusalOf(osmand, { body: { location } })).toEqual({ status: 404, field: '/device_id' })
  })
})
