import type { Position } from '../api/domain/position.ts'

/**
 * How many parts of a unit a stored fix knows: 0.11 m on the ground, a tenth of a metre per second, whole degrees of
 * heading, whole metres of accuracy. A phone knows none of them better.
 */
export const FIX_UNITS = { degrees: 1e6, metersPerSecond: 10, headingDegrees: 1, meters: 1 } as const

const wholeOf = (value: number | undefined, perUnit: number): number | null =>
  value === undefined ? null : Math.round(value * perUnit)

/** What is stored of a fix: time, place, speed, heading, accuracy, each a whole number; null is untold. */
export type WholeFix = [
  at: number,
  lat: number,
  lng: number,
  speed: number | null,
  heading: number | null,
  accuracy: number | null,
]

export const toWhole = (fix: Position): WholeFix => [
  Math.round(fix.at),
  Math.round(fix.lat * FIX_UNITS.degrees),
  Math.round(fix.lng * FIX_UNITS.degrees),
  wholeOf(fix.speedMetersPerSecond, FIX_UNITS.metersPerSecond),
  wholeOf(fix.headingDegrees, FIX_UNITS.headingDegrees),
  wholeOf(fix.accuracyMeters, FIX_UNITS.meters),
]

export function fromWhole([at, lat, lng, speed, heading, accuracy]: Readonly<WholeFix>): Position {
  return {
    at,
    lat: lat / FIX_UNITS.degrees,
    lng: lng / FIX_UNITS.degrees,
    ...(speed !== null && { speedMetersPerSecond: speed / FIX_UNITS.metersPerSecond }),
    ...(heading !== null && { headingDegrees: heading / FIX_UNITS.headingDegrees }),
    ...(accuracy !== null && { accuracyMeters: accuracy / FIX_UNITS.meters }),
  }
}
