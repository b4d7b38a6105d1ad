import { describe, expect, test } from 'vitest'
import { gpslogger } from '../../../api/ingest/driver/gpslogger.ts'
import { osmand } from '../../../api/ingest/driver/osmand.ts'
import { owntracks } from '../../../api/ingest/driver/owntracks.ts'
import { transistor } from '../../../api/ingest/driver/transistor.ts'
import { basic, told } from './told.ts'

describe.each(Object.entries({ osmand, gpslogger, transistor, owntracks }))('a phone that speaks %s', (_, vendor) => {
  const isFrom = (parts: Parameters<typeof told>[0], secret = 's3cret:of sam') => vendor.isFrom(told(parts), secret)

  test.each([
    ['as the password of HTTP Basic', { headers: basic('s3cret:of sam') }],
    ['in the address', { query: 'id=1&key=s3cret%3Aof+sam' }],
  ])('is known by its secret %s', (__, parts) => {
    expect(isFrom(parts)).toBe(true)
  })

  test('is known by its secret as a token', () => {
    expect(isFrom({ headers: { Authorization: 'Bearer s3cret' } }, 's3cret')).toBe(true)
    expect(isFrom({ headers: { Authorization: 'Bearer s3creT' } }, 's3cret')).toBe(false)
  })

  test.each([
    ['nothing', {}],
    ['another password', { headers: basic('s3cret:of rosa') }],
    ['a password that only begins right', { headers: basic('s3cret:of') }],
    ['another key', { query: 'key=s3cret' }],
    ['no base64', { headers: { Authorization: 'Basic %%%' } }],
    ['another scheme', { headers: { Authorization: 'Digest s3cret:of sam' } }],
  ])('is not known by %s', (__, parts) => {
    expect(isFrom(parts)).toBe(false)
  })

  test.each([{}, { query: 'key=' }, { headers: basic('') }, { headers: { Authorization: 'Bearer ' } }])(
    'is not known by a blank, should a connection have no secret: %j',
    (parts) => {
      expect(isFrom(parts, '')).toBe(false)
    },
  )
})
