import { z } from 'zod'
import { parse, readJson } from '../../parse.ts'
import { fieldFault } from '../../problem.ts'
import type { Context, Fix, Vendor } from '../vendor.ts'
import { accuracy, device, fixAt, heading, latitude, longitude, METERS_PER_SECOND, speed } from './fix.ts'
import { instantOf, written } from './instant.ts'
import { HEARD, knowsPassword } from './request.ts'

/** The documented schema; activity, battery, extras and geofences Doorstep has no use for. */
const recorded = z.object({
  coords: z.object({ latitude, longitude, accuracy, speed: speed(METERS_PER_SECOND), heading }),
  timestamp: written.optional(),
})
/** The two documented `locationTemplate`s. */
const templated = z.object({ lat: latitude, lng: longitude, timestamp: written.optional() })
const pair = z.tuple([latitude, longitude], z.unknown()).transform(([lat, lng]) => ({ lat, lng, timestamp: undefined }))

const envelope = z.object({ device_id: device.optional().catch(undefined) })

type Rooted = unknown[] | { location?: unknown; data?: unknown }

/** The name of the phone, should it have been put among the `params`, and its fixes in the order told. */
export function readTransistor(
  value: unknown,
  { now, timeZone }: Context,
): { device?: string | undefined; fixes: Fix[] } {
  const { device_id: name } = Array.isArray(value) ? {} : parse(envelope, value)
  const [pointer, root] = rootOf(value as Rooted)
  const isBatch = Array.isArray(root) && typeof root[0] !== 'number'
  const told: readonly unknown[] = isBatch ? root : [root]
  const fixes: Fix[] = []
  for (const [index, one] of told.entries()) {
    const at = isBatch ? `${pointer}/${index}` : pointer
    const read = readOne(one, at)
    const { timestamp } = read
    if (timestamp === undefined && told.length > 1) throw fieldFault(`${at}/timestamp`, 'is missing in a batch')
    const time = timestamp === undefined ? now : instantOf(timestamp, `${at}/timestamp`, timeZone)
    const fix = fixAt(read, time, name)
    if (fix) fixes.push(fix)
  }
  return { device: name, fixes }
}

/** `httpRootProperty` is `location` unless the app sets another; `.` is none at all. */
function rootOf(value: Rooted): [pointer: string, root: unknown] {
  if (Array.isArray(value)) return ['', value]
  if (value.location !== undefined) return ['/location', value.location]
  return value.data === undefined ? ['', value] : ['/data', value.data]
}

function readOne(one: unknown, at: string) {
  if (Array.isArray(one)) return parse(pair, one, at)
  if (typeof one === 'object' && one !== null && 'lat' in one) return parse(templated, one, at)
  const { coords, timestamp } = parse(recorded, one, at)
  return {
    lat: coords.latitude,
    lng: coords.longitude,
    timestamp,
    accuracyMeters: coords.accuracy,
    speedMetersPerSecond: coords.speed,
    headingDegrees: coords.heading,
  }
}

/** Transistor Software's Background Geolocation: JSON, one fix or a batch, speed in m/s, times in ISO 8601. */
export const transistor: Vendor = {
  isFrom: knowsPassword,
  translate: (told, context) => ({
    events: [],
    fixes: readTransistor(readJson(told.body), context).fixes,
    unknown: [],
  }),
  answer: HEARD,
}
