import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { straightLineDriveTimes } from '../../api/adapters/straight-line.ts'
import type { DoorstepEvent } from '../../api/domain/event.ts'
import { distanceMeters, type LatLng } from '../../api/domain/position.ts'
import { seconds } from '../../api/domain/time.ts'
import { createEnroll } from '../../api/enroll.ts'
import { createStages } from '../../api/stages.ts'
import { openDatabase } from '../../db/open.ts'
import { STORE } from '../doorstep.ts'
import { fakeClock } from '../fakes/clock.ts'
import { dice } from '../town/dice.ts'

const ROUTES = 1_000
const STOPS = 8
const PING_EVERY_SECONDS = 5
/** As the crow flies: what taxis make of a town. */
const METERS_PER_SECOND = 5
const STAY_SECONDS = 240
/** Until drivers are spread over their legs and doors, and then what is measured. */
const WARM_UP_SECONDS = 120
const MEASURED_SECONDS = 240

type Drive = {
  driverId: string
  place: LatLng
  doors: { orderId: string; door: LatLng }[]
  leavesAt: number | undefined
}

const roll = dice(7)
const METERS_PER_DEGREE = 111_195
const somewhere = (from: LatLng, meters: number): LatLng => {
  const turn = roll() * 2 * Math.PI
  const perLng = METERS_PER_DEGREE * Math.cos((from.lat * Math.PI) / 180)
  return {
    lat: from.lat + (Math.sin(turn) * meters) / METERS_PER_DEGREE,
    lng: from.lng + (Math.cos(turn) * meters) / perLng,
  }
}

const towards = (from: LatLng, to: LatLng, meters: number): LatLng => {
  const share = Math.min(1, meters / Math.max(1, distanceMeters(from, to)))
  return { lat: from.lat + (to.lat - from.lat) * share, lng: from.lng + (to.lng - from.lng) * share }
}

/**
 * How much of a core a thousand drivers take who are all on the road, by the straight line: each fix is committed,
 * windows are revised, arrivals noticed and learned from. Time is simulated, the work is not.
 */
export async function benchEta(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-bench-'))
  const { db, close } = await openDatabase(`file:${join(folder, 'eta.db')}`)
  const { clock, advance } = fakeClock('2026-04-24T18:00:00-07:00')
  const secretKey = new Uint8Array(randomBytes(32))
  const place = { publicUrl: 'http://127.0.0.1', mapStyleUrl: '/map/style.json', secretKey }
  const log = (line: { event: string }): void => void (line.event === 'background.failed' && console.error(line))
  const stages = createStages({
    ...{ db, clock, log, random: randomBytes, driveTimes: straightLineDriveTimes, senders: {}, ...place },
    stopwatch: () => performance.now(),
  })
  await createEnroll({ write: stages.write, random: randomBytes, secretKey }).dispensary(STORE)
  let told = 0
  const tell = async (event: DoorstepEvent, door?: LatLng): Promise<void> => {
    told += 1
    const incoming = { dispensaryId: STORE.id, source: 'bench', eventId: `${told}`, event }
    const attached =
      door && 'orderId' in event.data ? { contacts: { [event.data.orderId ?? '']: { door } } } : undefined
    await stages.record({ ...incoming, ...(attached && { attached }) })
  }

  console.log(`${ROUTES} routes of ${STOPS} stops, a fix of each driver every ${PING_EVERY_SECONDS} s; setting out ...`)
  const drives = await Promise.all(Array.from({ length: ROUTES }, (_, index) => setOut(`driver-${index}`)))
  await stages.idle()

  async function setOut(driverId: string): Promise<Drive> {
    let from = somewhere(STORE.position, 4_000 * roll())
    const start = from
    const doors = Array.from({ length: STOPS }, (_, stop) => {
      from = somewhere(from, 800 + 2_000 * roll())
      return { orderId: `${driverId}-${stop}`, door: from }
    })
    for (const { orderId, door } of doors)
      await tell({ type: 'order.received', time: clock(), data: { orderId, number: orderId } }, door)
    const stops = doors.map(({ orderId }) => ({ stopId: orderId, orderIds: [orderId] }))
    await tell({ type: 'route.planned', time: clock(), data: { routeId: driverId, driverId, stops } })
    await tell({ type: 'route.departed', time: clock(), data: { routeId: driverId } })
    return { driverId, place: start, doors, leavesAt: undefined }
  }

  async function second(index: number): Promise<number> {
    advance(seconds(1))
    const now = clock()
    const turn = drives.filter((_, driver) => driver % PING_EVERY_SECONDS === index % PING_EVERY_SECONDS)
    for (const drive of turn) {
      const [next] = drive.doors
      if (!next) continue
      drive.place = towards(drive.place, next.door, METERS_PER_SECOND * PING_EVERY_SECONDS)
      if (distanceMeters(drive.place, next.door) > 5) continue
      drive.leavesAt ??= now + seconds(STAY_SECONDS * (0.5 + roll()))
      if (drive.leavesAt > now) continue
      drive.doors.shift()
      drive.leavesAt = undefined
      await tell({ type: 'handoff.completed', time: now, data: { orderId: next.orderId } })
    }
    await stages.positions.record(
      turn.map(({ driverId, place: at, leavesAt }) => ({
        driver: { dispensaryId: STORE.id, driverId },
        fixes: [{ ...at, at: now, accuracyMeters: 8, speedMetersPerSecond: leavesAt ? 0 : METERS_PER_SECOND }],
      })),
    )
    await stages.idle()
    return turn.length
  }

  const rows = async (): Promise<Record<string, number>> => {
    const counts = await db.all<{ type: string; count: number }>(
      'SELECT type, count(*) AS count FROM trail GROUP BY type',
    )
    return Object.fromEntries(counts.map(({ type, count }) => [type, count]))
  }

  for (let index = 0; index < WARM_UP_SECONDS; index += 1) await second(index)
  const before = await rows()
  const start = process.cpuUsage()
  const began = performance.now()
  let fixes = 0
  for (let index = 0; index < MEASURED_SECONDS; index += 1) fixes += await second(index)
  const { user, system } = process.cpuUsage(start)
  const elapsed = (performance.now() - began) / 1_000
  const after = await rows()
  const written = Object.entries(after).map(([type, count]) => [type, count - (before[type] ?? 0)] as const)
  const share = (user + system) / 1e6 / MEASURED_SECONDS
  console.log(
    `${fixes} fixes of ${MEASURED_SECONDS} s in ${elapsed.toFixed(0)} s: ${(share * 100).toFixed(0)} % of a core, ${((share * 1e6) / (ROUTES / PING_EVERY_SECONDS)).toFixed(0)} microseconds a fix`,
  )
  console.log(
    `written meanwhile: ${written
      .filter(([, count]) => count > 0)
      .map(([type, count]) => `${count} ${type}`)
      .join(', ')}`,
  )
  close()
  await rm(folder, { recursive: true, force: true })
}
