import { hours, minutes, seconds } from '../../api/domain/time.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { at, depart, handOver, plan, receive, type Doorstep } from '../flow/dispatch.ts'

export const SAM = { dispensaryId: STORE.id, driverId: 'sam' }

/** A fix every ten seconds on the way north, from now on. */
export async function drive(doorstep: Doorstep, kilometers: number, fixes = 30): Promise<void> {
  const told = Array.from({ length: fixes }, (_, i) => ({
    at: doorstep.now() + i * seconds(10),
    ...at((kilometers * i) / fixes),
    accuracyMeters: 5 + (i % 4),
    speedMetersPerSecond: 8.5,
  }))
  doorstep.advance(fixes * seconds(10))
  await doorstep.stages.positions.record([{ driver: SAM, fixes: told }])
  await doorstep.stages.idle()
}

/** A store that tells of its orders over an API key of its own. */
async function another(doorstep: Doorstep, id: string) {
  await doorstep.enroll.dispensary({ ...doorstep.store, id, name: id })
  const { secret } = await doorstep.enroll.api(id)
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/cloudevents+json' }
  let told = 0
  return (type: string, data: object): Promise<Response> => {
    told += 1
    const event = { specversion: '1.0', id: `e${told}`, source: '/till', type, data }
    return doorstep.post('/v1/events', JSON.stringify(event), headers)
  }
}

/**
 * An evening of three stores that share a trail: one with a route, whose driver's track is sealed in pieces; one whose
 * chain is signed once; one that has only just begun. Each hour is signed as it passes; of the first store's evening
 * the last rows are not signed yet.
 */
export async function anEvening(doorstep: Doorstep): Promise<void> {
  const [two, three] = [await another(doorstep, 'bay-two'), await another(doorstep, 'cove-three')]
  await receive(doorstep, 3)
  for (const orderId of ['1', '2', '3']) await two('order.received', { orderId, number: `2${orderId}` })
  await plan(doorstep, [['1'], ['2', '3']])
  await doorstep.tell({ type: 'order.packed', data: { orderId: '1' } })
  await depart(doorstep)
  await drive(doorstep, 0.9)
  await handOver(doorstep, '1')
  await two('order.preparing', { orderId: '1' })
  doorstep.advance(hours(1))
  await doorstep.stages.seal()
  await doorstep.stages.checkpoints.signDue()
  await drive(doorstep, 1.2)
  await doorstep.tell({ type: 'handoff.refused', data: { orderId: '2', reason: 'not-home' } })
  await handOver(doorstep, '3')
  await doorstep.tell({ type: 'route.ended', data: { routeId: 'r' } })
  await doorstep.tell({ type: 'order.cancelled', data: { orderId: '2', reason: 'store-closed' } })
  doorstep.advance(hours(1) + minutes(5))
  await doorstep.stages.seal()
  await doorstep.stages.checkpoints.signDue()
  await three('order.received', { orderId: '1', number: '31' })
  await two('order.packed', { orderId: '1' })
  await doorstep.tell({ type: 'order.received', data: { orderId: '4', number: 'café 1044 ☂' } })
}

/** A Doorstep with such an evening behind it. */
export async function openEvening(wish: Parameters<typeof openDoorstep>[0] = {}): Promise<Doorstep> {
  const doorstep = await openDoorstep(wish)
  await anEvening(doorstep)
  return doorstep
}
