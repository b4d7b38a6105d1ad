import { chainHeads, rowsOfChain } from '../../db/chain-rows.ts'
import { forgetLearned, storedLearned } from '../../db/learned.ts'
import type { Database, Reader, Tx } from '../../db/open.ts'
import { forgetOrders, storedOrders, type StoredRow } from '../../db/orders.ts'
import { forgetMessages, storedMessages } from '../../db/outbox.ts'
import { forgetRoutes, storedRoutes } from '../../db/routes.ts'
import { learned, orders, outbox, routes } from '../../db/schema.ts'
import { wordings } from '../../db/sending-schema.ts'
import type { TrailRow } from '../../db/trail.ts'
import { forgetWordings, storedWordings } from '../../db/wordings.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { fold } from '../evolve.ts'

/** A row that stood otherwise than the trail tells. */
export type Difference = { row: string; what: string }
export type Rebuilt = {
  dispensaryId: string
  events: number
  orders: number
  routes: number
  messages: number
  differences: Difference[]
}
/** @param keep whether what was rebuilt stays; else it was only a look */
type Wish = { keep: boolean; progress?: (dispensaryId: string, events: number) => void }

const EVENTS_BETWEEN_WORDS = 10_000

/**
 * Orders, routes, the outbox, what was learned and the wordings anew from the trail's first row, a transaction for each
 * dispensary. The trail is only read: what followed from an event stands in it as rows of its own, and nobody is told.
 */
export async function* rebuildProjections(db: Database, wish: Wish): AsyncGenerator<Rebuilt> {
  for (const dispensaryId of await dispensariesOf(db)) {
    const rebuilt = await rebuild(db, dispensaryId, wish)
    if (rebuilt) yield rebuilt
  }
}

/** Also those of which nothing but an invented row speaks. */
async function dispensariesOf(db: Database): Promise<Set<string>> {
  const heads = await chainHeads(db)
  const projected = await Promise.all(
    [orders, routes, outbox, learned, wordings].map((table) =>
      db.selectDistinct({ dispensaryId: table.dispensaryId }).from(table),
    ),
  )
  return new Set([...heads, ...projected.flat()].map(({ dispensaryId }) => dispensaryId))
}

async function rebuild(db: Database, dispensaryId: string, { keep, progress }: Wish): Promise<Rebuilt | undefined> {
  let rebuilt: Rebuilt | undefined
  try {
    await db.transaction(async (tx) => {
      const before = await projectionsOf(tx, dispensaryId)
      await forgetOrders(tx, dispensaryId)
      await forgetRoutes(tx, dispensaryId)
      await forgetMessages(tx, dispensaryId)
      await forgetLearned(tx, dispensaryId)
      await forgetWordings(tx, dispensaryId)
      const events = await replay(tx, dispensaryId, progress)
      const after = await projectionsOf(tx, dispensaryId)
      const counts = { orders: after.orders.length, routes: after.routes.length, messages: after.messages.length }
      rebuilt = { dispensaryId, events, ...counts, differences: differences(before, after) }
      if (!keep) tx.rollback()
    })
  } catch (error) {
    if (keep || !rebuilt) throw error
  }
  return rebuilt
}

type Projections = Record<'orders' | 'routes' | 'messages' | 'learned' | 'wordings', StoredRow[]>

const projectionsOf = async (reader: Reader, dispensaryId: string): Promise<Projections> => ({
  orders: await storedOrders(reader, dispensaryId),
  routes: await storedRoutes(reader, dispensaryId),
  messages: await storedMessages(reader, dispensaryId),
  learned: await storedLearned(reader, dispensaryId),
  wordings: await storedWordings(reader, dispensaryId),
})

async function replay(tx: Tx, dispensaryId: string, progress: Wish['progress']): Promise<number> {
  let events = 0
  for await (const row of rowsOfChain(tx, dispensaryId)) {
    const change = { orders: [], contacts: [], drivers: [], moved: [], messagesPlanned: false }
    await fold({ tx, now: row.recordedAt, dispensary: { id: dispensaryId }, change }, eventOf(row), row.seq)
    events += 1
    if (events % EVENTS_BETWEEN_WORDS === 0) progress?.(dispensaryId, events)
  }
  return events
}

const eventOf = ({ type, time, data }: TrailRow): DoorstepEvent =>
  ({ type, time, data: JSON.parse(data) }) as DoorstepEvent

function differences(before: Projections, after: Projections): Difference[] {
  return [
    ...differing('order', before.orders, after.orders),
    ...differing('route', before.routes, after.routes),
    ...differing('message', before.messages, after.messages),
    ...differing('what was learned of', before.learned, after.learned),
    ...differing('wording', before.wordings, after.wordings),
  ]
}

function differing(noun: string, before: StoredRow[], after: StoredRow[]): Difference[] {
  const stood = new Map(before.map(({ id, values }) => [id, values]))
  const told = new Map(after.map(({ id, values }) => [id, values]))
  const faultOf = (id: string): string | undefined => {
    if (!told.has(id)) return 'is in no row of the trail'
    if (!stood.has(id)) return 'was missing'
    return stood.get(id) === told.get(id) ? undefined : 'stood otherwise than the trail tells'
  }
  return [...new Set([...stood.keys(), ...told.keys()])].flatMap((id) => {
    const what = faultOf(id)
    return what === undefined ? [] : [{ row: `${noun} ${id}`, what }]
  })
}
