import { STORE } from '../doorstep.ts'

/** What the benchmark of live streams says and hears. */
export type Watched = { path: string; driverId: string; n: number }
type Post = { path: string; headers: Record<string, string> }
export type Prepared = { post: Post; watched: Watched[]; view: string }
export type State = { cpuMs: number; rss: number }

const METERS_PER_DEGREE = 111_195

/** Doors lie apart, and far from the store that drivers come from. */
export const doorOf = (n: number): { lat: number; lng: number } => ({
  lat: STORE.position.lat + 0.1 + (n % 100) * 0.01,
  lng: STORE.position.lng + Math.floor(n / 100) * 0.01,
})

/** To and fro in the last 500 m, where each fix is shown as it comes, and by more than the grid can hide. */
export function fixNear(n: number, turn: number): { lat: number; lng: number } {
  const { lat, lng } = doorOf(n)
  return { lat: lat - (300 + (turn % 2) * 30) / METERS_PER_DEGREE, lng }
}

/** One fix as an app with Transistor's background geolocation posts it. */
export function positioned({ driverId, n }: Watched, turn: number, timestamp: string): string {
  const { lat, lng } = fixNear(n, turn)
  const coords = { latitude: lat, longitude: lng, accuracy: 8, speed: 10.5, heading: turn % 360 }
  return JSON.stringify({ location: [{ coords, timestamp, is_moving: true }], device_id: `store/${driverId}` })
}

/** Tells whoever asks by the process's channel what it has cost until now; memory after the waste was thrown away. */
export function answerState(): void {
  process.on('message', () => {
    for (let round = 0; round < 4; round += 1) globalThis.gc?.()
    const { user, system } = process.cpuUsage()
    process.send?.({ cpuMs: (user + system) / 1_000, rss: process.memoryUsage.rss() } satisfies State)
  })
}
