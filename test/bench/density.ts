import { parse } from 'csv-parse/sync'
import { sql } from 'drizzle-orm'
import { existsSync, readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Position } from '../../api/domain/position.ts'
import { hours, minutes, seconds } from '../../api/domain/time.ts'
import { trackBetween } from '../../db/tracks.ts'
import { openDoorstep, STORE } from '../doorstep.ts'

const PINGS = fileURLToPath(new URL('../../../shared/data/amazon-goal/pings.csv', import.meta.url))
const FIXES_A_SHIFT = 5_760
const AT = Date.parse('2026-04-24T12:00:00-07:00')

type Ping = { x_m: string; y_m: string }

/** Shifts of eight hours, a fix every five seconds, made of real delivery agents' pieces one after the other. */
function shifts(): Position[][] {
  const pings = parse<Ping>(readFileSync(PINGS), { columns: true })
  let accuracy = 8
  let [lat, lng] = [38.3, -123.05]
  const fixes = pings.map((ping, i): Position => {
    const before = pings[i - 1]
    const [x, y] = before ? [Number(ping.x_m) - Number(before.x_m), Number(ping.y_m) - Number(before.y_m)] : [0, 0]
    const [dx, dy] = Math.hypot(x, y) > 200 ? [0, 0] : [x, y] // another piece begins elsewhere
    lat += dy / 111_195
    lng += dx / 87_260
    accuracy = Math.min(40, Math.max(3, accuracy + ((i * 7_919) % 3) - 1))
    return {
      at: AT + (i % FIXES_A_SHIFT) * seconds(5) + ((i * 104_729) % 40),
      lat: Math.round(lat * 1e6) / 1e6,
      lng: Math.round(lng * 1e6) / 1e6,
      speedMetersPerSecond: Math.round((Math.hypot(dx, dy) / 5) * 10) / 10,
      headingDegrees: (Math.round((Math.atan2(dx, dy) * 180) / Math.PI) + 360) % 360,
      accuracyMeters: accuracy,
    }
  })
  const whole = Math.floor(fixes.length / FIXES_A_SHIFT)
  return Array.from({ length: whole }, (_, n) => fixes.slice(n * FIXES_A_SHIFT, (n + 1) * FIXES_A_SHIFT))
}

/** Bytes on disk of a fix that was rolled up, by the growth of the whole file; every fix is read back and compared. */
export async function density(): Promise<void> {
  if (!existsSync(PINGS)) return console.log('rolled up: not measured, the traces are not there')
  await using doorstep = await openDoorstep({ at: new Date(AT).toISOString() })
  const size = async (): Promise<number> => {
    await doorstep.db.run(sql`PRAGMA wal_checkpoint(TRUNCATE)`)
    return (await stat(doorstep.file)).size
  }
  const before = await size()
  const told = shifts()
  for (let i = 0; i < FIXES_A_SHIFT; i += 60) {
    const some = told.map((fixes, n) => ({ driver: driver(n), fixes: fixes.slice(i, i + 60) }))
    doorstep.advance(minutes(5))
    await doorstep.stages.positions.record(some)
    if (i % 600 === 0) await doorstep.stages.seal()
  }
  doorstep.advance(hours(1))
  await doorstep.stages.seal()
  const bytes = (await size()) - before
  for (const [n, fixes] of told.entries()) {
    const back = await trackBetween(doorstep.db, driver(n), AT, AT + hours(12))
    if (JSON.stringify(back) !== JSON.stringify(fixes)) throw new Error('what was put away comes back otherwise')
  }
  const fixes = told.length * FIXES_A_SHIFT
  console.log(
    `rolled up: ${(bytes / fixes).toFixed(2)} bytes a fix (${told.length} shifts of 8 h, the file's growth by ${fixes} fixes, all read back)`,
  )
}

const driver = (n: number) => ({ dispensaryId: STORE.id, driverId: `d${n}` })
