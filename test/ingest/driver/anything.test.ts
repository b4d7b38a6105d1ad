import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gpslogger } from '../../../api/ingest/driver/gpslogger.ts'
import { onfleet } from '../../../api/ingest/driver/onfleet.ts'
import { osmand } from '../../../api/ingest/driver/osmand.ts'
import { owntracks } from '../../../api/ingest/driver/owntracks.ts'
import { spoke } from '../../../api/ingest/driver/spoke.ts'
import { transistor } from '../../../api/ingest/driver/transistor.ts'
import type { Meaning, Vendor } from '../../../api/ingest/vendor.ts'
import { Problem } from '../../../api/problem.ts'
import { nearlyRight, query, tree } from './thrown.ts'
import { CONTEXT, meaningOf, told } from './told.ts'

const VENDORS = { osmand, gpslogger, transistor, owntracks, onfleet, spoke }

function expectSound({ events, fixes, unknown }: Meaning): void {
  const measure = (value: number | undefined, most: number) => value === undefined || (value >= 0 && value <= most)
  const onMap = ({ lat, lng }: { lat: number; lng: number }) =>
    Math.abs(lat) <= 90 && Math.abs(lng) <= 180 && (lat !== 0 || lng !== 0)
  for (const { device, position } of fixes) {
    expect(onMap(position) && position.at > 0 && Number.isFinite(position.at)).toBe(true)
    expect(device === undefined || (device.length > 0 && device.length <= 256)).toBe(true)
    const { accuracyMeters, speedMetersPerSecond, headingDegrees } = position
    expect(
      measure(accuracyMeters, 100_000) && measure(speedMetersPerSecond, 150.001) && measure(headingDegrees, 360),
    ).toBe(true)
  }
  for (const { eventId, event, attached } of events) {
    expect(eventId.length > 0 && event.time > 0 && event.time <= CONTEXT.now && Number.isInteger(event.time)).toBe(true)
    expect(JSON.parse(JSON.stringify(event))).toEqual(event)
    for (const { door } of Object.values(attached?.contacts ?? {})) expect(door && onMap(door)).toBe(true)
  }
  for (const one of unknown)
    expect(Object.values(one).every((word) => typeof word === 'string' && word !== '')).toBe(true)
}

function expectSense(vendor: Vendor, parts: Parameters<typeof told>[0]): void {
  try {
    expectSound(meaningOf(vendor, parts))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    expect(error.status).toBeLessThan(500)
  }
}

describe.each(Object.entries(VENDORS))('whatever is thrown at %s', (key, vendor) => {
  test('in a query or a form, it makes sense of it or names what is wrong', () => {
    fc.assert(
      fc.property(query, query, fc.string(), (inQuery, form, text) => {
        expectSense(vendor, { query: inQuery })
        expectSense(vendor, { query: inQuery, body: form })
        expectSense(vendor, { body: text })
      }),
      { numRuns: 150 },
    )
  })

  test('in JSON of any shape, it makes sense of it or names what is wrong', () => {
    fc.assert(
      fc.property(fc.oneof(tree, fc.jsonValue()), (value) => expectSense(vendor, { body: JSON.stringify(value) })),
      { numRuns: 200 },
    )
  })

  test('in JSON that is nearly right, it makes sense of it or names what is wrong', () => {
    fc.assert(
      fc.property(nearlyRight(key), (value) => expectSense(vendor, { body: JSON.stringify(value) ?? '' })),
      { numRuns: 300 },
    )
  })

  test('to be let in: it is not', () => {
    fc.assert(
      fc.property(query, fc.string(), fc.string(), (inQuery, body, given) => {
        const headers = { authorization: given, 'x-onfleet-signature': given, 'spoke-signature': given }
        expect(vendor.isFrom(told({ query: inQuery, headers, body }), '00ff10ab'.repeat(8))).toBe(false)
      }),
      { numRuns: 100 },
    )
  })
})
