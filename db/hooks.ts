import { and, asc, count, eq, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import type { HookEvent, HookTrouble } from '../api/domain/hook.ts'
import type { Instant } from '../api/domain/time.ts'
import { hooks, IS_FOR_HOOKS, tellings } from './hook-schema.ts'
import type { Reader, Tx } from './open.ts'
import { trail } from './schema.ts'
import type { TrailRow } from './trail.ts'

export type Hook = typeof hooks.$inferSelect
export type NewHook = Pick<Hook, 'id' | 'events' | 'host' | 'sealed'>
export type Telling = typeof tellings.$inferSelect
export type TellingCount = Pick<Telling, 'hookId' | 'status'> & { count: number }
type Name = Pick<Telling, 'hookId' | 'seq'>

export async function saveHook(tx: Tx, hook: NewHook & Pick<Hook, 'dispensaryId' | 'subscribedAt'>): Promise<void> {
  await tx.insert(hooks).values(hook)
}

export function hooksOf(reader: Reader, dispensaryId: string): Promise<Hook[]> {
  return reader.select().from(hooks).where(eq(hooks.dispensaryId, dispensaryId)).orderBy(asc(hooks.subscribedAt))
}

export async function findHook(reader: Reader, dispensaryId: string, id: string): Promise<Hook | undefined> {
  const [row] = await reader
    .select()
    .from(hooks)
    .where(and(eq(hooks.id, id), eq(hooks.dispensaryId, dispensaryId)))
  return row
}

/** Nothing is left of it, nor of what it was to be told. */
export async function removeHook(tx: Tx, id: string): Promise<void> {
  await tx.delete(tellings).where(eq(tellings.hookId, id))
  await tx.delete(hooks).where(eq(hooks.id, id))
}

/** It is told nothing any more; what it was to be told is given up. */
export async function disableHook(tx: Tx, id: string, because: HookTrouble, disabledAt: Instant): Promise<void> {
  await tx.update(hooks).set({ disabledAt, because }).where(eq(hooks.id, id))
  await tx
    .update(tellings)
    .set({ status: 'given-up' })
    .where(and(eq(tellings.hookId, id), eq(tellings.status, 'planned')))
}

/** Plans a row of the trail for each hook of the dispensary that wants it. @returns whether there is any */
export async function planTellings(
  tx: Tx,
  dispensaryId: string,
  event: HookEvent,
  seq: number,
  now: Instant,
): Promise<boolean> {
  const own = await hooksOf(tx, dispensaryId)
  const wanting = own.filter(({ events, disabledAt }) => disabledAt === null && events.includes(event))
  if (wanting.length === 0) return false
  const fresh = { seq, status: 'planned' as const, plannedAt: now, dueAt: now, attempts: 0 }
  await tx.insert(tellings).values(wanting.map(({ id: hookId }) => ({ hookId, ...fresh })))
  return true
}

/** Plans everything that the hook wants and that was written down since then, whatever became of it before. */
export async function planAgain(
  tx: Tx,
  { id, dispensaryId, events }: Hook,
  since: Instant,
  now: Instant,
): Promise<void> {
  const wanted = sql.join(
    events.map((event) => sql`${event}`),
    sql`, `,
  )
  await tx.run(sql`
    INSERT INTO hook_tellings (hook_id, seq, status, planned_at, due_at, attempts)
    SELECT ${id}, seq, 'planned', ${now}, ${now}, 0 FROM trail
    WHERE dispensary_id = ${dispensaryId} AND recorded_at >= ${since} AND ${IS_FOR_HOOKS}
      AND json_extract(data, '$.orderId') IS NOT NULL
      AND iif(type = 'milestone.reached', json_extract(data, '$.milestone'), type) IN (${wanted})
    ON CONFLICT DO UPDATE SET status = 'planned', planned_at = ${now}, due_at = ${now}, attempts = 0`)
}

const isDue = (now: Instant) => and(eq(tellings.status, 'planned'), lte(tellings.dueAt, now))

/** The hooks that are to be told something by now. */
export async function hooksDue(reader: Reader, now: Instant): Promise<Hook[]> {
  const due = reader.selectDistinct({ id: tellings.hookId }).from(tellings).where(isDue(now))
  return reader.select().from(hooks).where(inArray(hooks.id, due))
}

/** Takes up what a hook is to be told, the oldest first; nobody else may until then. */
export async function claimTellings(
  tx: Tx,
  hookId: string,
  most: number,
  until: Instant,
  now: Instant,
): Promise<Telling[]> {
  const due = tx
    .select({ seq: tellings.seq })
    .from(tellings)
    .where(and(isDue(now), eq(tellings.hookId, hookId)))
    .orderBy(asc(tellings.seq))
    .limit(most)
  return tx
    .update(tellings)
    .set({ dueAt: until, attempts: sql`${tellings.attempts} + 1` })
    .where(and(eq(tellings.hookId, hookId), inArray(tellings.seq, due)))
    .returning()
}

export async function findHooked(reader: Reader, dispensaryId: string, seq: number): Promise<TrailRow | undefined> {
  const [row] = await reader
    .select()
    .from(trail)
    .where(and(eq(trail.seq, seq), eq(trail.dispensaryId, dispensaryId)))
  return row
}

const named = ({ hookId, seq }: Name) => and(eq(tellings.hookId, hookId), eq(tellings.seq, seq))

/** It was taken: whatever failed before is over. */
export async function markTold(tx: Tx, name: Name, toldAt: Instant): Promise<void> {
  await tx.update(tellings).set({ status: 'told' }).where(named(name))
  await tx.update(hooks).set({ toldAt, failingSince: null, reason: null }).where(eq(hooks.id, name.hookId))
}

/** It was not taken: told again then, or given up. @returns the hook, as it stands now */
export async function markFailed(
  tx: Tx,
  name: Name,
  { retryAt, reason }: { retryAt: Instant | undefined; reason: string },
  now: Instant,
): Promise<Hook | undefined> {
  const then = retryAt === undefined ? { status: 'given-up' as const } : { dueAt: retryAt }
  await tx
    .update(tellings)
    .set(then)
    .where(and(named(name), eq(tellings.status, 'planned')))
  await tx
    .update(hooks)
    .set({ failingSince: now })
    .where(and(eq(hooks.id, name.hookId), isNull(hooks.failingSince)))
  const [hook] = await tx.update(hooks).set({ reason }).where(eq(hooks.id, name.hookId)).returning()
  return hook
}

/** It is not told any more, for nothing is left to tell; that is no fault of its hook's. */
export async function giveUp(tx: Tx, name: Name): Promise<void> {
  await tx.update(tellings).set({ status: 'given-up' }).where(named(name))
}

/** How many of each hook's tellings stand where. */
export function countTellings(reader: Reader, hookIds: string[]): Promise<TellingCount[]> {
  const { hookId, status } = tellings
  return reader
    .select({ hookId, status, count: count() })
    .from(tellings)
    .where(inArray(hookId, hookIds))
    .groupBy(hookId, status)
}

export async function forgetTold(tx: Tx, before: Instant): Promise<void> {
  await tx.delete(tellings).where(lt(tellings.plannedAt, before))
}
