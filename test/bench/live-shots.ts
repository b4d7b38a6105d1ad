import { STORE } from '../doorstep.ts'

/** What the benchmark of live streams says and hears. */
export type Watched = { path: string; driverId: string; n: number }
export type ServerReady = { port: number; key?: string; watched: Watched[]; view: string }
export type State = { cpuMs: number; rss: number }

const METERS_PER_DEGREE = 111_195

/** Doors lie apart, and far from the store that drivers come from. */
export const doorOf = (n: number): { lat: number; lng: number } => ({
  lat: STORE.position.lat + 0.1 + (n % 100) * 0.01,
  lng: STORE.position.lng + Math.floor(n / 100) * 0.01,
})

/** In the last 500 m, where each fix is shown as it comes; never where the one before was. */
export function fixNear(n: number, turn: number): { lat: number; lng: number } {
  const { lat, lng } = doorOf(n)
  return { lat: lat - (200 + (turn % 8) * 30) / METERS_PER_DEGREE, lng }
}

let told = 0
export function positioned({ driverId, n }: Watched, turn: number, time: string): string {
  told += 1
  const data = { driverId, ...fixNear(n, turn) }
  return JSON.stringify({ specversion: '1.0', id: `f${told}`, source: '/bench', type: 'driver.positioned', time, data })
}

/** Tells whoever asks by the process's channel what it has cost until now; memory after the waste was thrown away. */
export function answerState(): void {
  process.on('message', () => {
    for (let round = 0; round < 4; round += 1) globalThis.gc?.()
    const { user, system } = process.cpuUsage()
    process.send?.({ cpuMs: (user + system) / 1_000, rss: process.memoryUsage.rss() } satisfies State)
  })
}
