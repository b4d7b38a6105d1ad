import { findAggregator } from '../../db/aggregators.ts'
import type { Database } from '../../db/open.ts'
import type { OutboxRow } from '../../db/outbox.ts'
import type { TextNumber } from '../domain/consent.ts'
import type { Heard, OwnTexts, Send, Senders } from '../ports.ts'
import { unseal } from '../secrets.ts'

/** Who sends a message: of text messages the dispensary's own aggregator, if it has one. */
export type SenderOf = (row: Pick<OutboxRow, 'dispensaryId' | 'channel'>) => Promise<Send | undefined>
/** What an aggregator tells, and of whom; undefined when it is not known or its signature does not fit. */
export type HearAggregator = (
  id: string,
  header: (name: string) => string | undefined,
  body: string,
) => Promise<{ dispensaryId: string; heard: Heard } | undefined>

/** At which number a dispensary's texts are sent, and so may be refused. */
export type NumberOf = (dispensaryId: string) => Promise<TextNumber>

type Deps = { db: Database; secretKey: Uint8Array; senders: Senders; ownTexts?: OwnTexts }

export function createOwnTexts({ db, secretKey, senders, ownTexts }: Deps): {
  senderOf: SenderOf
  numberOf: NumberOf
  hear: HearAggregator
} {
  return {
    senderOf: async ({ dispensaryId, channel }) => {
      const own = channel === 'sms' && ownTexts ? await findAggregator(db, { dispensaryId }) : undefined
      if (!own || !ownTexts) return senders[channel]
      return ownTexts.sender({ url: own.url, secret: unseal(secretKey, own.secretSealed) })
    },
    numberOf: async (dispensaryId) => (ownTexts && (await findAggregator(db, { dispensaryId })) ? 'own' : 'common'),
    hear: async (id, header, body) => {
      const own = await findAggregator(db, { id })
      if (!own || !ownTexts) return undefined
      const heard = ownTexts.hear({ secret: unseal(secretKey, own.secretSealed), header, body })
      return heard && { dispensaryId: own.dispensaryId, heard }
    },
  }
}
