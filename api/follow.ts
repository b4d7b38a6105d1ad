import type { Database } from '../db/open.ts'
import { driversUnderWay, findRouteUnderWay } from '../db/routes.ts'
import type { Background } from './background.ts'
import type { Contacts } from './contacts.ts'
import { unfinishedStops } from './domain/route.ts'
import type { Eta } from './eta/revise.ts'
import type { Silence } from './eta/silence.ts'
import type { KnownConnections } from './ingest/known-connections.ts'
import { driverKey, orderKey, type Bus, type DriverKey, type OrderKey } from './live/bus.ts'
import type { Hub } from './live/hub.ts'
import type { Outbox } from './notify/outbox.ts'

type Deps = {
  db: Database
  bus: Bus
  background: Background
  contacts: Pick<Contacts, 'changed'>
  known: Pick<KnownConnections, 'forget'>
  eta: Eta
  silence: Silence
  hub: Hub
  outbox: Pick<Outbox, 'drain'>
}

export type Following = {
  /** Sends an order's view to who watches it. */
  show: (order: OrderKey) => void
  /** Looks again at drivers whose phones have fallen silent. */
  hearSilence: () => void
  /** Sends the messages that are due. */
  send: () => Promise<void>
  /** Once before the first request: who is on the road already. */
  start: () => Promise<void>
}

/** What follows a commit: views are shown, windows revised, messages sent. Nobody waits for any of it. */
export function followCommits({ db, bus, background, contacts, known, eta, silence, hub, outbox }: Deps): Following {
  const show = (order: OrderKey): void => void background.coalesce('live', orderKey(order), () => hub.changed(order))
  const send = (): Promise<void> => background.coalesce('outbox', 'all', outbox.drain)

  /** Drivers on a route, so that a fix of any other driver costs no look into the database. */
  const onTheRoad = new Map<string, DriverKey>()
  const revise = (driver: DriverKey): Promise<void> =>
    background.coalesce('eta', driverKey(driver), async () => {
      if (await eta.revise(driver)) onTheRoad.set(driverKey(driver), driver)
      else onTheRoad.delete(driverKey(driver))
    })

  async function showRouteOf({ dispensaryId, driverId }: DriverKey): Promise<void> {
    const route = await findRouteUnderWay(db, dispensaryId, driverId)
    for (const stop of route ? unfinishedStops(route) : []) {
      for (const orderId of stop.orderIds) show({ dispensaryId, orderId })
    }
  }

  bus.subscribe((change) => {
    contacts.changed(change.contacts)
    for (const id of change.connections ?? []) known.forget(id)
    for (const order of change.orders) show(order)
    const drivers = [...change.drivers, ...change.moved.filter((driver) => onTheRoad.has(driverKey(driver)))]
    const revisions = drivers.map(revise)
    if (hub.viewers() > 0) {
      for (const driver of drivers) void background.coalesce('live-route', driverKey(driver), () => showRouteOf(driver))
    }
    // A message that says when must not overtake the window that it tells of.
    if (change.messagesPlanned) void background.run('send-after-eta', () => Promise.all(revisions).then(send))
  })

  return {
    show,
    send,
    hearSilence: () => {
      for (const driver of silence.tells(onTheRoad.values())) void revise(driver)
    },
    start: async () => {
      for (const driver of await driversUnderWay(db)) onTheRoad.set(driverKey(driver), driver)
    },
  }
}
