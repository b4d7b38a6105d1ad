import { blob, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

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
