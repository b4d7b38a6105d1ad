import { follow, type TrackPoint } from '../../api/domain/track.ts'
import type { Trace } from './traces.ts'

/** The drive as the product estimates from it: at each fix, where the track made of the fixes so far has the driver. */
export function onTrack(trace: Trace): Trace {
  let point: TrackPoint | undefined
  const fixes = trace.fixes.map((fix) => {
    point = follow(point, fix)
    return { lat: point.lat, lng: point.lng, at: fix.at }
  })
  return { ...trace, fixes }
}
