import type { TrackView } from '../api/contract.ts'
import { ago, clockOf, miles } from './clock.ts'
import type { MapVoice } from './voice.ts'

type LatLng = { lat: number; lng: number }

/** Closer than this is "around the corner": the door shown is only its neighbourhood. */
const NEAR_METERS = 300

/**
 * The map in words: where the driver is, or why the map is closed.
 * @param sinceMs how long ago the view was heard; the clocks of phones and servers are not to be compared
 */
export function tellMap(view: TrackView, voice: MapVoice, sinceMs: number): string {
  const { locale } = voice
  const say = voice.say.map
  if (view.milestone === 'arrived') return ''
  const driver = view.driver?.firstName ?? null
  if (!view.map.open) return say.closed[view.map.why](driver, view.dispensary.name)
  const { position, door, stale } = view.map
  const clock = clockOf(locale, view.dispensary.timeZone)
  const meters = distanceMeters(position, door)
  const where = meters < NEAR_METERS ? say.near(driver) : say.far(driver, miles(locale, meters))
  const at = clock.time(position.at)
  const since = ago(locale, Date.parse(view.asOf) + sinceMs - Date.parse(position.at))
  return `${where} ${stale && since ? say.stale(at, since) : say.seen(at)}`
}

const METERS_PER_DEGREE = 111_195

/** On a flat map, which is right to a metre over the few miles that a map shows. */
function distanceMeters(a: LatLng, b: LatLng): number {
  const north = (a.lat - b.lat) * METERS_PER_DEGREE
  const east = (a.lng - b.lng) * METERS_PER_DEGREE * Math.cos((a.lat * Math.PI) / 180)
  return Math.hypot(north, east)
}
