import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Order } from '../api/domain/order.ts'
import type { Reader, Tx } from './open.ts'
import { IS_OPEN, orders } from './schema.ts'

/** A projection, and the last row of the trail that changed it. */
export type Dated<T> = { seq: number; state: T }

export async function findOrder(reader: Reader, dispensaryId: string, id: string): Promise<Dated<Order> | undefined> {
  const [row] = await reader.all<{ seq: number; state: string }>(
    sql`SELECT seq, state FROM orders WHERE dispensary_id = ${dispensaryId} AND id = ${id}`,
  )
  return row && { seq: row.seq, state: JSON.parse(row.state) as Order }
}

export async function findOrders(reader: Reader, dispensaryId: string, ids: string[]): Promise<Order[]> {
  if (ids.length === 0) return []
  const rows = await reader
    .select({ state: orders.state })
    .from(orders)
    .where(and(eq(orders.dispensaryId, dispensaryId), inArray(orders.id, ids)))
  return rows.map((row) => row.state)
}

/** The newest orders with this number, at most ten: some POS systems start their numbers again. */
export async function findOrdersByNumber(reader: Reader, dispensaryId: string, number: string): Promise<Order[]> {
  const rows = await reader
    .select({ state: orders.state })
    .from(orders)
    .where(and(eq(orders.dispensaryId, dispensaryId), eq(orders.number, number)))
    .orderBy(desc(orders.seq))
    .limit(10)
  return rows.map((row) => row.state)
}

/** The orders that changed last, newest first. */
export async function findLatestOrders(reader: Reader, dispensaryId: string, limit: number): Promise<Order[]> {
  const rows = await reader
    .select({ state: orders.state })
    .from(orders)
    .where(eq(orders.dispensaryId, dispensaryId))
    .orderBy(desc(orders.seq))
    .limit(limit)
  return rows.map((row) => row.state)
}

/** Orders that are not over, those that changed last first: however many there have been, no others are looked at. */
export async function findOpenOrders(reader: Reader, dispensaryId: string, limit: number): Promise<Order[]> {
  const rows = await reader
    .select({ state: orders.state })
    .from(orders)
    .where(and(eq(orders.dispensaryId, dispensaryId), IS_OPEN))
    .orderBy(desc(orders.seq))
    .limit(limit)
  return rows.map((row) => row.state)
}

export async function saveOrder(tx: Tx, dispensaryId: string, state: Order, seq: number): Promise<void> {
  await tx.run(sql`
    INSERT INTO orders (dispensary_id, id, number, seq, state)
    VALUES (${dispensaryId}, ${state.id}, ${state.number}, ${seq}, ${JSON.stringify(state)})
    ON CONFLICT DO UPDATE SET number = excluded.number, seq = excluded.seq, state = excluded.state`)
}

/** A row of a projection as it is stored, its values as SQL would write them: what was done to it may be no JSON. */
export type StoredRow = { id: string; values: string }

export function storedOrders(reader: Reader, dispensaryId: string): Promise<StoredRow[]> {
  const { id, number, seq, state } = orders
  const values = sql<string>`quote(${number}) || ',' || quote(${seq}) || ',' || quote(${state})`
  return reader.select({ id, values }).from(orders).where(eq(orders.dispensaryId, dispensaryId))
}

export async function forgetOrders(tx: Tx, dispensaryId: string): Promise<void> {
  await tx.delete(orders).where(eq(orders.dispensaryId, dispensaryId))
}
