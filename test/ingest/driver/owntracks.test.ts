import { describe, expect, test } from 'vitest'
import { owntracks } from '../../../api/ingest/driver/owntracks.ts'
import { meaningOf, refusalOf } from './told.ts'

const TST = Date.parse('2026-04-25T01:30:00Z') / 1_000
const FIX = { _type: 'location', lat: 38.31, lon: -123.04, tst: TST, tid: 'sa' }
const place = { lat: 38.31, lng: -123.04, at: TST * 1_000 }

describe('a driver’s phone with OwnTracks', () => {
  test('tells its speed in kilometres per hour, and when it was there rather than when it said so', () => {
    const beside = {
      created_at: TST + 246,
      batt: 67,
      SSID: 'home',
      BSSID: 'aa:bb',
      conn: 'w',
      motionactivities: ['driving'],
      inregions: ['Ana Reyes'],
    }
    expect(meaningOf(owntracks, { body: { ...FIX, vel: 36, cog: 271, acc: 8, ...beside } })).toEqual({
      events: [],
      fixes: [{ position: { ...place, accuracyMeters: 8, speedMetersPerSecond: 10, headingDegrees: 271 } }],
      unknown: [],
    })
  })

  test.each([
    ['in headers', { headers: { 'X-Limit-U': 'sam', 'X-Limit-D': 'phone' }, body: { ...FIX, topic: 'owntracks/x/y' } }],
    ['in the query', { query: 'u=sam&d=phone', body: FIX }],
    ['in its topic', { body: { ...FIX, topic: 'owntracks/sam/phone' } }],
  ])('says %s which it is', (_, parts) => {
    expect(meaningOf(owntracks, parts).fixes).toEqual([{ device: 'sam/phone', position: place }])
  })

  test.each<[string, unknown]>([
    ['nothing', ''],
    ['that it is gone', { _type: 'lwt', tst: TST }],
    [
      'that it passed a fence',
      { _type: 'transition', lat: 38.31, lon: -123.04, tst: TST, event: 'enter', desc: 'Ana Reyes' },
    ],
    ['the point where no satellite was heard', { ...FIX, lat: 0, lon: 0 }],
  ])('is heard, and no place is kept, when it tells %s', (_, body) => {
    expect(meaningOf(owntracks, { body })).toEqual({ events: [], fixes: [], unknown: [] })
    expect(owntracks.answer).toEqual({ status: 200, contentType: 'application/json', body: '[]' })
  })

  test('is refused by the field that is wrong', () => {
    expect(refusalOf(owntracks, { body: { ...FIX, lat: 90.1 } })).toEqual({ status: 422, field: '/lat' })
    expect(refusalOf(owntracks, { body: { ...FIX, lon: null } })).toEqual({ status: 422, field: '/lon' })
    expect(refusalOf(owntracks, { body: FIX, query: 'u=s%00m&d=phone' })).toMatchObject({ status: 422 })
  })
})
