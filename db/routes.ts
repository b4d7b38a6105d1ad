import { and, desc, eq, sql } from 'drizzle-orm'
import { isUnderWay, type Route } from '../api/domain/route.ts'
import type { Reader, Tx } from './open.ts'
import type { Dated, StoredRow } from './orders.ts'
import { routes } from './schema.ts'

export async function findRoute(reader: Reader, dispensaryId: string, id: string): Promise<Dated<Route> | undefined> {
  const [row] = await reader
    .select({ seq: routes.seq, state: routes.state })
    .from(routes)
    .where(and(eq(routes.dispensaryId, dispensaryId), eq(routes.id, id)))
  return row
}

/** The routes that a driver is driving now, newest first: more than one, should an older one never have been ended. */
export function findRoutesUnderWay(reader: Reader, dispensaryId: string, driverId: string): Promise<Dated<Route>[]> {
  return reader
    .select({ seq: routes.seq, state: routes.state })
    .from(routes)
    .where(and(eq(routes.dispensaryId, dispensaryId), eq(routes.driverId, driverId), eq(routes.underWay, true)))
    .orderBy(desc(routes.seq))
}

export async function findRouteUnderWay(
  reader: Reader,
  dispensaryId: string,
  driverId: string,
): Promise<Route | undefined> {
  const [newest] = await findRoutesUnderWay(reader, dispensaryId, driverId)
  return newest?.state
}

/** Everybody who is driving a route now. */
export function driversUnderWay(reader: Reader): Promise<{ dispensaryId: string; driverId: string }[]> {
  const { dispensaryId, driverId, underWay } = routes
  return reader.selectDistinct({ dispensaryId, driverId }).from(routes).where(eq(underWay, true))
}

export async function saveRoute(tx: Tx, dispensaryId: string, state: Route, seq: number): Promise<void> {
  const row = { dispensaryId, id: state.id, driverId: state.driverId, underWay: isUnderWay(state), seq, state }
  await tx
    .insert(routes)
    .values(row)
    .onConflictDoUpdate({ target: [routes.dispensaryId, routes.id], set: row })
}

export function storedRoutes(reader: Reader, dispensaryId: string): Promise<StoredRow[]> {
  const { id, driverId, underWay, seq, state } = routes
  const driven = sql`quote(${driverId}) || ',' || quote(${underWay})`
  const values = sql<string>`${driven} || ',' || quote(${seq}) || ',' || quote(${state})`
  return reader.select({ id, values }).from(routes).where(eq(routes.dispensaryId, dispensaryId))
}

export async function forgetRoutes(tx: Tx, dispensaryId: string): Promise<void> {
  await tx.delete(routes).where(eq(routes.dispensaryId, dispensaryId))
}
