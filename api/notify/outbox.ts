import type { NewLink } from '../../db/links.ts'
import type { Database } from '../../db/open.ts'
import { channelsDue, dueMessages, findMessage, leftBehind, type OutboxRow } from '../../db/outbox.ts'
import { reachOf } from '../../db/reach.ts'
import type { Write } from '../../db/write.ts'
import type { Background } from '../background.ts'
import type { Contacts } from '../contacts.ts'
import type { Devices } from '../devices.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { CHANNELS, type Channel } from '../domain/notification.ts'
import { CLAIM_HOLDS, hasWaitedLong } from '../domain/sending.ts'
import { onMessage } from '../evolve-messages.ts'
import type { Clock, Delivery, Log, Random, Send } from '../ports.ts'
import type { Incoming, RecordEvent } from '../record.ts'
import { deliver, eventAfter, failedEvent, readyToSend, type Links } from './deliver.ts'
import type { FindAgain } from './find-again.ts'
import type { HeedCarrier } from './heed.ts'
import { createLane } from './lane.ts'
import type { SenderOf } from './own-texts.ts'
import { knowledgeOf } from './recipients.ts'

type Deps = {
  db: Database
  write: Write
  record: RecordEvent
  background: Pick<Background, 'run' | 'coalesce'>
  contacts: Pick<Contacts, 'find'>
  devices: Pick<Devices, 'of' | 'forget'>
  senderOf: SenderOf
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
  /** Now and then: what a dead process had claimed is asked after, sent anew or given up. */
  reconcile: () => Promise<void>
}

const AT_ONCE = 40
/** What was left behind, at one look. */
const LOOKED_AFTER = 1_000
const SOURCE = 'doorstep/notify'

export function createOutbox(deps: Deps): Outbox {
  const { db, write, record, background, devices, clock, log, perSecond } = deps
  const lanes = new Map(CHANNELS.map((channel) => [channel, createLane(perSecond[channel])]))
  /** What this process is sending, so that it is not taken for left behind. */
  const ours = new Set<string>()
  /** Channels with more to send than they have room for. */
  const full = new Set<Channel>()
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

  /** A push service that calls a subscription gone means it. */
  const forgetting =
    (send: Send, dispensaryId: string): Send =>
    async (recipient, message, now) => {
      const delivery = await send(recipient, message, now)
      if (delivery.outcome === 'gone' && recipient.channel === 'web-push') {
        await write((tx) => devices.forget(tx, dispensaryId, recipient.endpoint))
      }
      return delivery
    }

  async function makeReady(row: OutboxRow): Promise<ReturnType<typeof readyToSend>> {
    const known = await knowledgeOf(deps, row)
    const send = await deps.senderOf(row)
    return readyToSend(row, known, send && forgetting(send, row.dispensaryId), clock())
  }

  /** @param claimed called once nobody else can take this message up any more, or has */
  async function sendOne(row: OutboxRow, claimed: () => void): Promise<void> {
    let delivery: Delivery | undefined
    let isOurs = false
    try {
      const ready = await makeReady(row)
      const { links, link } = deps.linkFor(row)
      isOurs = await claims(row, 'dropped' in ready ? undefined : link)
      claimed()
      if (!isOurs) return
      const isStopped = async (): Promise<boolean> => (await reachOf(db, row)).stopped.includes(row.channel)
      const tried = 'dropped' in ready ? ready : await deliver(row, ready, links, isStopped, clock)
      delivery = tried.delivery
      if (delivery?.outcome === 'filtered')
        log({ event: 'message.filtered', channel: row.channel, reason: delivery.reason })
      // One that may have been taken stays claimed, where the provider can be asked.
      if (delivery?.outcome === 'unknown' && deps.findAgain.canAsk(row)) return
      if (delivery?.outcome === 'opted-out') await deps.heedCarrier(row)
      await tell(row, eventAfter(row, tried, chance(), clock()))
    } catch (fault) {
      await brokeOff(row, isOurs)
      throw fault
    } finally {
      claimed()
      ours.delete(row.id)
      lanes.get(row.channel)?.end(delivery, clock())
      if (full.has(row.channel)) void background.coalesce('outbox', 'all', drain)
    }
  }

  /** What a sender that throws has done nobody knows: its message is over, and its neighbours go on. */
  async function brokeOff(row: OutboxRow, isOurs: boolean): Promise<void> {
    if (!isOurs && !(await claims(row))) return
    await tell(row, failedEvent(row, 'unknown', 'broke-off-while-sending', 0, clock()), 'broke-off')
  }

  /** Too late is too late whether the provider is there or not; and what waits for one that is not may go another way. */
  async function letGo(row: OutboxRow): Promise<boolean> {
    const now = clock()
    const isLate = now >= row.expiresAt
    if (!isLate && !(lanes.get(row.channel)?.isClosed(now) && hasWaitedLong(row, now))) return false
    if (!(await claims(row))) return true
    const event = isLate
      ? eventAfter(row, { dropped: 'too-late' }, 0, now)
      : failedEvent(row, 'permanent', 'provider-down', 0, now)
    await tell(row, event)
    return true
  }

  async function drainChannel(channel: Channel): Promise<void> {
    const lane = lanes.get(channel)
    for (;;) {
      const due = await dueMessages(db, channel, clock(), AT_ONCE)
      const alive: OutboxRow[] = []
      for (const row of due) if (!(await letGo(row))) alive.push(row)
      const mayGo = alive.slice(0, lane?.room(clock()) ?? 0)
      // Less than was asked for, and room for all of it: nothing else is due.
      const isAll = due.length < AT_ONCE && mayGo.length === alive.length
      if (isAll) full.delete(channel)
      else full.add(channel)
      if (mayGo.length === 0 && alive.length === due.length) return
      for (const row of mayGo) {
        ours.add(row.id)
        lane?.begin(clock())
      }
      const claimed = (row: OutboxRow) =>
        new Promise<void>((resolve) => void background.run('outbox', () => sendOne(row, resolve)))
      await Promise.all(mayGo.map(claimed))
      if (isAll) return
    }
  }

  async function drain(): Promise<void> {
    for (const channel of await channelsDue(db, clock())) await drainChannel(channel)
  }

  async function reconcile(): Promise<void> {
    for (const row of await leftBehind(db, clock() - CLAIM_HOLDS, LOOKED_AFTER)) {
      if (ours.has(row.id)) continue
      const event = await deps.findAgain.lookFor(row, chance(), clock())
      // Meanwhile its provider may have told by itself what became of it.
      if (event && (await findMessage(db, row.id))?.status === 'claimed') await tell(row, event)
    }
  }

  return { drain, reconcile }
}
