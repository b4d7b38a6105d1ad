import type { NewLink } from '../../db/links.ts'
import type { Database } from '../../db/open.ts'
import {
  channelsDue,
  dueMessages,
  findMessage,
  leftBehind,
  overdueMessages,
  type DueMessage,
  type OutboxRow,
} from '../../db/outbox.ts'
import { findOrder } from '../../db/orders.ts'
import { reachOf } from '../../db/reach.ts'
import type { Write } from '../../db/write.ts'
import type { Background } from '../background.ts'
import type { Contacts } from '../contacts.ts'
import type { Devices } from '../devices.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import type { Channel } from '../domain/notification.ts'
import { CLAIM_HOLDS } from '../domain/sending.ts'
import { onMessage } from '../evolve-messages.ts'
import type { Clock, Log, Random } from '../ports.ts'
import type { Incoming, RecordEvent } from '../record.ts'
import { deliver, eventAfter, failedEvent, reasonToBeSilent, triedAgainAs, type Links, type Tried } from './deliver.ts'
import type { FindAgain } from './find-again.ts'
import type { HeedCarrier } from './heed.ts'
import { createLanes } from './lanes.ts'
import type { SenderOf } from './own-texts.ts'
import { createMakeReady } from './ready.ts'
import { createSeen } from './seen.ts'

type Deps = {
  db: Database
  write: Write
  record: RecordEvent
  background: Pick<Background, 'run' | 'coalesce'>
  contacts: Pick<Contacts, 'find'>
  devices: Pick<Devices, 'of' | 'forget' | 'leave'>
  senderOf: SenderOf
  /** Messages a second that a channel's own provider takes. */
  perSecond: Partial<Record<Channel, number>>
  findAgain: FindAgain
  heedCarrier: HeedCarrier
  /** A fresh link for the customer, to be kept with the claim; its token exists in the message alone. */
  linkFor: (message: Pick<OutboxRow, 'orderId' | 'id'>) => { links: Links; link: NewLink }
  clock: Clock
  random: Random
  log: Log
}
export type Outbox = {
  /** Takes up everything that is due and that its provider takes now; each is sent by itself. */
  drain: () => Promise<void>
  /** Now and then: what a dead process had claimed is asked after, sent anew or given up; so is what waits too long. */
  reconcile: () => Promise<void>
}

const AT_ONCE = 40
/** What was left behind, at one look. */
const LOOKED_AFTER = 1_000
const SOURCE = 'doorstep/notify'

