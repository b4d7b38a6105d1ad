import { wasElsewhere } from './domain/arrival.ts'
import type { DoorstepEvent } from './domain/event.ts'
import { isUnderWay, type Route } from './domain/route.ts'
import type { Door } from './evolve-routes.ts'

/**
 * Whether the word that a driver is at the door contradicts their positions: a tap too early, or for another stop. It
 * stands in the trail, and is not told to anybody; the positions themselves tell when they come.
 * @param route as the event has left it
 */
export async function doubtOf(
  { contacts, recent, dispensary }: Door,
  event: DoorstepEvent,
  seq: number,
  route: Route | undefined,
): Promise<DoorstepEvent | undefined> {
  if (event.type !== 'stop.arrived' || !route || !isUnderWay(route)) return undefined
  const { routeId, stopId } = event.data
  const stop = route.stops.find(({ id }) => id === stopId)
  if (!stop || stop.arrivedAt !== event.time) return undefined
  const known = await contacts.findMany(dispensary.id, stop.orderIds)
  const door = [...known.values()].find((contact) => contact.door)?.door
  const track = recent({ dispensaryId: dispensary.id, driverId: route.driverId })
  const metersAway = door && wasElsewhere(track, door, event.time)
  if (metersAway === undefined) return undefined
  return { type: 'stop.arrival-doubted', time: event.time, data: { routeId, stopId, metersAway, cause: seq } }
}
