import { CONSENT_SOURCES, TEXT_NUMBERS } from '../api/domain/consent.ts'
import { CHANNELS } from '../api/domain/notification.ts'
import { REPLY_CHANNELS } from '../api/domain/reply.ts'
import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/* Every table that holds personal data of customers. Who they are is sealed: it can be neither read nor searched. */

/** The key of an order's personal data, itself sealed: destroyed when its customer is forgotten. */
export const contactKeys = sqliteTable(
  'contact_keys',
  {
    dispensaryId: text('dispensary_id').notNull(),
    orderId: text('order_id').notNull(),
    sealedKey: blob('sealed_key', { mode: 'buffer' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.dispensaryId, t.orderId] })],
)

/** Who an order is for and where, sealed; beside it keyed hashes, by which a person's orders are found. */
export const contacts = sqliteTable(
  'contacts',
  {
    dispensaryId: text('dispensary_id').notNull(),
    orderId: text('order_id').notNull(),
    sealed: blob('sealed', { mode: 'buffer' }).notNull(),
    phoneHash: text('phone_hash'),
    emailHash: text('email_hash'),
  },
  (t) => [
    primaryKey({ columns: [t.dispensaryId, t.orderId] }),
    index('contacts_by_phone').on(t.dispensaryId, t.phoneHash),
    index('contacts_by_email').on(t.dispensaryId, t.emailHash),
  ],
)

/** Devices that asked for an order's messages, sealed like its contact but for whose browsers' push service they are at. */
export const pushSubscriptions = sqliteTable(
  'push_subscriptions',
  {
    dispensaryId: text('dispensary_id').notNull(),
    orderId: text('order_id').notNull(),
    /** Keyed, of the endpoint. */
    endpointHash: text('endpoint_hash').notNull(),
    provider: text('provider').notNull(),
    /** The message that is not for it: it has it, or has refused it, and others of the order are tried again. */
    skips: text('skips'),
    sealed: blob('sealed', { mode: 'buffer' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.dispensaryId, t.orderId, t.endpointHash] }),
    index('push_subscriptions_by_endpoint').on(t.dispensaryId, t.endpointHash),
  ],
)

/**
 * Who wants no messages of a dispensary on a channel, whatever the order, and by what they said so: a keyed hash of the
 * phone or address alone. It is kept when a customer is forgotten, or the next order of theirs would write to them again.
 */
export const optOuts = sqliteTable(
  'opt_outs',
  {
    dispensaryId: text('dispensary_id').notNull(),
    channel: text('channel', { enum: CHANNELS }).notNull(),
    addressHash: text('address_hash').notNull(),
    source: text('source', { enum: CONSENT_SOURCES }).notNull(),
    /** Of a text or a carrier: at which number; else empty, since a key may hold no null. */
    number: text('number', { enum: ['', ...TEXT_NUMBERS] }).notNull(),
    /** Epoch milliseconds. */
    since: integer('since').notNull(),
  },
  (t) => [primaryKey({ columns: [t.dispensaryId, t.channel, t.addressHash, t.source, t.number] })],
)

/** What customers wrote back, sealed like the contact of their order. */
export const replies = sqliteTable(
  'replies',
  {
    dispensaryId: text('dispensary_id').notNull(),
    orderId: text('order_id').notNull(),
    /** The provider's own name for it, or a keyed hash of the Message-ID of a mail. */
    replyId: text('reply_id').notNull(),
    channel: text('channel', { enum: REPLY_CHANNELS }).notNull(),
    /** Epoch milliseconds. */
    at: integer('at').notNull(),
    sealed: blob('sealed', { mode: 'buffer' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.dispensaryId, t.orderId, t.replyId] }),
    index('replies_by_time').on(t.dispensaryId, t.at),
  ],
)

/** What somebody of whom no order is known wrote to a store's own number; for a month. */
export const strangersReplies = sqliteTable(
  'strangers_replies',
  {
    dispensaryId: text('dispensary_id').notNull(),
    /** The provider's own name for it. */
    replyId: text('reply_id').notNull(),
    /** Epoch milliseconds. */
    at: integer('at').notNull(),
    /** Their words, and the number that they came from. */
    sealed: blob('sealed', { mode: 'buffer' }).notNull(),
    phoneHash: text('phone_hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.dispensaryId, t.replyId] }),
    index('strangers_replies_by_time').on(t.dispensaryId, t.at),
  ],
)

/** Rows of the trail that speak of an order which nobody has told of yet; for a day. */
export const waitingNews = sqliteTable(
  'waiting_news',
  {
    /** The row of the trail. */
    seq: integer('seq').primaryKey(),
    dispensaryId: text('dispensary_id').notNull(),
    source: text('source').notNull(),
    /** The order, as its sender names it: its id, or the number that people call it by. */
    reference: text('reference').notNull(),
    byNumber: integer('by_number', { mode: 'boolean' }).notNull(),
    /** 1 for the first that waits for its reference, of its source. */
    place: integer('place').notNull(),
    /** Epoch milliseconds. */
    time: integer('time').notNull(),
    /** The contact that came with it, and whose it is. */
    sealed: blob('sealed', { mode: 'buffer' }),
    phoneHash: text('phone_hash'),
    emailHash: text('email_hash'),
  },
  (t) => [
    index('waiting_news_by_reference').on(t.dispensaryId, t.reference, t.source),
    index('waiting_news_by_place').on(t.dispensaryId, t.source, t.place),
    index('waiting_news_by_time').on(t.time),
  ],
)
