import { randomBytes } from 'node:crypto'
import { jsonLog } from '../../api/adapters/log.ts'
import { straightLineDriveTimes } from '../../api/adapters/straight-line.ts'
import { createApp } from '../../api/app.ts'
import type { DoorstepEvent } from '../../api/domain/event.ts'
import { createEnroll } from '../../api/enroll.ts'
import { listen } from '../../api/serve.ts'
import { createStages } from '../../api/stages.ts'
import { openDatabase } from '../../db/open.ts'
import { STORE } from '../doorstep.ts'
import { answerState, doorOf, fixNear, type ServerReady, type Watched } from './live-shots.ts'

/** A whole Doorstep in a process of its own, its log included, and so many orders whose drivers are at the last corner. */
const [, , file = '', orders = '0'] = process.argv
const { db } = await openDatabase(`file:${file}`)
const secretKey = new Uint8Array(randomBytes(32))
const world = {
  secretKey,
  ...{ db, clock: Date.now, random: randomBytes, log: jsonLog, driveTimes: straightLineDriveTimes, senders: {} },
  publicUrl: 'http://localhost',
  mapStyleUrl: '/style.json',
}
const stages = createStages(world)
const site = async (): Promise<Response> => new Response(null, { status: 404 })
const app = createApp({ world, stages, site, stopwatch: () => performance.now() })
const enroll = createEnroll({ write: stages.write, random: randomBytes, secretKey })
await enroll.dispensary(STORE)
const { secret: key } = await enroll.api(STORE.id)

const tell = (eventId: string, event: DoorstepEvent, attached?: object) =>
  stages.record({ dispensaryId: STORE.id, source: 'till', eventId, event, ...(attached && { attached }) })

async function onTheWay(n: number): Promise<Watched> {
  const [orderId, driverId, routeId, time] = [`o${n}`, `d${n}`, `r${n}`, Date.now() - 600_000]
  const contacts = { [orderId]: { door: doorOf(n), name: `Customer ${n}` } }
  await tell(orderId, { type: 'order.received', time, data: { orderId, number: String(n) } }, { contacts })
  const stops = [{ stopId: 's', orderIds: [orderId] }]
  const driver = { id: driverId, firstName: 'Sam' }
  await tell(`${routeId} planned`, { type: 'route.planned', time, data: { routeId, driverId, stops } }, { driver })
  await tell(`${routeId} departed`, { type: 'route.departed', time, data: { routeId } })
  const { token } = await stages.links.issue({ dispensaryId: STORE.id, orderId }, 'customer')
  return { path: `/v1/track/${token}/live`, driverId, n }
}

const watched: Watched[] = []
for (let n = 0; n < Number(orders); n += 50)
  watched.push(
    ...(await Promise.all(Array.from({ length: Math.min(50, Number(orders) - n) }, (_, i) => onTheWay(n + i)))),
  )
await stages.positions.record(
  watched.map(({ driverId, n }) => ({
    driver: { dispensaryId: STORE.id, driverId },
    fixes: [{ at: Date.now() - 30_000, ...fixNear(n, 0) }],
  })),
)
await stages.idle()
const { port } = await listen(app, stages, { port: 0, host: '127.0.0.1' })
answerState()
if (process.env['PROF']) process.on('SIGINT', () => process.exit(0))
const view = JSON.stringify(await stages.viewOf({ dispensaryId: STORE.id, orderId: 'o0' }))
process.send?.({ port, key, watched, view } satisfies ServerReady)
