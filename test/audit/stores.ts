import { hours, minutes, seconds } from '../../api/domain/time.ts'
import { checkpointOf, type Checkpoint } from '../../api/audit/checkpoint.ts'
import type { DoorstepEvent } from '../../api/domain/event.ts'
import { tracks } from '../../db/schema.ts'
import type { TrailRow } from '../../db/trail.ts'
import { openDoorstep } from '../doorstep.ts'
import { at, type Doorstep } from '../flow/dispatch.ts'
import { trailRows } from '../ingest/rows.ts'

/** A store's part of a trail that many share, as it is before anybody touches it. */
export type Store = {
  id: string
  rows: TrailRow[]
  tracks: (typeof tracks.$inferSelect)[]
  /** Its last checkpoint, as somebody outside has noted it down. */
  noted: Checkpoint
}

type Telling = { [T in DoorstepEvent['type']]?: object }

/** What a store tells in each hour of a short evening. */
const HOURS: ((n: number) => [keyof Telling, object][])[] = [
  (n) => [
    ['order.received', { orderId: '1', number: `${n}1`, totalCents: 8_450, payment: 'due' }],
    ['order.received', { orderId: '2', number: `${n}2` }],
    ['order.preparing', { orderId: '1' }],
    ['route.planned', { routeId: 'r', driverId: 'sam', stops: [{ stopId: 'a', orderIds: ['1', '2'] }] }],
    ['route.departed', { routeId: 'r' }],
  ],
  () => [
    ['handoff.completed', { orderId: '1', idChecked: true }],
    ['handoff.refused', { orderId: '2', reason: 'not-home' }],
    ['order.cancelled', { orderId: '2', reason: 'café fermé' }],
  ],
  (n) => [['order.received', { orderId: '3', number: `${n}3` }]],
]

/**
 * Many stores that tell of an evening in turn. What they tell in the first two hours is signed as each hour passes, and
 * so are the tracks of their drivers; what they tell in the third is not signed yet.
 */
export async function openStores(count: number): Promise<{ doorstep: Doorstep; stores: Store[] }> {
  const doorstep = await openDoorstep({ secretKey: new Uint8Array(32).fill(7) })
  const ids = Array.from({ length: count }, (_, n) => `store-${'abcdefghijklmnopqrstuvwxyz'[n]}`)
  for (const id of ids) await doorstep.enroll.dispensary({ ...doorstep.store, id })
  for (const [hour, tellings] of HOURS.entries()) {
    for (let turn = 0; turn < 5; turn += 1) {
      for (const [n, id] of ids.entries()) {
        const [type, data] = tellings(n)[turn] ?? []
        if (!type) continue
        const event = { type, time: doorstep.now(), data } as DoorstepEvent
        await doorstep.stages.record({ dispensaryId: id, source: 'till', eventId: `${hour}.${turn}`, event })
      }
    }
    await doorstep.stages.idle()
    if (hour === HOURS.length - 1) break
    for (const [n, id] of ids.entries()) {
      const fixes = Array.from({ length: 5 }, (_, i) => ({
        at: doorstep.now() - seconds(60 - i * 10),
        ...at(n + i / 20),
      }))
      await doorstep.stages.positions.record([{ driver: { dispensaryId: id, driverId: 'sam' }, fixes }])
    }
    await doorstep.stages.idle()
    doorstep.advance(hours(1) + minutes(1))
    await doorstep.stages.seal()
    await doorstep.stages.checkpoints.signDue()
  }
  return { doorstep, stores: await storesOf(doorstep, ids) }
}

async function storesOf(doorstep: Doorstep, ids: string[]): Promise<Store[]> {
  const [rows, chunks] = [await trailRows(doorstep), await doorstep.db.select().from(tracks)]
  const isOf = (id: string) => (one: { dispensaryId: string }) => one.dispensaryId === id
  return ids.map((id) => {
    const own = rows.filter(isOf(id))
    const noted = own.map(checkpointOf).findLast((one) => one !== undefined)
    if (!noted) throw new Error(`Nothing of ${id} is signed`)
    return { id, rows: own, tracks: chunks.filter(isOf(id)), noted }
  })
}
