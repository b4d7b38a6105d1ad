import type { Database } from '../db/open.ts'
import { findOrder, findOrdersByNumber } from '../db/orders.ts'
import { findRoute } from '../db/routes.ts'
import type { Asked } from './audit/selection.ts'
import type { Dispensary } from './domain/dispensary.ts'
import type { Instant } from './domain/time.ts'
import { instantInZone } from './domain/local-time.ts'
import { Misasked } from './misasked.ts'

/** What is asked for in words: `order 1042`, `day 2026-04-24`. Times are by the dispensary's clocks. */
export async function askedIn(
  db: Database,
  { id, timeZone }: Dispensary,
  what: string,
  [first = '', second = '']: readonly string[],
  isId: boolean,
): Promise<Asked> {
  switch (what) {
    case 'order':
      return { what, orderId: await orderIn(db, id, first, isId) }
    case 'route':
      if (!(await findRoute(db, id, first))) throw new Misasked(`No route ${first} of ${id}`)
      return { what, routeId: first }
    case 'day':
      return { what, from: midnight(first, timeZone), to: midnight(first, timeZone, 1) }
    case 'range': {
      const asked = { from: begin(first, timeZone), to: end(second, timeZone) }
      if (asked.from >= asked.to) throw new Misasked('A range ends after it begins')
      return { what, ...asked }
    }
    case 'dispensary':
      return { what }
    default:
      throw new Misasked(`Ask for an order, a route, a day, a range or a dispensary, not for ${what || 'nothing'}`)
  }
}

/** By its number the newest order that has it; some tills begin their numbers again. */
async function orderIn(db: Database, dispensaryId: string, word: string, isId: boolean): Promise<string> {
  const [newest] = isId ? [] : await findOrdersByNumber(db, dispensaryId, word)
  const found = newest ?? (await findOrder(db, dispensaryId, word))?.state
  if (!found) throw new Misasked(`No order ${word} of ${dispensaryId}`)
  return found.id
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

/** When a day begins by the clocks of a zone, or so many days later. */
function midnight(day: string, timeZone: string, later = 0): Instant {
  const asUtc = DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(day))
    throw new Misasked(`"${day}" is no day such as 2026-04-24`)
  const wanted = new Date(asUtc)
  wanted.setUTCDate(wanted.getUTCDate() + later)
  return instantInZone(`${wanted.toISOString().slice(0, 10)} 00:00:00`, timeZone) ?? Number.NaN
}

const timeIn = (word: string): Instant | undefined => (TIME.test(word) ? Date.parse(word) : undefined)
const begin = (word: string, timeZone: string): Instant => timeIn(word) ?? midnight(word, timeZone)
/** A day as the end of a range is wholly in it. */
const end = (word: string, timeZone: string): Instant => timeIn(word) ?? midnight(word, timeZone, 1)
