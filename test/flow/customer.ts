import type { Delivery } from '../../api/ports.ts'
import type { openDoorstep, Sent } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'

export type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
export const ANA = { email: 'ana@example.com', phone: '+17075550141' }
export const DEVICE = 'https://fcm.googleapis.com/fcm/send/one'

export const receive = (doorstep: Doorstep, customer: object = ANA): Promise<Response> =>
  doorstep.tell({ type: 'order.received', data: { orderId: '1', number: '1042', customer } })
export const deliver = (doorstep: Doorstep, orderId = '1'): Promise<Response> =>
  doorstep.tell({ type: 'handoff.completed', data: { orderId } })

export async function subscribe(doorstep: Doorstep, endpoint = DEVICE): Promise<Response> {
  const keys = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) }
  return doorstep.post(`/v1/track/${await doorstep.linkTo('1')}/push`, JSON.stringify({ endpoint, keys }), {})
}

export async function plannedOnRoute(doorstep: Doorstep): Promise<void> {
  await receive(doorstep)
  const stops = [{ stopId: 'a', orderIds: ['1'] }]
  await doorstep.tell({ type: 'route.planned', data: { routeId: 'r', driver: { id: 'sam' }, stops } })
}

/** What the trail says of messages, one line each; that each try was claimed goes without saying. */
export const told = async (doorstep: Doorstep): Promise<string[]> =>
  (await trailRows(doorstep))
    .filter(({ type }) => type.startsWith('notification.') && type !== 'notification.claimed')
    .map(({ type, data }) => {
      const { kind, channel, reason, trouble, retryAt } = JSON.parse(data) as Record<string, string | number>
      const again = retryAt === undefined ? '' : 'again'
      return [type.slice(13), kind, channel, reason, trouble, again].filter(Boolean).join(' ')
    })

export async function ticks(doorstep: Doorstep, ms: number): Promise<void> {
  doorstep.advance(ms)
  doorstep.stages.tick()
  await doorstep.stages.idle()
}

export const outcomes = (...given: Delivery[]): ((sent: Sent) => Delivery) => {
  const left = [...given]
  return () => left.shift() ?? { outcome: 'sent' }
}
