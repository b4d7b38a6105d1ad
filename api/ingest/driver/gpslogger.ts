import { z } from 'zod'
import { parse, readJson } from '../../parse.ts'
import { fieldFault } from '../../problem.ts'
import type { Context, Fix, Told, Vendor } from '../vendor.ts'
import { accuracy, device, fixAt, heading, KM_PER_HOUR, latitude, longitude, METERS_PER_SECOND, speed } from './fix.ts'
import { instantOf, written } from './instant.ts'
import { fieldsOf, HEARD, isJson, knowsPassword } from './request.ts'

/** The names that %ALL expands to, and `s` and `ts` of the documented template. Battery, file and profile are not read. */
const logged = z.object({
  lat: latitude,
  lon: longitude,
  acc: accuracy,
  dir: heading,
  spd: speed(METERS_PER_SECOND),
  s: speed(METERS_PER_SECOND),
  spd_kph: speed(KM_PER_HOUR),
  timestamp: written.optional(),
  ts: written.optional(),
  time: written.optional(),
  timeoffset: written.optional(),
  aid: device.optional(),
})

const TIMES = ['timestamp', 'ts', 'time', 'timeoffset'] as const

/** A fix must say when it was: the app sends its whole log again every hour, and old fixes must not look like new ones. */
function fixesOf(told: z.infer<typeof logged>, { timeZone }: Context): Fix[] {
  const field = TIMES.find((name) => told[name] !== undefined && told[name] !== '')
  if (!field) throw fieldFault('/timestamp', 'is missing; put timestamp=%TIMESTAMP into the custom URL')
  const speedMetersPerSecond = told.spd ?? told.s ?? told.spd_kph
  const place = {
    lat: told.lat,
    lng: told.lon,
    accuracyMeters: told.acc,
    speedMetersPerSecond,
    headingDegrees: told.dir,
  }
  const fix = fixAt(place, instantOf(told[field] ?? '', `/${field}`, timeZone), told.aid)
  return fix ? [fix] : []
}

const valueOf = (told: Told): unknown => (isJson(told) ? readJson(told.body) : fieldsOf(told))

/** GPSLogger's custom URL: one fix per request, in a query, a form or flat JSON; %SPD in m/s, %SPD_KPH in km/h. */
export const gpslogger: Vendor = {
  isFrom: knowsPassword,
  translate: (told, context) => ({ events: [], fixes: fixesOf(parse(logged, valueOf(told)), context), unknown: [] }),
  answer: HEARD,
}
