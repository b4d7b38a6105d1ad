import type { Database } from '../db/open.ts'
import { hasDue } from '../db/outbox.ts'
import { driversUnderWay, findRouteUnderWay } from '../db/routes.ts'
import { createWriter, type Write } from '../db/write.ts'
import { createExports, type Exports } from './audit/exports.ts'
import { createCheckpoints, type Checkpoints } from './audit/sign-checkpoints.ts'
import { createBackground } from './background.ts'
import { createContactKeys } from './contact-keys.ts'
import { createContacts, type Contacts } from './contacts.ts'
import { createDevices, type Devices } from './devices.ts'
import type { Channel } from './domain/notification.ts'
import { unfinishedStops } from './domain/route.ts'
import { createEta } from './eta/revise.ts'
import { createHearing, type Hearing } from './ingest/hearing.ts'
import { createKnownConnections, type KnownConnections } from './ingest/known-connections.ts'
import { createPoller, type Poller } from './ingest/poll/poller.ts'
import { everyMs } from './ingest/poll/vendors.ts'
import { createBus, driverKey, orderKey, type DriverKey, type OrderKey } from './live/bus.ts'
import { createHub, type Hub } from './live/hub.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createOutbox } from './notify/outbox.ts'
import type { AskVendor, Clock, DriveTimes, Log, Random, Senders } from './ports.ts'
import { createPositionLane, type PositionLane } from './positions.ts'
import { createRecord, type RecordEvent } from './record.ts'
import { createForget, type Forget } from './support/forget.ts'
import { createLookUp, type LookUp } from './support/look-up.ts'
import { createSealing } from './seal.ts'
import { createConnections, type Connections } from './support/connections.ts'
import { signerOf } from './signing.ts'
import { createSessions, type Sessions } from './support/sessions.ts'
import { createLinks, type Links } from './tracking/links.ts'
import { createViewOf, type ViewOf } from './tracking/load.ts'
import { createWaiting } from './waiting.ts'

/** The outside world of one Doorstep. */
export type World = {
  db: Database
  clock: Clock
  random: Random
  log: Log
  driveTimes: DriveTimes
  senders: Senders
  publicUrl: string
  mapStyleUrl: string
  /** Opens and seals what is stored sealed; of which the keys for signing are derived. */
  secretKey: Uint8Array
  /** Without it nobody is asked. */
  askVendor?: AskVendor
}

export type Stages = {
  db: Database
  write: Write
  record: RecordEvent
  contacts: Contacts
  devices: Devices
  positions: PositionLane
  hearing: Hearing
  known: KnownConnections
  /** There is none where nobody is asked. */
  poller: Poller | undefined
  /** Rolls ripe positions up; once a minute by itself. */
  seal: () => Promise<void>
  /** Signs what the trail has held for an hour; looked after once a minute by itself. */
  checkpoints: Checkpoints
  exports: Exports
  viewOf: ViewOf
  links: Links
  hub: Hub
  sessions: Sessions
  lookUp: LookUp
  forget: Forget
  connections: Connections
  metrics: Metrics
  /** Once before the first request: what a process before this one left behind. */
  start: () => Promise<void>
  /** Once a second: what time alone changes. */
  tick: () => void
  /** Resolves when everything that follows from what was recorded has happened. */
  idle: () => Promise<void>
}

const SECONDS_BETWEEN_LOOKS = 5
const SECONDS_BETWEEN_NOTES = 10
const SECONDS_BETWEEN_SEALS = 60
const SECONDS_BETWEEN_HEARTBEATS = 15

