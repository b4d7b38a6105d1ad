import { describe, expect, test } from 'vitest'
import { gpslogger } from '../../../api/ingest/driver/gpslogger.ts'
import { osmand } from '../../../api/ingest/driver/osmand.ts'
import { owntracks } from '../../../api/ingest/driver/owntracks.ts'
import { transistor } from '../../../api/ingest/driver/transistor.ts'
import type { Vendor } from '../../../api/ingest/vendor.ts'
import { absent, expectDocumentedAnswer, filesOf, partsOf, read, requestsOf } from './documented.ts'
import { basic, CONTEXT, meaningOf, refusalOf, told } from './told.ts'

type Place = [
  at: string,
  lat: number,
  lng: number,
  accuracyMeters?: number | undefined,
  speedMetersPerSecond?: number | undefined,
  headingDegrees?: number | undefined,
]

function fix(device: string | undefined, [at, lat, lng, accuracyMeters, speedMetersPerSecond, headingDegrees]: Place) {
  const beside = { accuracyMeters, speedMetersPerSecond, headingDegrees }
  const known = Object.entries(beside).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, name === 'speedMetersPerSecond' ? expect.closeTo(value, 2) : value] as const],
  )
  return { ...(device && { device }), position: { lat, lng, at: Date.parse(at), ...Object.fromEntries(known) } }
}

const PARIS: Place = ['2017-06-13T10:21:56Z', 48.85833, 2.29513]
const FRISCO: Place = ['2025-06-15T13:45:12Z', 37.7749, -122.4194, 5, 10, 63]
const SUDAN: Place = ['2015-05-05T04:31:54.123Z', 23.23232323, 37.37373737, 5, 12.5, 182]
const NOW = new Date(CONTEXT.now).toISOString()

type Phones = Record<string, object[][] | { status: number; field: string }>
const PHONES: Record<string, { vendor: Vendor; cases: Phones }> = {
  owntracks: {
    vendor: owntracks,
    cases: {
      'location-full.json': [[fix('jjolie/myphone', ['2017-06-13T10:21:56Z', 48.85833, 2.29513, 5, 16.944, 271])]],
      'location-minimal.json': [[fix('jjolie/myphone', PARIS)]],
      'location-ios-late.json': [[fix('jjolie/myphone', ['2025-01-06T10:59:29Z', 37, -122, 5])]],
      'queclink-location.json': [[fix('jjolie/myphone', ['2025-01-10T14:26:07Z', 47.420051, 13.654704, 10, 0, 113])]],
      'lwt.json': [[]],
      'transition-enter.json': [[]],
    },
  },
  'traccar-client': {
    vendor: osmand,
    cases: {
      'osmand-query.json': [
        [
          fix('123456789012345', [
            '2017-09-07T05:56:50Z',
            40.7232948571,
            -74.0061408571,
            undefined,
            20.5778,
            7.19889788244,
          ]),
        ],
      ],
      'osmand-timestamp-forms.json': [
        [fix('902064', ['2016-01-27T18:55:47Z', 42.06288, -88.23412, undefined, 0])],
        [fix('902064', ['2015-09-12T14:38:06.579Z', 42.06288, -88.23412, undefined, 0])],
        [fix('353861053849681', ['2014-06-04T09:10:11-07:00', 49.60688, 6.15788, undefined, 0])],
        [fix('123456', ['2013-08-22T13:14:27Z', 60, 30])],
        [fix('123456', [NOW, 60, 30, undefined, 0, 0])],
      ],
      'query-no-device-id.json': { status: 400, field: '/id' },
      'v10-form.json': [[fix('48241179', FRISCO)]],
      'v10-json-array.json': [
        [fix('48241179', FRISCO), fix('48241179', ['2025-06-15T13:45:42Z', 37.7758, -122.4183, 6, 7.0016, 60])],
      ],
      'v9-json-location.json': [
        [fix('8737767034', ['2021-07-21T08:06:34.444Z', -6.1148096, 106.6837015, 3.8, 18.67, 63])],
      ],
    },
  },
  gpslogger: {
    vendor: gpslogger,
    cases: {
      'custom-url-all.json': [[fix('0123456789abcdef', FRISCO)]],
      'custom-url-get.json': [[fix(undefined, FRISCO)]],
    },
  },
  'transistor-bg-geo': {
    vendor: transistor,
    cases: {
      'location-default.json': [[fix(undefined, SUDAN)]],
      'location-geofence.json': [[fix(undefined, SUDAN)]],
      'location-batch.json': [
        [fix(undefined, SUDAN), fix(undefined, ['2015-05-05T04:32:24.123Z', 23.23232323, 37.37373737, 5, 12.5, 182])],
      ],
      'location-root-dot.json': [
        [fix(undefined, [NOW, 23.23232323, 37.37373737])],
        [fix(undefined, [NOW, 45.5192657, -73.6169116])],
        [fix(undefined, [NOW, 45.5192657, -73.6169116])],
      ],
    },
  },
}

describe.skipIf(absent).each(Object.entries(PHONES))(
  'the documented messages of %s (skipped where ../shared/samples is not there)',
  (folder, { vendor, cases }) => {
    test.each(filesOf(folder))('%s: the documented answer, the position told, and known by its password', (file) => {
      const sample = read(folder, file)
      const expected = cases[file]
      const refused = Array.isArray(expected) ? undefined : expected
      if (refused) expect(refused.status).toBe(sample.ourResponse?.status)
      else expectDocumentedAnswer(vendor.answer, sample)
      for (const [index, request] of requestsOf(sample).entries()) {
        const parts = partsOf(request)
        if (refused) expect(refusalOf(vendor, parts)).toEqual(refused)
        else
          expect(meaningOf(vendor, parts)).toEqual({ events: [], fixes: (expected as object[][])[index], unknown: [] })
        const known = told({ ...parts, headers: { ...request.headers, ...basic('secret') } })
        expect([
          vendor.isFrom(known, 'secret'),
          vendor.isFrom(known, 'secreT'),
          vendor.isFrom(told(parts), 'secret'),
        ]).toEqual([true, false, false])
      }
    })

    test('each has its case', () => {
      expect(filesOf(folder).sort()).toEqual(Object.keys(cases).sort())
    })
  },
)
