import { z } from 'zod'
import type { Position } from '../../domain/position.ts'
import { seconds } from '../../domain/time.ts'
import { parse } from '../../parse.ts'

const message = z.object({ _type: z.string().max(40) })

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

/** The position that an OwnTracks message carries; undefined for its other kinds of message. */
export function translateOwnTracks(value: unknown): Position | undefined {
  if (parse(message, value)._type !== 'location') return undefined
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