/** Joins the stages: each hears of commits by the bus, and none knows another. */
export function createStages(world: World): Stages {
  const { db, clock, random, log, driveTimes, senders, publicUrl, mapStyleUrl, secretKey, askVendor } = world
  const bus = createBus()
  const background = createBackground(log)
  const write = createWriter(db, clock)
  const channels = new Set(Object.keys(senders) as Channel[])
  const keys = createContactKeys({ secretKey, random })
  const contacts = createContacts({ db, keys, clock })
  const devices = createDevices({ db, keys })
  const waiting = createWaiting({ keys, db, write, clock })
  const recordUncounted = createRecord({ write, bus, channels, contacts, devices, waiting })
  const lane = createPositionLane({ db, write, bus, clock })
  const viewOf = createViewOf({ db, contacts, recent: lane.recent, clock, styleUrl: mapStyleUrl })
  const hub = createHub(viewOf)
  const hearing = createHearing({ write })
  const known = createKnownConnections({ db, clock, secretKey })
  const metrics = createMetrics({ viewers: hub.viewers, pollAges: () => poller?.ages() ?? new Map() })
  const record: RecordEvent = async (incoming) => {
    const recorded = await recordUncounted(incoming)
    metrics.recorded(recorded.result, incoming.event.type)
    return recorded
  }
  const positions: PositionLane = {
    ...lane,
    record: async (told) => {
      const fresh = await lane.record(told)
      metrics.positions(fresh.reduce((sum, count) => sum + count, 0))
      return fresh
    },
  }
  const poller =
    askVendor &&
    createPoller({ askVendor, secretKey, db, write, record, positions, hearing, background, clock, random, log })
  const seal = createSealing({ db, write, record, clock, secretKey })
  const signer = signerOf(secretKey)
  const checkpoints = createCheckpoints({ db, record, signer, clock, log })
  const { forget, emptyLog } = createForget({ db, record, clock })
  const links = createLinks({ db, write, record, clock, random, publicUrl })
  const eta = createEta({ db, record, contacts, recent: lane.recent, driveTimes, clock })
  const linkTo = async (order: OrderKey): Promise<string> => (await links.issue(order, 'customer')).url
  const outbox = createOutbox({ db, write, record, contacts, devices, senders, linkTo, clock })

  const show = (order: OrderKey): void => void background.coalesce('live', orderKey(order), () => hub.changed(order))
  /** Drivers on a route, so that a fix of any other driver costs no look into the database. */
  const onTheRoad = new Set<string>()
  const revise = (driver: DriverKey): Promise<void> =>
    background.coalesce('eta', driverKey(driver), async () => {
      if (await eta.revise(driver)) onTheRoad.add(driverKey(driver))
      else onTheRoad.delete(driverKey(driver))
    })
  const send = (): Promise<void> => background.coalesce('outbox', 'all', outbox.drain)

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

  let ticks = 0
  function tick(): void {
    ticks += 1
    void background.coalesce('due', 'all', async () => {
      if (await hasDue(db, clock())) void send()
    })
    if (poller) void background.coalesce('poll-due', 'all', poller.tick)
    if (ticks % SECONDS_BETWEEN_SEALS === 0) {
      positions.forgetOld()
      void background.coalesce('seal', 'all', seal)
      void background.coalesce('checkpoints', 'all', checkpoints.signDue)
      void background.coalesce('waiting', 'all', waiting.giveUp)
      void background.coalesce('empty-log', 'all', emptyLog)
    }
    if (ticks % SECONDS_BETWEEN_NOTES === 0) void background.coalesce('hearing', 'all', hearing.flush)
    if (ticks % SECONDS_BETWEEN_LOOKS === 0) for (const order of hub.watched()) show(order)
    if (ticks % SECONDS_BETWEEN_HEARTBEATS === 0) hub.heartbeat()
  }

  async function start(): Promise<void> {
    await positions.remember()
    for (const driver of await driversUnderWay(db)) onTheRoad.add(driverKey(driver))
    await outbox.giveUpOnClaimed()
  }

  return {
    ...{ db, write, record, contacts, devices, positions, hearing, known, poller, seal, checkpoints, viewOf, links },
    ...{ hub, metrics, forget, start, tick },
    exports: createExports({ db, record, checkpoints, signer, secretKey, clock, random }),
    sessions: createSessions({ db, write, record, clock, random }),
    lookUp: createLookUp({ db, record, contacts, clock, random }),
    connections: createConnections({ db, record, flush: hearing.flush, everyMs, clock, random }),
    idle: background.idle,
  }
}
