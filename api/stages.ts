import { createWriter } from '../db/write.ts'
import { createExports } from './audit/exports.ts'
import { createCheckpoints } from './audit/sign-checkpoints.ts'
import { createBackground } from './background.ts'
import { createContactKeys } from './contact-keys.ts'
import { createContacts } from './contacts.ts'
import { createDevices } from './devices.ts'
import { channelsOf } from './domain/notification.ts'
import { createEta } from './eta/revise.ts'
import { createSilence } from './eta/silence.ts'
import { followCommits } from './follow.ts'
import { createAnswerSender } from './ingest/answer-sender.ts'
import { createGate } from './ingest/gate.ts'
import { createHearing } from './ingest/hearing.ts'
import { createKnownConnections } from './ingest/known-connections.ts'
import { createPoller } from './ingest/poll/poller.ts'
import { everyMs } from './ingest/poll/vendors.ts'
import { createBus } from './live/bus.ts'
import { createHub } from './live/hub.ts'
import { createStreams } from './live/socket.ts'
import { STREAM_ROUTE } from './live/wire.ts'
import { createMetrics } from './metrics.ts'
import { createFindAgain } from './notify/find-again.ts'
import { createMayRead } from './origins.ts'
import { networkFrom } from './network.ts'
import { createHeedCarrier } from './notify/heed.ts'
import { createHooks } from './notify/hooks.ts'
import { createTakeText } from './notify/inbound.ts'
import { mailAddresses } from './notify/mail/addresses.ts'
import { createAnswerHelp } from './notify/mail/answer-help.ts'
import { createTakeMail } from './notify/mail/take-mail.ts'
import { createWithdraw } from './notify/mail/withdraw.ts'
import { createOutbox } from './notify/outbox.ts'
import { createOwnTexts } from './notify/own-texts.ts'
import { createReceipts } from './notify/receipts.ts'
import { createPositionLane, type PositionLane } from './positions.ts'
import { createRequests } from './request.ts'
import { createRecord, type RecordEvent } from './record.ts'
import { createForget } from './support/forget.ts'
import { createActOnLinks } from './support/links.ts'
import { createActOnStops } from './support/stops.ts'
import { createLookUp } from './support/look-up.ts'
import { createMessages } from './support/messages.ts'
import { createSealing } from './seal.ts'
import { createStrangers } from './strangers.ts'
import { createConnections } from './support/connections.ts'
import { signerOf } from './signing.ts'
import { createWording } from './support/wording.ts'
import { createSessions } from './support/sessions.ts'
import { createDetails } from './tracking/details.ts'
import { createLinks, type IssuedLink } from './tracking/links.ts'
import { createViews } from './tracking/load.ts'
import { createLookUpOwn } from './tracking/look-up.ts'
import { createPerform, createUnsubscribe } from './tracking/perform.ts'
import { createStandings } from './tracking/standings.ts'
import { createSuspicions } from './tracking/suspicions.ts'
import { createTicks } from './ticks.ts'
import { createWaiting } from './waiting.ts'
import type { World } from './world.ts'

