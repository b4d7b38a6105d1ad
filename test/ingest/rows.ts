import { asc } from 'drizzle-orm'
import type { Database } from '../../db/open.ts'
import { positions, trail } from '../../db/schema.ts'
import type { TrailRow } from '../../db/trail.ts'

/** The whole trail, oldest first. */
export const trailRows = ({ db }: { db: Database }): Promise<TrailRow[]> =>
  db.select().from(trail).orderBy(asc(trail.seq))

/** The whole position lane, in the order in which it was told. */
export const positionRows = ({ db }: { db: Database }): Promise<(typeof positions.$inferSelect)[]> =>
  db.select().from(positions).orderBy(asc(positions.seq))
