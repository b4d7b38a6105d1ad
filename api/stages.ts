import type { Database } from '../db/open.ts'
import { createWriter, type Write } from '../db/write.ts'
import { createExports, type Exports } from './audit/exports.ts'
import { createCheckpoints, type Checkpoints } from './audit/sign-checkpoints.ts'
import { createBackground } from './background.ts'
import { createContactKeys } from './contact-keys.ts'
import { createContacts, type Contacts } from './contacts.ts'
import { createDevices, type Devices } from './devices.ts'
import { channelsOf } from './domain/notification.ts'
import { createEta } from './eta/revise.ts'
import { createSilence } from './eta/silence.ts'
import { followCommits } from './follow.ts'
import { createAnswerSender, type AnswerSender } from './ingest/answer-sender.ts'
import { createGate, type Gate } from './ingest/gate.ts'
import { createHearing, type Hearing } from './ingest/hearing.ts'
import { createKnownConnections, type KnownConnections } from './ingest/known-connections.ts'
import { createPoller, type Poller } from './ingest/poll/poller.ts'
import { everyMs } from './ingest/poll/vendors.ts'
import { createBus, type OrderKey } from './live/bus.ts'
import { createHub, type Hub } from './live/hub.ts'
import { createStreams, type Streams } from './live/socket.ts'
import { STREAM_ROUTE } from './live/wire.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createFindAgain } from './notify/find-again.ts'
import { createMayRead } from './origins.ts'
import { createOutbox } from './notify/outbox.ts'
import { createReceipts, type TakeReceipt } from './notify/receipts.ts'
import { createPositionLane, type PositionLane } from './positions.ts'
import { createRequests, type Requests } from './request.ts'
import { createRecord, type RecordEvent } from './record.ts'
import { createForget, type Forget } from './support/forget.ts'
import { createLookUp, type LookUp } from './support/look-up.ts'
import { createMessages, type Messages } from './support/messages.ts'
import { createSealing } from './seal.ts'
import { createConnections, type Connections } from './support/connections.ts'
import { signerOf } from './signing.ts'
import { createSessions, type Sessions } from './support/sessions.ts'
import { createDetails, type OpenDetails } from './tracking/details.ts'
import { createLinks, type Links } from './tracking/links.ts'
import { createViews, type ViewOf } from './tracking/load.ts'
import { createLookUpOwn, type LookUpOwn } from './tracking/look-up.ts'
import { createPerform, type Perform } from './tracking/perform.ts'
import { createStandings } from './tracking/standings.ts'
import { createTicks } from './ticks.ts'
import { createWaiting } from './waiting.ts'
import type { World } from './world.ts'

export type Stages = {
  db: Database
  write: Write
  record: RecordEvent
  contacts: Contacts
  devices: Devices
  positions: PositionLane
  gate: Gate
  answerSender: AnswerSender
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
  perform: Perform
  openDetails: OpenDetails
  lookUpOwn: LookUpOwn
  hub: Hub
  streams: Streams
  sessions: Sessions
  lookUp: LookUp
  forget: Forget
  connections: Connections
  takeReceipt: TakeReceipt
  messages: Messages
  metrics: Metrics
  requests: Requests
  /** Once before the first request: what a process before this one left behind. */
  start: () => Promise<void>
  /** Once a second: what time alone changes. */
  tick: () => void
  /** Resolves when everything that follows from what was recorded has happened. */
  idle: () => Promise<void>
}

/** Joins the stages: each hears of commits by the bus, and none knows another. */
export function createStages(world: World): Stages {
  const { db, clock, random, log, driveTimes, senders, publicUrl, mapStyleUrl, secretKey, askVendor } = world
  const bus = createBus()
  const background = createBackground(log)
  const { write, append } = createWriter(db, clock)
  const keys = createContactKeys({ secretKey, random })
  const contacts = createContacts({ db, keys, clock })
  const devices = createDevices({ db, keys })
  const waiting = createWaiting({ keys, db, write, clock })
  const recordUncounted = createRecord({ write, bus, channels: channelsOf(senders), contacts, devices, waiting })
  const lane = createPositionLane({ db, append, bus, clock })
  const standings = createStandings({ db, contacts, clock })
  const { viewOf, watchedOf } = createViews({ standings, recent: lane.shown, clock, styleUrl: mapStyleUrl })
  const hub = createHub(watchedOf, clock)
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
  const gate = createGate()
  const poller =
    askVendor &&
    createPoller({ askVendor, secretKey, db, write, record, positions, hearing, background, clock, random, log })
  const seal = createSealing({ db, write, record, clock, secretKey })
  const signer = signerOf(secretKey)
  const checkpoints = createCheckpoints({ db, record, signer, clock, log })
  const { forget, emptyLog } = createForget({ db, record, clock })
  const links = createLinks({ db, write, record, clock, random, publicUrl })
  const requests = createRequests({ log, metrics, stopwatch: world.stopwatch, random })
  const streams = createStreams({
    ...{ hub, open: links.open, mayRead: createMayRead({ db, publicUrl }), clock },
    begin: () => requests.begin('GET', STREAM_ROUTE),
  })
  const eta = createEta({ db, record, contacts, recent: lane.recent, driveTimes, clock })
  const linkTo = async (order: OrderKey, messageId: string): Promise<string> =>
    (await links.issue(order, 'customer', messageId)).url
  const { findSent = {}, perSecond = {} } = world
  const findAgain = createFindAgain({ db, contacts, devices, findSent, messageOf: links.messageOf })
  const outbox = createOutbox({
    ...{ db, write, record, background, contacts, devices, senders, perSecond, findAgain, linkTo, clock, random, log },
  })

  const silence = createSilence({ recent: lane.recent, clock })
  const following = followCommits({ db, bus, background, contacts, standings, known, eta, silence, hub, outbox })
  const tick = createTicks({
    ...{ db, background, following, hub, hearing, poller, positions, seal, checkpoints, waiting, emptyLog, clock },
    outbox,
  })

  async function start(): Promise<void> {
    await positions.remember()
    await following.start()
  }

  return {
    gate,
    answerSender: createAnswerSender({ db, record, positions, hearing, known, gate, clock }),
    requests,
    ...{ db, write, record, contacts, devices, positions, hearing, known, poller, seal, checkpoints, viewOf, links },
    ...{ hub, streams, metrics, forget, start, tick },
    exports: createExports({ db, record, checkpoints, signer, secretKey, clock, random }),
    sessions: createSessions({ db, write, record, clock, random }),
    lookUp: createLookUp({ db, record, contacts, clock, random }),
    messages: createMessages({ db, record, clock, random }),
    takeReceipt: createReceipts({ db, record, clock }),
    perform: createPerform({ db, contacts, record, clock, random }),
    lookUpOwn: createLookUpOwn({ db, contacts, links, record, clock, random }),
    openDetails: createDetails({ db, record, contacts, clock, random }),
    connections: createConnections({ db, record, flush: hearing.flush, everyMs, clock, random }),
    idle: background.idle,
  }
}
