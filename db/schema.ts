import { sql } from 'drizzle-orm'
import { blob, customType, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { CONNECTION_KINDS, type Rehearsal, type Standing } from '../api/domain/connection.ts'
import type { Dispensary } from '../api/domain/dispensary.ts'
import { CHANNELS, MESSAGE_STATUSES, NOTIFICATION_KINDS } from '../api/domain/notification.ts'
import type { Learned } from '../api/domain/learned.ts'
import type { Order } from '../api/domain/order.ts'
import type { Route } from '../api/domain/route.ts'
import { TROUBLES } from '../api/domain/sending.ts'
import { FIX_UNITS } from './fix-units.ts'
import { IS_FOR_HOOKS } from './hook-schema.ts'

const instant = (name: string) => integer(name)

/** A measure stored as a whole number of that many parts a unit: exact, and short on disk. */
const parts = (perUnit: number) =>
  customType<{ data: number; driverData: number }>({
    dataType: () => 'integer',
    toDriver: (value) => Math.round(value * perUnit),
    fromDriver: (value) => value / perUnit,
  })
const degrees = parts(FIX_UNITS.degrees)
const meters = parts(FIX_UNITS.meters)
const metersPerSecond = parts(FIX_UNITS.metersPerSecond)
const heading = parts(FIX_UNITS.headingDegrees)

/** `chainLength` and `chainHash` are the head of the dispensary's hash chain: what its next row is linked to. */
export const dispensaries = sqliteTable('dispensaries', {
  id: text('id').primaryKey(),
  profile: text('profile', { mode: 'json' }).$type<Dispensary>().notNull(),
  chainLength: integer('chain_length').notNull().default(0),
  chainHash: text('chain_hash').notNull().default(''),
})

/** One configured POS, driver app or API key of one dispensary. */
export const connections = sqliteTable(
  'connections',
  {
    id: text('id').primaryKey(),
    dispensaryId: text('dispensary_id').notNull(),
    kind: text('kind', { enum: CONNECTION_KINDS }).notNull(),
    /** SHA-256 of an API key, by which it is found. */
    secretHash: text('secret_hash'),
    /** AES-256-GCM of the secret that the other side signs or signs in with. */
    secretSealed: blob('secret_sealed', { mode: 'buffer' }),
    /** The secret before this one, valid until then. */
    formerSealed: blob('former_sealed', { mode: 'buffer' }),
    formerUntil: instant('former_until'),
    /** AES-256-GCM of the keys, as JSON, with which the other side is asked. */
    keysSealed: blob('keys_sealed', { mode: 'buffer' }),
    /** The driver whose phone this is; else `devices` tells whose each is. */
    driverId: text('driver_id'),
    devices: text('devices', { mode: 'json' }).$type<Record<string, string>>(),
    /** Statuses that the dispensary has added to the vendor's own, lower-case. */
    statuses: text('statuses', { mode: 'json' }).$type<Record<string, Standing>>(),
    lastHeardAt: instant('last_heard_at'),
    lastProblem: text('last_problem'),
    lastProblemAt: instant('last_problem_at'),
    lastAskedAt: instant('last_asked_at'),
    /** Everything that changed there up to then has been asked for and recorded. */
    readUpTo: instant('read_up_to'),
    /** Heard and answered as always, but nothing of it is recorded. */
    testMode: integer('test_mode', { mode: 'boolean' }).notNull().default(false),
    /** What the last requests in test mode would have been, newest first. */
    rehearsals: text('rehearsals', { mode: 'json' }).$type<Rehearsal[]>(),
  },
  (t) => [
    uniqueIndex('connections_by_secret').on(t.secretHash),
    index('connections_by_dispensary').on(t.dispensaryId),
    index('connections_asked').on(t.id).where(sql`keys_sealed IS NOT NULL`),
  ],
)

/** Word for word in the index and where it is asked for, as `IS_OPEN` is. */
export const IS_UNKNOWN_STATUS = sql`type = 'order.status-unknown'`

/** The audit trail. No foreign keys: rows outlive what they describe. Only `record()` writes here, and only appends. */
export const trail = sqliteTable(
  'trail',
  {
    seq: integer('seq').primaryKey(),
    dispensaryId: text('dispensary_id').notNull(),
    /** The row's place in its dispensary's chain, from 1. */
    link: integer('link').notNull(),
    source: text('source').notNull(),
    eventId: text('event_id').notNull(),
    type: text('type').notNull(),
    subject: text('subject').notNull(),
    time: instant('time').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    /** RFC 8785 JSON. */
    data: text('data').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    uniqueIndex('trail_by_event').on(t.dispensaryId, t.source, t.eventId),
    uniqueIndex('trail_by_link').on(t.dispensaryId, t.link),
    index('trail_by_subject').on(t.dispensaryId, t.subject),
    index('trail_for_hooks').on(t.dispensaryId, t.recordedAt).where(IS_FOR_HOOKS),
    index('trail_of_unknown_statuses').on(t.dispensaryId, t.seq).where(IS_UNKNOWN_STATUS),
  ],
)

/**
 * Word for word in the index and where it is asked for, or SQLite does not see that they are the same. A state that
 * somebody has spoilt must not keep the index from being made.
 */
export const IS_OPEN = sql`iif(json_valid(state), json_extract(state, '$.milestone'), '') NOT IN ('', 'delivered', 'returned', 'cancelled')`

export const orders = sqliteTable(
  'orders',
  {
    dispensaryId: text('dispensary_id').notNull(),
    id: text('id').notNull(),
    number: text('number').notNull(),
    /** The last row of the trail that changed it. */
    seq: integer('seq').notNull(),
    state: text('state', { mode: 'json' }).$type<Order>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.dispensaryId, t.id] }),
    index('orders_by_number').on(t.dispensaryId, t.number),
    index('orders_open').on(t.dispensaryId, t.seq).where(IS_OPEN),
  ],
)

