import { z } from 'zod'
import type { Position } from '../../domain/position.ts'
import { seconds } from '../../domain/time.ts'
import { parse, readJson } from '../../parse.ts'
import type { Fix, Told, Vendor } from '../vendor.ts'
import { knowsPassword } from './request.ts'

const message = z.object({ _type: z.string().max(40), topic: z.string().max(256).optional().catch(undefined) })

/** What is read of a location: the rest (SSID, battery, regions) Doorstep has no use for and drops here. */
const location = z.object({
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
  /** Time of the fix, epoch seconds. */
  tst: z.number().int().positive(),
  acc: z.number().min(0).max(100_000).optional(),
  /** km/h */
  vel: z.number().min(0).max(500).optional().catch(undefined),
  cog: z.number().min(0).max(360).optional().catch(undefined),
})

function positionOf(value: unknown): Position | undefined {
  const { lat, lon, tst, acc, vel, cog } = parse(location, value)
  if (lat === 0 && lon === 0) return undefined
  return {
    lat,
    lng: lon,
    at: seconds(tst),
    ...(acc !== undefined && { accuracyMeters: acc }),
    ...(vel !== undefined && { speedMetersPerSecond: vel / 3.6 }),
    ...(cog !== undefined && { headingDegrees: cog }),
  }
}

/** `user/device`, as the app names itself in headers, in the query, or in its topic. */
function deviceOf({ header, query }: Told, topic: string | undefined): string | undefined {
  const [user, name] = [header('x-limit-u') ?? query.get('u'), header('x-limit-d') ?? query.get('d')]
  if (user && name) return parse(z.string().max(256), `${user}/${name}`)
  return topic?.replace(/^owntracks\//, '') || undefined
}

function fixesOf(told: Told): Fix[] {
  if (told.body.trim() === '') return []
  const value = readJson(told.body)
  const { _type, topic } = parse(message, value)
  const position = _type === 'location' ? positionOf(value) : undefined
  if (!position) return []
  const device = deviceOf(told, topic)
  return [device === undefined ? { position } : { device, position }]
}

/** OwnTracks over HTTP: one message per request, an empty one too; it expects a list of messages in answer. */
export const owntracks: Vendor = {
  isFrom: knowsPassword,
  translate: (told) => ({ events: [], fixes: fixesOf(told), unknown: [] }),
  answer: { status: 200, contentType: 'application/json', body: '[]' },
}