/** Joins the stages: each hears of commits by the bus, and none knows another. */
export function createStages(world: World) {
  const { db, clock, random, log, driveTimes, senders, publicUrl, mapStyleUrl, secretKey, askVendor } = world
  const bus = createBus()
  const background = createBackground(log)
  const { write, append } = createWriter(db, clock)
  const keys = createContactKeys({ secretKey, random })
  const contacts = createContacts({ db, keys, clock })
  const devices = createDevices({ db, keys })
  const strangers = createStrangers({ keys, db, clock }, write)
  const waiting = createWaiting({ keys, db, write, clock })
  const lane = createPositionLane({ db, append, bus, clock })
  const { recent } = lane
  const recordUncounted = createRecord({
    write,
    bus,
    channels: channelsOf(senders),
    ...{ contacts, devices, strangers, waiting, recent },
  })
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
  const suspicions = createSuspicions({ db, contacts, record, background, clock, random })
  const links = createLinks({ db, write, record, clock, random, publicUrl, watch: suspicions })
  const requests = createRequests({ log, metrics, stopwatch: world.stopwatch, random })
  const streams = createStreams({
    ...{ hub, mayRead: createMayRead({ db, publicUrl }), clock },
    open: (token, { peer, fields }) => {
      const network = networkFrom(peer, fields.get('x-forwarded-for'))
      return links.open(token, { network, browser: fields.get('user-agent') ?? '' })
    },
    begin: () => requests.begin('GET', STREAM_ROUTE),
  })
  const eta = createEta({ db, record, contacts, recent, driveTimes, clock })
  const addresses = world.mailReturns && mailAddresses(world.mailReturns.domain, secretKey)
  const linksOf = ({ url, token }: IssuedLink) => ({
    url,
    unsubscribeUrl: `${publicUrl}/v1/track/${token}/unsubscribe`,
  })
  const linkFor: Parameters<typeof createOutbox>[0]['linkFor'] = (message) => {
    const { link, ...made } = links.linkFor(message)
    return { link, links: { ...linksOf(made), ...(addresses && { mailboxes: addresses.of(link.id) }) } }
  }
  const { findSent = {}, perSecond = {} } = world
  const own = createOwnTexts({ db, secretKey, senders, ...(world.ownTexts && { ownTexts: world.ownTexts }) })
  const heedCarrier = createHeedCarrier({ record, contacts, numberOf: own.numberOf, clock })
  const { senderOf } = own
  const findAgain = createFindAgain({ db, contacts, devices, senderOf, findSent, messageOf: links.messageOf })
  const outbox = createOutbox({
    ...{ db, write, record, background, contacts, devices, perSecond, findAgain, heedCarrier },
    ...{ senderOf, linkFor, clock, random, log },
  })

  const takeReceipt = createReceipts({ db, record, heedCarrier, clock })
  const takeMail =
    addresses &&
    createTakeMail({
      ...{ db, record, contacts, addresses, takeReceipt, secretKey, clock },
      withdraw: createWithdraw({ db, record, contacts, clock }),
      answerHelp: createAnswerHelp({
        ...{ db, record, background, contacts, send: senders.email, clock },
        linkTo: async (order) => linksOf(await links.issue(order, 'customer')),
      }),
    })

  const hooks =
    world.hooks && createHooks({ db, write, record, background, secretKey, port: world.hooks, clock, random, log })

  const silence = createSilence({ recent, clock })
  const following = followCommits({ db, bus, background, contacts, standings, known, eta, silence, hub, outbox, hooks })
  /** Once a second: what time alone changes. */
  const tick = createTicks({
    ...{ db, background, following, hub, hearing, poller, positions, seal, checkpoints, waiting, strangers },
    ...{ emptyLog, clock, outbox, hooks, review: () => suspicions.review(hub.watching()) },
  })

  /** Once before the first request: what a process before this one left behind. */
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
    actOnLinks: createActOnLinks({ db, record, issue: links.issue, clock, random }),
    actOnStops: createActOnStops({ db, record, contacts, clock, random }),
    lookUp: createLookUp({ db, record, contacts, clock, random }),
    wording: createWording({ db, record, clock, publicUrl }),
    messages: createMessages({ db, record, strangers, clock, random }),
    hearAggregator: own.hear,
    takeText: createTakeText({ db, record, contacts, clock }),
    ...{ takeReceipt, takeMail },
    unsubscribe: createUnsubscribe({ db, contacts, record, clock }),
    perform: createPerform({ db, contacts, record, clock, random }),
    lookUpOwn: createLookUpOwn({ db, contacts, links, record, clock, random }),
    openDetails: createDetails({ db, record, contacts, clock, random }),
    connections: createConnections({ db, record, flush: hearing.flush, everyMs, clock, random }),
    /** Resolves when everything that follows from what was recorded has happened. */
    idle: background.idle,
  }
}

/** All that the routes and the commands of a Doorstep use. */
export type Stages = ReturnType<typeof createStages>
