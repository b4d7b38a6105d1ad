import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Dispensary } from '../../../api/domain/dispensary.ts'
import type { DoorstepEvent, EventData } from '../../../api/domain/event.ts'
import type { Learned } from '../../../api/domain/learned.ts'
import type { Order } from '../../../api/domain/order.ts'
import { distanceMeters, type LatLng } from '../../../api/domain/position.ts'
import { seconds, type Instant } from '../../../api/domain/time.ts'
import { createEnroll } from '../../../api/enroll.ts'
import type { DriveTimes } from '../../../api/ports.ts'
import { createStages } from '../../../api/stages.ts'
import { findLearned } from '../../../db/learned.ts'
import { openDatabase } from '../../../db/open.ts'
import { findOrders } from '../../../db/orders.ts'
import { fakeClock } from '../../fakes/clock.ts'
import { CENTRE, engineMs, placeAt, type MadeRoute } from './made-up.ts'

export type Revised = EventData['window.revised'] & { at: Instant }
/** What Doorstep said and knew when the evenings were over. */
export type Heard = {
  revised: Map<string, Revised[]>
  orders: Map<string, Order>
  learned: Learned | undefined
  asked: number
}

const STEP_MS = seconds(15)
const STORE: Dispensary = {
  ...{ id: 'made-up', name: 'Made Up', legalName: 'Made Up', licence: '-', state: 'CA', accent: '#1f6f5c', phone: '' },
  ...{ timeZone: 'America/Los_Angeles', position: CENTRE },
}

type Act = { at: Instant; event: DoorstepEvent; door?: LatLng }

/** What is told of a route besides positions. Taps on a phone without signal are told when it is back. */
function actsOf({ id, driverId, departsAt, stops, planned, resequencedAt, silent }: MadeRoute): Act[] {
  const data = { routeId: id }
  const before = departsAt - seconds(60)
  const toldAt = (time: Instant): Instant => (silent && time >= silent.from && time < silent.to ? silent.to : time)
  const last = stops.at(-1)?.leavesAt ?? departsAt
  const plan = planned.map((stopId) => ({ stopId, orderIds: [stopId] }))
  return [
    ...stops.map(({ id: orderId, door }): Act => {
      return { at: before, door, event: { type: 'order.received', time: before, data: { orderId, number: orderId } } }
    }),
    { at: before, event: { type: 'route.planned', time: before, data: { ...data, driverId, stops: plan } } },
    { at: departsAt, event: { type: 'route.departed', time: departsAt, data } },
    ...(resequencedAt === undefined
      ? []
      : [
          {
            at: resequencedAt,
            event: {
              type: 'route.resequenced',
              time: resequencedAt,
              data: { ...data, stopIds: stops.map((stop) => stop.id) },
            },
          } as const,
        ]),
    ...stops.map(({ id: orderId, leavesAt }): Act => {
      return { at: toldAt(leavesAt), event: { type: 'handoff.completed', time: leavesAt, data: { orderId } } }
    }),
    { at: last + 1, event: { type: 'route.ended', time: last + 1, data } },
  ]
}

/** An engine that knows straight streets, and how often it was asked. */
function engine() {
  let asked = 0
  const driveTimes: DriveTimes = async (points) => {
    asked += 1
    const legs = points.slice(1).map((point, index) => {
      const meters = distanceMeters(points[index] ?? point, point)
      return { durationMs: engineMs(meters), meters, path: [points[index] ?? point, point] }
    })
    return { legs, source: 'valhalla' }
  }
  return { driveTimes, asked: () => asked }
}

/** Plays evenings through the real stages: events by the one door, a fix of every driver each quarter of a minute. */
export async function playEvenings(routes: readonly MadeRoute[], onEvening = (_: number): void => {}): Promise<Heard> {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-evenings-'))
  const { db, close } = await openDatabase(`file:${join(folder, 'evenings.db')}`)
  const acts = routes.flatMap(actsOf).sort((a, b) => a.at - b.at)
  const { clock, set } = fakeClock(new Date(acts[0]?.at ?? 0).toISOString())
  const { driveTimes, asked } = engine()
  const secretKey = new Uint8Array(randomBytes(32))
  const log = (line: { event: string }): void => {
    if (line.event === 'background.failed') throw new Error(JSON.stringify(line))
  }
  const place = { publicUrl: 'http://127.0.0.1', mapStyleUrl: '/map/style.json', secretKey }
  const world = { db, clock, log, random: randomBytes, stopwatch: () => 0, driveTimes, senders: {}, ...place }
  const stages = createStages(world)
  await createEnroll({ write: stages.write, random: randomBytes, secretKey }).dispensary(STORE)
  let [next, told] = [0, 0]

  async function tell({ event, door }: Act): Promise<void> {
    told += 1
    const attached = door && 'orderId' in event.data ? { contacts: { [event.data.orderId ?? '']: { door } } } : {}
    await stages.record({ dispensaryId: STORE.id, source: 'made-up', eventId: `${told}`, event, attached })
  }

  const isHeard = ({ departsAt, stops, silent }: MadeRoute, now: Instant): boolean =>
    now > departsAt && now <= (stops.at(-1)?.leavesAt ?? 0) && !(silent && now >= silent.from && now < silent.to)

  for (let now = acts[0]?.at ?? 0; next < acts.length; now += STEP_MS) {
    set(now)
    for (let act = acts[next]; act && act.at <= now; act = acts[next]) {
      await tell(act)
      next += 1
    }
    const moving = routes.filter((route) => isHeard(route, now))
    if (moving.length > 0)
      await stages.positions.record(
        moving.map((route) => ({
          driver: { dispensaryId: STORE.id, driverId: route.driverId },
          fixes: [{ ...placeAt(route, now), at: now, accuracyMeters: 10 }],
        })),
      )
    stages.tick()
    await stages.idle()
    const idleUntil = acts[next]?.at ?? now
    if (moving.length === 0 && idleUntil - now > 3_600_000) {
      onEvening(now)
      now = idleUntil - STEP_MS
    }
  }
  const rows = await db.all<{ time: number; data: string }>(
    "SELECT time, data FROM trail WHERE type = 'window.revised' ORDER BY seq",
  )
  const revised = Map.groupBy(
    rows.map(({ time, data }) => ({ at: time, ...(JSON.parse(data) as EventData['window.revised']) })),
    ({ orderId }) => orderId,
  )
  const ids = routes.flatMap(({ stops }) => stops.map((stop) => stop.id))
  const orders: Order[] = []
  for (let from = 0; from < ids.length; from += 500)
    orders.push(...(await findOrders(db, STORE.id, ids.slice(from, from + 500))))
  const learned = await findLearned(db, STORE.id)
  close()
  await rm(folder, { recursive: true, force: true })
  return { revised, orders: new Map(orders.map((order) => [order.id, order])), learned, asked: asked() }
}