export function createOutbox(deps: Deps): Outbox {
  const { db, write, record, background, devices, clock, log, perSecond } = deps
  const lanes = createLanes((provider) => (perSecond as Partial<Record<string, number>>)[provider])
  const makeReady = createMakeReady({ ...deps, lanes })
  const seen = createSeen()
  /** What this process is sending, so that it is not taken for left behind. */
  const ours = new Set<string>()
  const chance = (): number => (deps.random(1)[0] ?? 0) / 255

  const told = (row: OutboxRow, event: DoorstepEvent, id = `${row.attempts}`): Incoming => ({
    ...{ dispensaryId: row.dispensaryId, source: SOURCE, event },
    eventId: `${event.type}:${onMessage(row).notificationId}:${id}`,
  })
  const tell = (row: OutboxRow, event: DoorstepEvent, id?: string) => record(told(row, event, id))

  /** One of those who want to send a message may; the others are told that it is a duplicate, or claimed. */
  async function claims(row: OutboxRow, link?: NewLink): Promise<boolean> {
    const data = { ...onMessage(row), attempt: row.attempts, ...(link && { linkId: link.id }) }
    const claim = told(row, { type: 'notification.claimed', time: clock(), data })
    return (await record(link ? { ...claim, attached: { link } } : claim)).result === 'recorded'
  }

  /** Writes down what became of a try; whoever has the message or refused it is not told it again with the others. */
  async function settle(row: OutboxRow, tried: Tried, mayRepeat: boolean): Promise<void> {
    const event = eventAfter(row, tried, chance(), clock(), mayRepeat)
    const again = triedAgainAs(row, event)
    const endpoints = tried.left?.recipients.flatMap((one) => (one.channel === 'web-push' ? one.endpoint : []))
    if (endpoints && again !== undefined) await write((tx) => devices.leave(tx, row, again, endpoints))
    await tell(row, event)
  }

  /** Why nothing may go to them by now, whatever was so when it was made ready. */
  async function whyNotNow({ dispensaryId, orderId, channel }: OutboxRow): Promise<string | undefined> {
    const order = (await findOrder(db, dispensaryId, orderId))?.state
    const { stopped } = await reachOf(db, { dispensaryId, orderId })
    return order && reasonToBeSilent(order, channel, stopped)
  }

  /** @param claimed called once nobody else can take this message up any more, or has */
  async function sendOne(row: DueMessage, claimed: () => void): Promise<void> {
    let isOurs = false
    try {
      const ready = await makeReady(row)
      const { links, link } = deps.linkFor(row)
      isOurs = await claims(row, 'dropped' in ready ? undefined : link)
      claimed()
      if (!isOurs) return
      const tried = 'dropped' in ready ? ready : await deliver(row, ready, links, () => whyNotNow(row), clock)
      const { delivery } = tried
      const mayRepeat = 'sender' in ready && ready.sender.mayRepeat
      if (delivery?.outcome === 'filtered')
        log({ event: 'message.filtered', channel: row.channel, reason: delivery.reason })
      // One that may have been taken stays claimed, where the provider can be asked.
      if (delivery?.outcome === 'unknown' && !mayRepeat && deps.findAgain.canAsk(row)) return
      if (delivery?.outcome === 'opted-out') await deps.heedCarrier(row)
      await settle(row, tried, mayRepeat)
    } catch (fault) {
      await brokeOff(row, isOurs)
      throw fault
    } finally {
      claimed()
      ours.delete(row.id)
      const lane = lanes.of(row.provider, clock())
      const wasFull = lane.room(clock()) === 0
      lane.end()
      if (wasFull && lane.room(clock()) > 0) void background.coalesce('outbox', 'all', drain)
    }
  }

  /** Something of ours broke, and perhaps after it was sent: the message is over, and its neighbours go on. */
  async function brokeOff(row: OutboxRow, isOurs: boolean): Promise<void> {
    if (!isOurs && !(await claims(row))) return
    await tell(row, failedEvent(row, 'unknown', 'broke-off-while-sending', 0, clock()), 'broke-off')
  }

  /** Too late is too late whether the provider is there or not; and what waits for one that is not may go another way. */
  async function letGo(row: OutboxRow): Promise<void> {
    if (ours.has(row.id) || !(await claims(row))) return
    const now = clock()
    const isLate = now >= row.expiresAt
    const event = isLate
      ? eventAfter(row, { dropped: 'too-late' }, 0, now)
      : failedEvent(row, 'transient', 'provider-down', 0, now) // past half its life it is tried no more
    await tell(row, event)
  }

  async function drainChannel(channel: Channel): Promise<void> {
    for (;;) {
      const now = clock()
      const shut = lanes.shut(now)
      const due = await dueMessages(db, channel, { shut, since: seen.since(channel, shut, now) }, now, AT_ONCE)
      const mayGo = due.filter(({ provider }) => {
        const lane = lanes.of(provider, now)
        const hasRoom = lane.room(now) > 0
        if (hasRoom) lane.begin(now)
        return hasRoom
      })
      // Less than was asked for, and room for all of it: nothing else is due.
      const isAll = due.length < AT_ONCE && mayGo.length === due.length
      seen.note(channel, shut, due[0]?.dueAt, now)
      if (mayGo.length === 0) return
      for (const { id } of mayGo) ours.add(id)
      const claimed = (row: DueMessage) =>
        new Promise<void>((resolve) => void background.run('outbox', () => sendOne(row, resolve)))
      await Promise.all(mayGo.map(claimed))
      if (isAll) return
    }
  }

  async function drain(): Promise<void> {
    for (const channel of await channelsDue(db, clock())) await drainChannel(channel)
  }

  async function lookAfter(row: OutboxRow): Promise<void> {
    const event = await deps.findAgain.lookFor(row, chance(), clock())
    // Meanwhile its provider may have told by itself what became of it.
    if (event && (await findMessage(db, row.id))?.status === 'claimed') await tell(row, event)
  }

  async function reconcile(): Promise<void> {
    for (const row of await leftBehind(db, clock() - CLAIM_HOLDS, LOOKED_AFTER)) {
      if (!ours.has(row.id)) await background.run('reconcile', () => lookAfter(row))
    }
    for (const channel of await channelsDue(db, clock())) {
      const overdue = await overdueMessages(db, channel, lanes.resting(clock()), clock(), LOOKED_AFTER)
      await Promise.all(overdue.map(letGo))
    }
  }

  return { drain, reconcile }
}
