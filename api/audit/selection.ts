import { chainHead, rowsFiledUnder } from '../../db/chain-rows.ts'
import type { Reader } from '../../db/open.ts'
import { findOrder } from '../../db/orders.ts'
import { linksRecorded } from '../../db/trail-links.ts'
import type { TrailRow } from '../../db/trail.ts'
import type { Instant } from '../domain/time.ts'

/** What somebody wants to see of one dispensary's trail. A time is of when rows were written down; `to` is not in it. */
export type Asked =
  | { what: 'order'; orderId: string }
  | { what: 'route'; routeId: string }
  | { what: 'day' | 'range'; from: Instant; to: Instant }
  | { what: 'dispensary' }

/** Rows picked out of the chain, or all from one link to another: then it can be shown that none was left out. */
export type Selection = { kind: 'picked'; rows: TrailRow[] } | { kind: 'stretch'; first: number; last: number }

export async function selectionOf(reader: Reader, dispensaryId: string, asked: Asked): Promise<Selection> {
  switch (asked.what) {
    case 'order':
      return picked(await rowsOfOrder(reader, dispensaryId, asked.orderId))
    case 'route':
      return picked(await rowsOfRoute(reader, dispensaryId, asked.routeId))
    case 'day':
    case 'range': {
      const { first, last, before } = await linksRecorded(reader, dispensaryId, asked.from, asked.to)
      return { kind: 'stretch', first: first ?? before + 1, last: last ?? before }
    }
    case 'dispensary':
      return { kind: 'stretch', first: 1, last: (await chainHead(reader, dispensaryId))?.chainLength ?? 0 }
    default:
      return asked satisfies never
  }
}

const picked = (rows: TrailRow[]): Selection => ({ kind: 'picked', rows: rows.sort((a, b) => a.link - b.link) })

const under = (reader: Reader, dispensaryId: string, subject: string): Promise<TrailRow[]> =>
  Array.fromAsync(rowsFiledUnder(reader, dispensaryId, subject))

/** The order's own rows and those of its route that concern all of its stops or the order's own. */
async function rowsOfOrder(reader: Reader, dispensaryId: string, orderId: string): Promise<TrailRow[]> {
  const order = (await findOrder(reader, dispensaryId, orderId))?.state
  const own = await under(reader, dispensaryId, `order/${orderId}`)
  const ofRoute = order?.routeId === undefined ? [] : await under(reader, dispensaryId, `route/${order.routeId}`)
  return [...own, ...ofRoute.filter((row) => [undefined, order?.stopId].includes(dataOf(row).stopId))]
}

/** The route's own rows, and all rows of the orders that any plan of it held. */
async function rowsOfRoute(reader: Reader, dispensaryId: string, routeId: string): Promise<TrailRow[]> {
  const rows = await under(reader, dispensaryId, `route/${routeId}`)
  const plans = rows.filter(({ type }) => type === 'route.planned').flatMap((row) => dataOf(row).stops ?? [])
  const orderIds = new Set(plans.flatMap((stop) => stop.orderIds))
  for (const orderId of orderIds) rows.push(...(await under(reader, dispensaryId, `order/${orderId}`)))
  return rows
}

type Read = { stopId?: string; driverId?: string; stops?: { orderIds: string[] }[] }

/** What a row says, as far as it can still be read. */
export function dataOf({ data }: TrailRow): Read {
  try {
    return (JSON.parse(data) as Read | null) ?? {}
  } catch {
    return {}
  }
}
