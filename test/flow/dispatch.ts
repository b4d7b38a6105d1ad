import type { LatLng } from '../../api/domain/position.ts'
import { type openDoorstep, STORE } from '../doorstep.ts'

export type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
export const at = (km: number): LatLng => ({ lat: STORE.position.lat + km / 111.195, lng: STORE.position.lng })

/** Orders 1, 2, 3 ..., each at a door of its own, a kilometre or as many as told apart. */
export async function receive(doorstep: Doorstep, count: number, kmApart = 1): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    const customer = { email: `customer-${n}@example.com`, door: at(n * kmApart) }
    await doorstep.tell({ type: 'order.received', data: { orderId: `${n}`, number: `104${n}`, customer } })
  }
}
export const plan = (doorstep: Doorstep, orders: string[][], routeId = 'r', driver = 'sam'): Promise<Response> =>
  doorstep.tell({
    type: 'route.planned',
    data: {
      routeId,
      driver: { id: driver, firstName: driver === 'sam' ? 'Sam' : 'Rosa' },
      stops: orders.map((orderIds) => ({ stopId: `at-${orderIds[0]}`, orderIds })),
    },
  })
export const depart = (doorstep: Doorstep, routeId = 'r'): Promise<Response> =>
  doorstep.tell({ type: 'route.departed', data: { routeId } })
export const handOver = (doorstep: Doorstep, orderId: string): Promise<Response> =>
  doorstep.tell({ type: 'handoff.completed', data: { orderId } })
export const stopsBefore = async (doorstep: Doorstep, ...orders: string[]): Promise<(number | null)[]> =>
  Promise.all(orders.map(async (orderId) => (await doorstep.view(orderId)).stopsBefore))
export const milestones = async (doorstep: Doorstep, ...orders: string[]): Promise<string[]> =>
  Promise.all(orders.map(async (orderId) => (await doorstep.view(orderId)).milestone))
