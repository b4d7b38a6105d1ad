import type { Database, Tx } from '../db/open.ts'
import { forgetOldStrangers, hasOldStrangers, saveStrangersReply, strangersSince } from '../db/strangers.ts'
import type { Write } from '../db/write.ts'
import type { ContactKeys } from './contact-keys.ts'
import { hours, type Instant } from './domain/time.ts'
import type { Clock } from './ports.ts'

/** What somebody wrote of whom no order is known. */
export type StrangersReply = { replyId: string; phone: string; words: string }

export type Strangers = {
  keep: (tx: Tx, dispensaryId: string, reply: StrangersReply, now: Instant) => Promise<void>
  /** The last first. */
  since: (dispensaryId: string, since: Instant, limit: number) => Promise<(StrangersReply & { at: Instant })[]>
  /** Forgets what is a month old; now and then. */
  forgetOld: () => Promise<void>
}

const KEPT = hours(24 * 30)

/** Without an order there is nothing to forget it with: it is sealed with a key of the process, and goes by itself. */
export function createStrangers({ keys, db, clock }: { keys: ContactKeys; db: Database; clock: Clock }, write: Write) {
  const strangers: Strangers = {
    keep: async (tx, dispensaryId, { replyId, phone, words }, at) => {
      const { phoneHash } = keys.hashesOf(dispensaryId, { phone })
      const sealed = keys.sealStranger(dispensaryId, replyId, { phone, words })
      await saveStrangersReply(tx, { dispensaryId, replyId, at, sealed, phoneHash: phoneHash ?? '' })
    },
    since: async (dispensaryId, since, limit) =>
      (await strangersSince(db, dispensaryId, since, limit)).map(({ replyId, at, sealed }) => ({
        ...{ replyId, at },
        ...keys.openStranger(dispensaryId, replyId, sealed),
      })),
    forgetOld: async () => {
      const before = clock() - KEPT
      if (await hasOldStrangers(db, before)) await write((tx) => forgetOldStrangers(tx, before))
    },
  }
  return strangers
}
