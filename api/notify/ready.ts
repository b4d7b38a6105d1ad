import type { Database } from '../../db/open.ts'
import type { OutboxRow } from '../../db/outbox.ts'
import type { Write } from '../../db/write.ts'
import type { Contacts } from '../contacts.ts'
import type { Devices } from '../devices.ts'
import { faultOf } from '../fault.ts'
import type { Clock, Log, Send } from '../ports.ts'
import { readyToSend } from './deliver.ts'
import { sendThrough, type Lanes } from './lanes.ts'
import type { SenderOf } from './own-texts.ts'
import { knowledgeOf } from './recipients.ts'

type Deps = {
  db: Database
  write: Write
  contacts: Pick<Contacts, 'find'>
  devices: Pick<Devices, 'of' | 'forget'>
  senderOf: SenderOf
  lanes: Lanes
  clock: Clock
  log: Log
}
/** What a message needs to be sent, or why it is not to be sent any more. */
export type MakeReady = (row: OutboxRow) => Promise<ReturnType<typeof readyToSend>>

export function createMakeReady({ write, senderOf, lanes, clock, log, ...deps }: Deps): MakeReady {
  /** What a sender that throws has done nobody knows; those to the customer's other devices have done what they say. */
  const unbroken =
    (send: Send): Send =>
    async (recipient, message, now) => {
      try {
        return await send(recipient, message, now)
      } catch (fault) {
        log({ event: 'sender.broke-off', channel: recipient.channel, error: faultOf(fault) })
        return { outcome: 'unknown', reason: 'broke-off-while-sending' }
      }
    }

  /** A push service that calls a subscription gone means it. */
  const forgetting =
    (send: Send, dispensaryId: string): Send =>
    async (recipient, message, now) => {
      const delivery = await send(recipient, message, now)
      if (delivery.outcome === 'gone' && recipient.channel === 'web-push') {
        await write((tx) => deps.devices.forget(tx, dispensaryId, recipient.endpoint))
      }
      return delivery
    }

  return async (row) => {
    const known = await knowledgeOf(deps, row)
    const sender = await senderOf(row)
    if (!sender) return readyToSend(row, known, undefined, clock())
    const send = forgetting(unbroken(sender.send), row.dispensaryId)
    const through = sendThrough(lanes, sender.providerOf, send, clock)
    return readyToSend(row, known, { ...sender, send: through }, clock())
  }
}
