import { createEnroll } from '../../api/enroll.ts'
import type { DoorstepEvent } from '../../api/domain/event.ts'
import { STORE } from '../doorstep.ts'
import { openBench } from './live-doorstep.ts'
import { doorOf, fixNear, type Prepared, type Watched } from './live-shots.ts'

/** Puts so many orders into a database whose drivers are at the last corner; in a process that leaves no waste behind. */
const [, , file = '', orders = '0'] = process.argv
const { stages, secretKey, random } = await openBench(file)
const enroll = createEnroll({ write: stages.write, random, secretKey })
await enroll.dispensary(STORE)
const devices = Object.fromEntries(Array.from({ length: Number(orders) }, (_, n) => [`store/d${n}`, `d${n}`]))
const { connectionId, secret } = await enroll.connect(STORE.id, 'transistor', { devices })

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
for (let n = 0; n < Number(orders); n += 50) {
  const some = Array.from({ length: Math.min(50, Number(orders) - n) }, (_, i) => onTheWay(n + i))
  watched.push(...(await Promise.all(some)))
}
const fixes = watched.map(({ driverId, n }) => ({
  driver: { dispensaryId: STORE.id, driverId },
  fixes: [{ at: Date.now() - 30_000, ...fixNear(n, 0) }],
}))
await stages.positions.record(fixes)
await stages.idle()
const headers = { authorization: `Basic ${Buffer.from(`store:${secret}`).toString('base64')}` }
const view = JSON.stringify(await stages.viewOf({ dispensaryId: STORE.id, orderId: 'o0' }))
const prepared: Prepared = { post: { path: `/v1/driver/${connectionId}`, headers }, watched, view }
process.send?.(prepared, undefined, undefined, () => process.exit())
