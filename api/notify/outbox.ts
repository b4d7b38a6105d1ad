import type { Database } from '../../db/open.ts'
import { claimDue, claimedMessages, postponeMessage, type OutboxRow } from '../../db/outbox.ts'
import type { Write } from '../../db/write.ts'
import type { Contacts } from '../contacts.ts'
import type { Devices } from '../devices.ts'
import type { OrderKey } from '../live/bus.ts'
import type { Clock, Send, Senders } from '../ports.ts'
import type { RecordEvent } from '../record.ts'
import { deliver, notificationIdOf, type Settled } from './deliver.ts'
import { knowledgeOf } from './recipients.ts'

type Deps = {
  db: Database
  write: Write
  record: RecordEvent
  contacts: Pick<Contacts, 'find'>
  devices: Pick<Devices, 'of' | 'forget'>
  senders: Senders
  /** A fresh link for the customer; its token exists in the message alone. */
  linkTo: (order: OrderKey) => Promise<string>
  clock: Clock
}
export type Outbox = {
  /** Sends everything that is due. */
  drain: () => Promise<void>
  /** Once at the start: what a dead process had claimed may have been sent, so it is not sent again. */
  giveUpOnClaimed: () => Promise<void>
}

const AT_ONCE = 20

export function createOutbox({ db, write, record, contacts, devices, senders, linkTo, clock }: Deps): Outbox {
  function sendersOf(dispensaryId: string): Senders {
    const push = senders['web-push']
    return push ? { ...senders, 'web-push': forgetting(push, dispensaryId) } : senders
  }

  /** A push service that calls a subscription gone means it. */
  function forgetting(send: Send, dispensaryId: string): Send {
    return async (recipient, message, now) => {
      const delivery = await send(recipient, message, now)
      if (delivery.outcome === 'gone' && recipient.channel === 'web-push') {
        await write((tx) => devices.forget(tx, dispensaryId, recipient.endpoint))
      }
      return delivery
    }
  }

  async function settle(row: OutboxRow, settled: Settled, id = `${row.attempts}`): Promise<void> {
    const { event } = settled
    const eventId = `${event.type}:${notificationIdOf(row)}:${id}`
    await record({ dispensaryId: row.dispensaryId, source: 'doorstep/notify', eventId, event })
    if ('postponedTo' in settled)
      await write((tx) => postponeMessage(tx, row.id, settled.postponedTo, row.attempts + 1))
  }

  async function sendOne(row: OutboxRow): Promise<void> {
    const known = await knowledgeOf({ db, contacts, devices }, row)
    const link = (): Promise<string> => linkTo({ dispensaryId: row.dispensaryId, orderId: row.orderId })
    await settle(row, await deliver(row, known, sendersOf(row.dispensaryId), link, clock()))
  }

  /** What a sender that throws has done nobody knows: its message is over, and its neighbours go on. */
  async function drain(): Promise<void> {
    const faults: unknown[] = []
    while (true) {
      const rows = await write((tx, now) => claimDue(tx, now, AT_ONCE))
      if (rows.length === 0) break
      await Promise.all(
        rows.map((row) =>
          sendOne(row).catch((fault: unknown) => {
            faults.push(fault)
            return giveUp(row, 'broke-off-while-sending')
          }),
        ),
      )
    }
    if (faults.length > 0) throw faults[0]
  }

  async function giveUp(row: OutboxRow, reason: string): Promise<void> {
    const { orderId, kind, channel } = row
    const data = { notificationId: notificationIdOf(row), orderId, kind, channel, reason, final: true }
    await settle(row, { event: { type: 'notification.failed', time: clock(), data } }, reason)
  }

  async function giveUpOnClaimed(): Promise<void> {
    for (const row of await claimedMessages(db)) await giveUp(row, 'stopped-while-sending')
  }

  return { drain, giveUpOnClaimed }
}
