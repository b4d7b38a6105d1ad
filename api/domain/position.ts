import type { Instant } from './time.ts'

/** WGS84 degrees. */
export type LatLng = { lat: number; lng: number }

/** Where the driver is, as one fix of the driver's app. */
export type Position = LatLng & {
  at: Instant
  accuracyMeters?: number
  speedMetersPerSecond?: number
  headingDegrees?: number
}

const EARTH_RADIUS_METERS = 6_371_008.8
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Great-circle distance (haversine, mean earth radius of IUGG); metres. */
export function distanceMeters(a: LatLng, b: LatLng): number {
  const dLat = radians(b.lat - a.lat)
  const dLng = radians(b.lng - a.lng)
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLng / 2) ** 2
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(h)))
}

const METERS_PER_DEGREE = 111_195

/** How far east and north of one point another lies; metres, by a flat map, for points of one town. */
export const metersNorth = (from: LatLng, to: LatLng): number => (to.lat - from.lat) * METERS_PER_DEGREE
export const metersEast = (from: LatLng, to: LatLng): number =>
  (to.lng - from.lng) * METERS_PER_DEGREE * Math.cos(radians(from.lat))
/** The point so many metres east and north of another. */
export const moved = ({ lat, lng }: LatLng, eastMeters: number, northMeters: number): LatLng => ({
  lat: lat + northMeters / METERS_PER_DEGREE,
  lng: lng + eastMeters / (METERS_PER_DEGREE * Math.cos(radians(lat))),
})

/** The centre of the square of a fixed grid that holds the point, so that all points of a square look alike. */
export function snapToGrid(point: LatLng, gridMeters: number): LatLng {
  const rowDegrees = gridMeters / METERS_PER_DEGREE
  const row = Math.floor(point.lat / rowDegrees)
  const lat = (row + 0.5) * rowDegrees
  const columnDegrees = rowDegrees / Math.max(0.01, Math.cos(radians(lat)))
  const column = Math.floor(point.lng / columnDegrees)
  return { lat: round6(lat), lng: round6((column + 0.5) * columnDegrees) }
}

const round6 = (degrees: number): number => Math.round(degrees * 1e6) / 1e6