export const routes = sqliteTable(
  'routes',
  {
    dispensaryId: text('dispensary_id').notNull(),
    id: text('id').notNull(),
    driverId: text('driver_id').notNull(),
    underWay: integer('under_way', { mode: 'boolean' }).notNull(),
    seq: integer('seq').notNull(),
    state: text('state', { mode: 'json' }).$type<Route>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.dispensaryId, t.id] }),
    index('routes_by_driver').on(t.dispensaryId, t.driverId, t.underWay),
  ],
)

/** What each dispensary's deliveries have taught of drives and doors. */
export const learned = sqliteTable('learned', {
  dispensaryId: text('dispensary_id').primaryKey(),
  seq: integer('seq').notNull(),
  state: text('state', { mode: 'json' }).$type<Learned>().notNull(),
})

export const drivers = sqliteTable(
  'drivers',
  { dispensaryId: text('dispensary_id').notNull(), id: text('id').notNull(), firstName: text('first_name').notNull() },
  (t) => [primaryKey({ columns: [t.dispensaryId, t.id] })],
)

/** The position lane, in arrival order; in the units of a chunk, so that rolling a fix up changes nothing of it. */
export const positions = sqliteTable('positions', {
  seq: integer('seq').primaryKey(),
  dispensaryId: text('dispensary_id').notNull(),
  driverId: text('driver_id').notNull(),
  at: instant('at').notNull(),
  receivedAt: instant('received_at').notNull(),
  lat: degrees('lat').notNull(),
  lng: degrees('lng').notNull(),
  accuracyMeters: meters('accuracy_meters'),
  speedMetersPerSecond: metersPerSecond('speed_meters_per_second'),
  headingDegrees: heading('heading_degrees'),
})

/** Fixes rolled up, a page of the file each; the digest is sealed into the trail. */
export const tracks = sqliteTable(
  'tracks',
  {
    seq: integer('seq').primaryKey(),
    dispensaryId: text('dispensary_id').notNull(),
    driverId: text('driver_id').notNull(),
    fromAt: instant('from_at').notNull(),
    toAt: instant('to_at').notNull(),
    fixes: integer('fixes').notNull(),
    digest: text('digest').notNull(),
    chunk: blob('chunk', { mode: 'buffer' }).notNull(),
  },
  (t) => [index('tracks_by_driver').on(t.dispensaryId, t.driverId, t.toAt)],
)

/** Tracking links. The token itself is stored nowhere. */
export const links = sqliteTable(
  'links',
  {
    tokenHash: text('token_hash').primaryKey(),
    id: text('id').notNull(),
    dispensaryId: text('dispensary_id').notNull(),
    orderId: text('order_id').notNull(),
    issuedAt: instant('issued_at').notNull(),
    openedAt: instant('opened_at'),
    revokedAt: instant('revoked_at'),
    /** The message that it went out in, by its id in the outbox. */
    messageId: text('message_id'),
  },
  (t) => [index('links_by_order').on(t.dispensaryId, t.orderId), index('links_by_id').on(t.id)],
)

/** Messages planned, not yet settled; and what became of them. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: text('id').primaryKey(),
    dispensaryId: text('dispensary_id').notNull(),
    orderId: text('order_id').notNull(),
    kind: text('kind', { enum: NOTIFICATION_KINDS }).notNull(),
    channel: text('channel', { enum: CHANNELS }).notNull(),
    status: text('status', { enum: MESSAGE_STATUSES }).notNull(),
    plannedAt: instant('planned_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** Not before this. */
    dueAt: instant('due_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    claimedAt: instant('claimed_at'),
    /** When it came to its status, once it was sent, failed or dropped. */
    settledAt: instant('settled_at'),
    /** The provider's own name for it. */
    reference: text('reference'),
    /** Why it failed or was dropped, as a code, and what kind of failure that was. */
    reason: text('reason'),
    trouble: text('trouble', { enum: TROUBLES }),
  },
  (t) => [
    index('outbox_by_due').on(t.status, t.channel, t.dueAt),
    index('outbox_by_order').on(t.dispensaryId, t.orderId),
    index('outbox_by_settled').on(t.dispensaryId, t.status, t.settledAt),
  ],
)

export const staff = sqliteTable(
  'staff',
  {
    id: text('id').primaryKey(),
    dispensaryId: text('dispensary_id').notNull(),
    email: text('email').notNull(),
    /** scrypt: salt and key, hex. */
    passwordHash: text('password_hash').notNull(),
  },
  (t) => [uniqueIndex('staff_by_email').on(t.email)],
)

export const sessions = sqliteTable('sessions', {
  tokenHash: text('token_hash').primaryKey(),
  staffId: text('staff_id').notNull(),
  expiresAt: instant('expires_at').notNull(),
})
