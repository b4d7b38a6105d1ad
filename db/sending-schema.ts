import { blob, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { NOTIFICATION_KINDS } from '../api/domain/notification.ts'

/** The aggregator that a dispensary sends its text messages by, where it is not the one of all. */
export const aggregators = sqliteTable(
  'aggregators',
  {
    dispensaryId: text('dispensary_id').primaryKey(),
    /** Under which it tells what becomes of them. */
    id: text('id').notNull(),
    url: text('url').notNull(),
    /** AES-256-GCM of the secret that both sides sign with. */
    secretSealed: blob('secret_sealed', { mode: 'buffer' }).notNull(),
  },
  (t) => [uniqueIndex('aggregators_by_id').on(t.id)],
)

/** Sentences of a dispensary's own in its messages, every version there has been; the highest holds. */
export const wordings = sqliteTable(
  'wordings',
  {
    dispensaryId: text('dispensary_id').notNull(),
    kind: text('kind', { enum: NOTIFICATION_KINDS }).notNull(),
    locale: text('locale', { enum: ['en', 'es'] }).notNull(),
    version: integer('version').notNull(),
    /** Empty for Doorstep's own words. */
    text: text('text').notNull(),
    staffId: text('staff_id').notNull(),
    changedAt: integer('changed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.dispensaryId, t.kind, t.locale, t.version] })],
)
