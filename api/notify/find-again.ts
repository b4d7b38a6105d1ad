import type { Database } from '../../db/open.ts'
import type { OutboxRow } from '../../db/outbox.ts'
import type { Contacts } from '../contacts.ts'
import type { Devices } from '../devices.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import type { Channel } from '../domain/notification.ts'
import { hours, type Instant } from '../domain/time.ts'
import { onMessage } from '../evolve-messages.ts'
import type { FindSent } from '../ports.ts'
import { failedEvent } from './deliver.ts'
import type { SenderOf } from './own-texts.ts'
import { knowledgeOf } from './recipients.ts'

type Deps = {
  db: Database
  contacts: Pick<Contacts, 'find'>
  devices: Pick<Devices, 'of'>
  senderOf: SenderOf
  findSent: Partial<Record<Channel, FindSent>>
  /** The message that an address of ours went out in. */
  messageOf: (url: string) => Promise<string | undefined>
}
export type FindAgain = {
  canAsk: (row: OutboxRow) => boolean
  /** What is to be told of a message that may have been sent; nothing while its provider cannot be asked. */
  lookFor: (
    row: OutboxRow,
    chance: number,
    now: Instant,
  ) => Promise<DoorstepEvent<'notification.sent' | 'notification.failed'> | undefined>
}

/** A provider that has not answered for so long is not asked any more. */
const ASKED_FOR = hours(6)
const LINK = /https?:\/\/\S+\/t\/[\w-]+/g
const STOPPED = 'stopped-while-sending'

/**
 * What became of a message whose sending nobody saw the end of. What may be repeated is sent again: a push, since one
 * with the same topic and tag takes its place, and what a dispensary's own aggregator knows by its id. Otherwise a provider
 * that remembers is asked. Of anything else nobody knows, and it is given up.
 */
export function createFindAgain({ senderOf, findSent, messageOf, ...deps }: Deps): FindAgain {
  async function isIt(row: OutboxRow, text: string): Promise<boolean> {
    for (const [url] of text.matchAll(LINK)) if ((await messageOf(url)) === row.id) return true
    return false
  }

  return {
    canAsk: ({ channel }) => channel in findSent,
    lookFor: async (row, chance, now) => {
      const claimedAt = row.claimedAt ?? now
      if (now - claimedAt > ASKED_FOR) return failedEvent(row, 'unknown', STOPPED, chance, now)
      const mayRepeat = (await senderOf(row))?.mayRepeat
      if (mayRepeat) return failedEvent(row, 'unknown', STOPPED, chance, now, { mayRepeat })
      const ask = findSent[row.channel]
      if (!ask) return failedEvent(row, 'unknown', STOPPED, chance, now)
      const [recipient] = (await knowledgeOf(deps, row))?.recipients ?? []
      if (!recipient) return failedEvent(row, 'unknown', STOPPED, chance, now)
      const found = await ask(recipient, claimedAt, (text) => isIt(row, text))
      if (!found) return undefined
      if (!found.found) return failedEvent(row, 'transient', STOPPED, chance, now)
      return { type: 'notification.sent', time: now, data: { ...onMessage(row), reference: found.reference } }
    },
  }
}
