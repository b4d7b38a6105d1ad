/** What a dispensary can connect: our own API, the tills that push, dispatchers, and drivers' apps. */
export const CONNECTION_KINDS = [
  'api',
  'woocommerce',
  'shopify',
  'treez',
  'jane',
  'blaze',
  'weedmaps',
  'flowhub',
  'onfleet',
  'spoke',
  'owntracks',
  'osmand',
  'gpslogger',
  'transistor',
] as const

export type ConnectionKind = (typeof CONNECTION_KINDS)[number]

/** Which of them speak of drivers, under `/v1/driver`; the others are tills, under `/v1/pos`. */
const DRIVERS: ReadonlySet<ConnectionKind> = new Set([
  'onfleet',
  'spoke',
  'owntracks',
  'osmand',
  'gpslogger',
  'transistor',
])

export type Lane = 'pos' | 'driver'
export const laneOf = (kind: ConnectionKind): Lane => (DRIVERS.has(kind) ? 'driver' : 'pos')

/** Where an order stands, in the one vocabulary that every vendor's statuses are mapped to. */
export const STANDINGS = [
  'received',
  'verified',
  'preparing',
  'packed',
  'departed',
  'approached',
  'arrived',
  'delivered',
  'not-delivered',
  'returned',
  'cancelled',
  'nothing',
] as const

export type Standing = (typeof STANDINGS)[number]
