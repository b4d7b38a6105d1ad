import type { Database } from '../db/open.ts'
import { driversUnderWay, findRouteUnderWay } from '../db/routes.ts'
import type { Background } from './background.ts'
import type { Contacts } from './contacts.ts'
import { nextStop, unfinishedStops } from './domain/route.ts'
import type { Eta } from './eta/revise.ts'
import type { Silence } from './eta/silence.ts'
import type { KnownConnections } from './ingest/known-connections.ts'
import { driverKey, orderKey, type Bus, type DriverKey, type OrderKey } from './live/bus.ts'
import type { Hub } from './live/hub.ts'
import type { Hooks } from './notify/hooks.ts'
import type { Outbox } from './notify/outbox.ts'
import type { Standings } from './tracking/standings.ts'

type Deps = {
  db: Database
  bus: Bus
  background: Background
  contacts: Pick<Contacts, 'changed'>
  standings: Pick<Standings, 'changed'>
  known: Pick<KnownConnections, 'forget'>
  eta: Eta
  silence: Silence
  hub: Hub
  outbox: Pick<Outbox, 'drain'>
  hooks: Pick<Hooks, 'drain'> | undefined
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
export function followCommits(deps: Deps): Following {
  const { db, bus, background, contacts, standings, known, eta, silence, hub, outbox, hooks } = deps
  const show = (order: OrderKey): void => void background.coalesce('live', orderKey(order), () => hub.changed(order))
  const send = (): Promise<void> => background.coalesce('outbox', 'all', outbox.drain)

  /** Drivers on a route, so that a fix of any other driver costs no look into the database. */
  const onTheRoad = new Map<string, DriverKey>()
  const revise = (driver: DriverKey): Promise<void> =>
    background.coalesce('eta', driverKey(driver), async () => {
      if (await eta.revise(driver)) onTheRoad.set(driverKey(driver), driver)
      else onTheRoad.delete(driverKey(driver))
    })

  /** Whose door is next, by driver: only they can see the driver come nearer. Until something of the route changes. */
  const next = new Map<string, OrderKey[]>()
  let routeChanges = 0

  async function showRouteOf(driver: DriverKey): Promise<void> {
    const { dispensaryId, driverId } = driver
    const before = routeChanges
    const route = await findRouteUnderWay(db, dispensaryId, driverId)
    const keysOf = (orderIds: string[]): OrderKey[] => orderIds.map((orderId) => ({ dispensaryId, orderId }))
    if (before === routeChanges) next.set(driverKey(driver), keysOf((route && nextStop(route)?.orderIds) ?? []))
    for (const order of keysOf(route ? unfinishedStops(route).flatMap(({ orderIds }) => orderIds) : [])) show(order)
  }

  function showMove(driver: DriverKey): void {
    const orders = next.get(driverKey(driver))
    if (orders) orders.forEach(show)
    else void background.coalesce('live-route', driverKey(driver), () => showRouteOf(driver))
  }

  bus.subscribe((change) => {
    contacts.changed(change.contacts)
    standings.changed(change)
    eta.changed(change)
    for (const id of change.connections ?? []) known.forget(id)
    for (const order of change.orders) show(order)
    const drivers = [...change.drivers, ...change.moved.filter((driver) => onTheRoad.has(driverKey(driver)))]
    const revisions = drivers.map(revise)
    if (change.hooksPlanned && hooks) void background.coalesce('hooks', 'all', hooks.drain)
    routeChanges += change.drivers.length
    for (const driver of change.drivers) next.delete(driverKey(driver))
    if (hub.viewers() > 0) drivers.forEach(showMove)
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
