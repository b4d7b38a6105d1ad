import { findAggregator } from '../../db/aggregators.ts'
import type { Database } from '../../db/open.ts'
import type { OutboxRow } from '../../db/outbox.ts'
import type { TextNumber } from '../domain/consent.ts'
import { pushProviderOf } from '../domain/push-host.ts'
import type { Heard, OwnTexts, Recipient, Send, Senders } from '../ports.ts'
import { unseal } from '../secrets.ts'

export type Sender = {
  send: Send
  /** Who it is sent by, for a lane of its own: a push service, an aggregator, or the only one of its channel. */
  providerOf: (recipient: Recipient) => string
  /** What may have been sent is sent again under the same id, and takes the place of the first or is known for it. */
  mayRepeat: boolean
}
/** Who sends a message: of text messages the dispensary's own aggregator, if it has one. */
export type SenderOf = (row: Pick<OutboxRow, 'dispensaryId' | 'channel'>) => Promise<Sender | undefined>
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
      if (own && ownTexts) {
        const send = ownTexts.sender({ url: own.url, secret: unseal(secretKey, own.secretSealed) })
        return { send, providerOf: () => own.id, mayRepeat: true }
      }
      const send = senders[channel]
      return send && { send, providerOf, mayRepeat: channel === 'web-push' }
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

const providerOf = (recipient: Recipient): string =>
  recipient.channel === 'web-push' ? pushProviderOf(new URL(recipient.endpoint).host) : recipient.channel
