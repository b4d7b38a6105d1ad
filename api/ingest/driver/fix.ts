import { z } from 'zod'
import type { Position } from '../../domain/position.ts'
import type { Instant } from '../../domain/time.ts'
import type { Fix } from '../vendor.ts'

const DECIMAL = /^[+-]?\d{1,16}(\.\d*)?(e[+-]?\d{1,2})?$/i

/** Queries and forms know only texts. */
const asNumber = (told: unknown): unknown => (typeof told === 'string' && DECIMAL.test(told) ? Number(told) : told)

const between = (min: number, max: number) => z.preprocess(asNumber, z.number().min(min).max(max))

export const latitude = between(-90, 90)
export const longitude = between(-180, 180)

/**
 * Something measured beside the place: -1, a blank or nonsense is unknown, and no reason to lose the fix.
 * @param perUnit how many of the sender's units are one of ours
 */
const measured = (max: number, perUnit = 1) =>
  z
    .unknown()
    .optional()
    .transform((told): number | undefined => {
      const value = asNumber(told)
      return typeof value === 'number' && value >= 0 && value <= max * perUnit ? value / perUnit : undefined
    })

export const accuracy = measured(100_000)
export const heading = measured(360)
/** @param perMeterPerSecond how many of the sender's units are one metre per second */
export const speed = (perMeterPerSecond: number) => measured(150, perMeterPerSecond)

export const KNOTS = 3_600 / 1_852
export const KM_PER_HOUR = 3.6
export const METERS_PER_SECOND = 1

/** The vendor's own name for a phone; a blank is none. JSON numbers above 2^53 are refused: they are no longer the id. */
export const device = z.union([z.string().trim().max(128), z.number().int()]).transform(String)

type Place = { [K in Exclude<keyof Position, 'at'>]?: Position[K] | undefined } & { lat: number; lng: number }

/** The fix; none at 0,0, which is what a phone says that has heard no satellite. */
export function fixAt(place: Place, at: Instant, name: string | undefined): Fix | undefined {
  const { lat, lng, accuracyMeters, speedMetersPerSecond, headingDegrees } = place
  if (lat === 0 && lng === 0) return undefined
  const position: Position = { lat, lng, at }
  if (accuracyMeters !== undefined) position.accuracyMeters = accuracyMeters
  if (speedMetersPerSecond !== undefined) position.speedMetersPerSecond = speedMetersPerSecond
  if (headingDegrees !== undefined) position.headingDegrees = headingDegrees
  return name ? { device: name, position } : { position }
}
