import { createHmac } from 'node:crypto'
import type { LatLng } from '../../api/domain/position.ts'
import { STORE, type openDoorstep } from '../doorstep.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>

/** Onfleet's triggers that say where an order stands. */
export const ONFLEET = { started: 0, near: 1, completed: 3, failed: 4 }
type Dispatched = { order: string; trigger: keyof typeof ONFLEET; at: number; door?: LatLng; task?: string }

/** A dispatcher of the store's, who names orders as its people do. */
export async function onfleetOf(doorstep: Doorstep, dispensaryId = STORE.id) {
  const connected = await doorstep.enroll.connect(dispensaryId, 'onfleet', { secret: 'c0ffee'.repeat(8) })
  const { connectionId, secret } = connected
  const says = ({ order, trigger, at, door, task = order }: Dispatched): Promise<Response> => {
    const metadata = [{ name: 'order_id', type: 'string', value: order }]
    const destination = door && { location: [door.lng, door.lat] }
    const body = JSON.stringify({
      ...{ taskId: task, triggerId: ONFLEET[trigger], time: at, etaSeconds: 120 },
      data: { task: { shortId: task, metadata, ...(destination && { destination }) } },
    })
    const signature = createHmac('sha512', Buffer.from(secret, 'hex')).update(body).digest('hex')
    return doorstep.post(`/v1/driver/${connectionId}`, body, { 'x-onfleet-signature': signature })
  }
  return { connectionId, source: `onfleet/${connectionId}`, says }
}

type Ticket = { id: string; number?: string; status: string; createdAt: number; at: number; address?: string }

/** A till that pushes. */
export async function treezOf(doorstep: Doorstep, dispensaryId = STORE.id) {
  const { connectionId, secret } = await doorstep.enroll.connect(dispensaryId, 'treez')
  const says = ({ id, number = id, status, createdAt, at, address }: Ticket): Promise<Response> => {
    const [date_created, last_updated_at] = [createdAt, at].map((time) => new Date(time).toISOString())
    const place = address === undefined ? {} : { delivery_address: { street: address, city: 'Alder Bay' } }
    const told = { ticket_id: id, order_number: number, order_status: status, type: 'DELIVERY', ...place }
    const body = JSON.stringify({ event_type: 'TICKET', data: { ...told, date_created, last_updated_at } })
    return doorstep.post(`/v1/pos/${connectionId}`, body, { authorization: `Bearer ${secret}` })
  }
  return { connectionId, source: `treez/${connectionId}`, says }
}
