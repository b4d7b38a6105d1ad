import fc from 'fast-check'

/** Words of the vendors' formats, so that what is thrown at them gets past the first check. */
const NAMES = (
  'id deviceid device_id timestamp lat lon lng location valid speed bearing heading accuracy acc dir spd s spd_kph ts time timeoffset ' +
  'aid coords latitude longitude data _type tst vel cog topic u d check triggerId taskId task shortId pickupTask metadata name value ' +
  'destination completionDetails failureReason etaSeconds distance type created address orderInfo sellerOrderId deliveryInfo attempted ' +
  'succeeded state attemptedAt activity __proto__ constructor'
).split(' ')
const VALUES = [
  ...[
    '',
    ' ',
    'NaN',
    'Infinity',
    '-1',
    '0',
    '1e400',
    '38.31',
    '-123.04',
    '91',
    '38.31,-123.04',
    ',',
    '0x1f',
    'true',
    'false',
    '1',
    'location',
  ],
  ...[
    '2026-04-25T01:30:00Z',
    '2026-04-25 01:30:00',
    '0000-00-00 00:00:00',
    '9999-12-31T23:59:59-23:59',
    '1777080600',
    '1777080600000',
  ],
  ...[
    'order_id',
    'stop',
    'stop.allocated',
    'stop.attempted_delivery',
    'delivered_to_recipient',
    'constructor',
    '__proto__',
    'a\0b',
    '\ud83d',
  ],
  ...[
    0,
    -0,
    -1,
    1,
    2,
    3,
    4,
    38.31,
    -123.04,
    1e308,
    5e-324,
    2 ** 31 - 1,
    2 ** 53,
    1_777_080_600,
    1_777_080_600_000,
    true,
    false,
    null,
  ],
]
const scalar = fc.oneof(
  fc.constantFrom(...VALUES),
  fc.double(),
  fc.string(),
  fc.date().map((date) => (Number.isNaN(+date) ? '' : date.toISOString())),
)
const name = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: fc.string() })
export const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(name, tie('tree'), { maxKeys: 8 }),
  ),
}))
export const query = fc
  .array(fc.tuple(name, scalar.map(String)), { maxLength: 8 })
  .map((pairs) => String(new URLSearchParams(pairs)))

/** Right but for what is put in the place of some of its values. */
const RIGHT: Record<string, unknown[]> = {
  osmand: [
    [{ id: 'v', lat: 1, lon: 1, timestamp: 1, speed: 1, bearing: 1, accuracy: 1, valid: true }],
    {
      location: { coords: { latitude: 1, longitude: 1, speed: 1 }, timestamp: '2026-04-25T01:30:00Z' },
      device_id: 'v',
    },
    { id: 'v', location: '1,1' },
  ],
  gpslogger: [{ lat: 1, lon: 1, acc: 1, dir: 1, spd_kph: 1, timestamp: 1, aid: 'v' }],
  transistor: [
    {
      location: [{ coords: { latitude: 1, longitude: 1, accuracy: 1, speed: 1, heading: 1 }, timestamp: 1 }],
      device_id: 'v',
    },
    { data: [1, 1, {}] },
    { data: { lat: 1, lng: 1 } },
  ],
  owntracks: [{ _type: 'location', lat: 1, lon: 1, tst: 1, acc: 1, vel: 1, cog: 1, topic: 'owntracks/u/d' }],
  onfleet: [0, 1, 2, 3, 4].map((triggerId) => ({
    triggerId,
    taskId: 't',
    time: 1,
    etaSeconds: 1,
    distance: 1,
    data: {
      task: {
        shortId: 's',
        metadata: [{ name: 'order_id', value: '1' }],
        destination: { location: [1, 1] },
        completionDetails: { failureReason: 'NONE' },
      },
    },
  })),
  spoke: ['stop.allocated', 'stop.attempted_delivery'].map((type) => ({
    type,
    created: 1,
    data: {
      id: 's',
      type: 'stop',
      address: { latitude: 1, longitude: 1 },
      orderInfo: { sellerOrderId: '1' },
      deliveryInfo: { attempted: true, succeeded: true, state: 'delivered_to_recipient', attemptedAt: 1 },
    },
  })),
}
const disturbed = (value: unknown): fc.Arbitrary<unknown> => {
  if (Array.isArray(value)) return maybe(fc.tuple(...value.map(disturbed)))
  if (typeof value !== 'object' || value === null) return maybe(fc.constant(value))
  return maybe(fc.record(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, disturbed(inner)]))))
}
const maybe = (right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: scalar }, { weight: 1, arbitrary: tree })

/** JSON that is nearly what the vendor sends. */
export const nearlyRight = (vendor: string): fc.Arbitrary<unknown> => fc.oneof(...(RIGHT[vendor] ?? []).map(disturbed))
