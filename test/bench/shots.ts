/** What drivers' phones say in the benchmarks, and how a bare server reads it. */
export const DRIVERS = 2_000

/** dispensary, driver, time, place in millionths of a degree, accuracy, speed in tenths, heading. */
export type BareFix = [string, string, number, number, number, number, number, number]

let told = 0
const START = Math.floor(Date.now() / 1_000) - 600

/** Each of the drivers in turn says where they are, a second after they last did; no two fixes are alike. */
function next(): { driver: number; tst: number; lat: number; lng: number; heading: number } {
  told += 1
  const driver = told % DRIVERS
  const tst = START + Math.floor(told / DRIVERS)
  return { driver, tst, lat: 38.3 + (told % 9_973) / 1e5, lng: -123.05 - (told % 7_919) / 1e5, heading: told % 360 }
}

/** One fix, as OwnTracks posts it. */
export function ownTracksBody(): string {
  const { driver, tst, lat, lng, heading } = next()
  return `{"_type":"location","acc":8,"batt":77,"cog":${heading},"lat":${lat.toFixed(5)},"lon":${lng.toFixed(5)},"tid":"d${driver % 100}","topic":"owntracks/store/d${driver}","tst":${tst},"vel":36}`
}

/** Many fixes of one driver, as an app with Transistor's background geolocation posts them. */
export function transistorBody(fixes: number): string {
  const { driver } = next()
  const locations = Array.from({ length: fixes }, () => {
    batched += 1
    const time = new Date((START - 86_400 * 20) * 1_000 + batched * 1_000).toISOString()
    return `{"coords":{"latitude":${(38.3 + (batched % 9_973) / 1e5).toFixed(6)},"longitude":-123.05,"accuracy":8,"speed":10.5,"heading":${batched % 360},"altitude":12.5},"timestamp":"${time}","event":"motionchange","is_moving":true,"activity":{"type":"in_vehicle","confidence":96},"battery":{"level":0.81,"is_charging":false}}`
  })
  return `{"location":[${locations.join(',')}],"device_id":"store/d${driver}"}`
}
let batched = 0

type OwnTracks = { topic: string; tst: number; lat: number; lon: number; acc: number; vel: number; cog: number }
type Transistor = { device_id: string; location: { coords: Record<string, number>; timestamp: string }[] }

/** The bare server's reading: no key, no schema, no bounds, no look for repeats. */
export function bareFixes(value: unknown): BareFix[] {
  if ('_type' in (value as object)) {
    const { topic, tst, lat, lon, acc, vel, cog } = value as OwnTracks
    const [speed, millionths] = [Math.round((vel / 3.6) * 10), [Math.round(lat * 1e6), Math.round(lon * 1e6)] as const]
    return [['store', topic.slice(10), tst * 1_000, ...millionths, acc, speed, cog]]
  }
  const { device_id: device, location } = value as Transistor
  return location.map(({ coords, timestamp }) => [
    ...(['store', device, Date.parse(timestamp)] as const),
    ...([Math.round((coords['latitude'] ?? 0) * 1e6), Math.round((coords['longitude'] ?? 0) * 1e6)] as const),
    ...([coords['accuracy'] ?? 0, Math.round((coords['speed'] ?? 0) * 10), coords['heading'] ?? 0] as const),
  ])
}
