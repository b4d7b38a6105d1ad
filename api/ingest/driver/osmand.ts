import { z } from 'zod'
import { parse, readJson } from '../../parse.ts'
import { fieldFault, Problem } from '../../problem.ts'
import type { Context, Fix, Told, Vendor } from '../vendor.ts'
import { accuracy, device, fixAt, heading, KNOTS, latitude, longitude, speed } from './fix.ts'
import { instantOf, written } from './instant.ts'
import { fieldsOf, HEARD, isJson, knowsPassword } from './request.ts'
import { readTransistor } from './transistor.ts'

/** The protocol's fields that Doorstep has a use for: not battery, cells, wifi, or tokens. */
const flat = z.object({
  id: device.optional(),
  deviceid: device.optional(),
  timestamp: written.optional(),
  lat: latitude.optional(),
  lon: longitude.optional(),
  /** "lat,lon" */
  location: z
    .preprocess((told) => (typeof told === 'string' ? told.split(',') : null), z.tuple([latitude, longitude]))
    .optional(),
  valid: z.union([z.string(), z.number(), z.boolean()]).optional(),
  speed: speed(KNOTS),
  bearing: heading,
  heading,
  accuracy,
})
const list = z.array(flat)
type Flat = z.infer<typeof flat>

/** No fix for a message without a place (an alarm, a cell tower), or with one that it calls invalid. */
function fixesOf(told: Flat, at: string, { now, timeZone }: Context): Fix[] {
  const name = told.id || told.deviceid
  if (!name) throw noDevice(400, `${at}/id`)
  const [lat, lng] = told.location ?? [told.lat, told.lon]
  if (lat === undefined && lng === undefined) return []
  if (lat === undefined) throw fieldFault(`${at}/lat`, 'is missing')
  if (lng === undefined) throw fieldFault(`${at}/lon`, 'is missing')
  if (told.valid !== undefined && !/^(true|1)$/i.test(String(told.valid))) return []
  const time = told.timestamp === undefined ? now : instantOf(told.timestamp, `${at}/timestamp`, timeZone)
  const headingDegrees = told.bearing ?? told.heading
  const place = { lat, lng, accuracyMeters: told.accuracy, speedMetersPerSecond: told.speed, headingDegrees }
  const fix = fixAt(place, time, name)
  return fix ? [fix] : []
}

/** What Traccar answers to a phone that does not say which it is, or that it does not know: 400, and 404 to JSON of 9.x. */
const noDevice = (status: 400 | 404, pointer: string): Problem =>
  new Problem(status, 'No such device', { errors: [{ pointer, detail: 'is missing' }] })

function readAll(told: Told, context: Context): Fix[] {
  if (!isJson(told)) return fixesOf(parse(flat, fieldsOf(told)), '', context)
  const value = readJson(told.body)
  if (Array.isArray(value)) return parse(list, value).flatMap((one, index) => fixesOf(one, `/${index}`, context))
  if (typeof (value as { location?: unknown }).location !== 'object') return fixesOf(parse(flat, value), '', context)
  const { device: name, fixes } = readTransistor(value, context)
  if (!name) throw noDevice(404, '/device_id')
  return fixes
}

/**
 * OsmAnd's protocol and Traccar Client: a query or a form (to 7.x, and 10.x) and JSON arrays (10.x) with speed in
 * knots; JSON of 9.x, which is Transistor's, with speed in m/s.
 */
export const osmand: Vendor = {
  isFrom: knowsPassword,
  translate: (told, context) => ({ events: [], fixes: readAll(told, context), unknown: [] }),
  answer: HEARD,
}
