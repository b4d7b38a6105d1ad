import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { HookEvent, HookTrouble } from '../api/domain/hook.ts'

/** Word for word in the index of the trail and where it is asked for, as `IS_OPEN` is. */
export const IS_FOR_HOOKS = sql`type IN ('milestone.reached', 'id.readied', 'note.left', 'reply.received')`

/** Addresses outside that are told of what happens. */
export const hooks = sqliteTable(
  'hooks',
  {
    id: text('id').primaryKey(),
    dispensaryId: text('dispensary_id').notNull(),
    events: text('events', { mode: 'json' }).$type<HookEvent[]>().notNull(),
    /** Whose address it is, for people to tell it by. */
    host: text('host').notNull(),
    /** AES-256-GCM of address and secret, as JSON: such addresses hold secrets of their own. */
    sealed: blob('sealed', { mode: 'buffer' }).notNull(),
    subscribedAt: integer('subscribed_at').notNull(),
    /** The last time that it took something. */
    toldAt: integer('told_at'),
    /** Since when it took nothing. */
    failingSince: integer('failing_since'),
    /** Why it took nothing the last time, as a code. */
    reason: text('reason'),
    disabledAt: integer('disabled_at'),
    because: text('because').$type<HookTrouble>(),
  },
  (t) => [index('hooks_by_dispensary').on(t.dispensaryId)],
)

export const TELLING_STATUSES = ['planned', 'told', 'given-up'] as const

/** What each hook is to be told, a row of the trail each; and what became of it. Kept for a week. */
export const tellings = sqliteTable(
  'hook_tellings',
  {
    hookId: text('hook_id').notNull(),
    seq: integer('seq').notNull(),
    status: text('status', { enum: TELLING_STATUSES }).notNull(),
    plannedAt: integer('planned_at').notNull(),
    /** Not before this. Whoever takes it up moves it on, so that no other does, and one that died is followed. */
    dueAt: integer('due_at').notNull(),
    attempts: integer('attempts').notNull(),
  },
  (t) => [primaryKey({ columns: [t.hookId, t.seq] }), index('hook_tellings_by_due').on(t.status, t.dueAt)],
)
