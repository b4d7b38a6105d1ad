import { mergeContact, saveDriver } from '../db/contacts.ts'
import { findDispensary } from '../db/dispensaries.ts'
import { savePushSubscription } from '../db/links.ts'
import type { Tx } from '../db/open.ts'
import { findOrder } from '../db/orders.ts'
import { replaceByChunk, type Chunk } from '../db/tracks.ts'
import { append, findTold, type Told } from '../db/trail.ts'
import type { Write } from '../db/write.ts'
import type { Contact } from './domain/contact.ts'
import type { Channel } from './domain/notification.ts'
import { isStale } from './domain/order.ts'
import { evolve } from './evolve.ts'
import type { Bus, Change } from './live/bus.ts'
import type { ProblemBody } from './problem.ts'
import { refusalOf } from './refusal.ts'

/** What comes with an event and must not stand in the trail: personal data, kept where it can be erased, and bulk. */
export type Attached = {
  contacts?: Record<string, Contact>
  driver?: { id: string; firstName: string }
  track?: Chunk & { upToSeq: number }
  push?: { orderId: string; endpoint: string; p256dh: string; auth: string }
}
export type Incoming = Told & { attached?: Attached }

export type Recorded =
  | { result: 'recorded'; seq: number }
  | { result: 'duplicate'; seq: number }
  | { result: 'refused'; problem: ProblemBody }

/** The one door. Resolves when what was accepted is durable. */
export type RecordEvent = (incoming: Incoming) => Promise<Recorded>

/** @param channels those that this process can send on */
export function createRecord(deps: { write: Write; bus: Bus; channels: ReadonlySet<Channel> }): RecordEvent {
  const commit = (incoming: Incoming, change: Change) =>
    deps.write(async (tx, now): Promise<Recorded> => {
      const told = await findTold(tx, incoming)
      if (told !== undefined) return { result: 'duplicate', seq: told }
      const dispensary = await findDispensary(tx, incoming.dispensaryId)
      if (!dispensary) throw new Error('An event of no dispensary')
      const problem = await refusalOf(tx, incoming)
      if (problem) return { result: 'refused', problem: problem.body }
      if (!(await isStaleNews(tx, incoming))) await keepAttached(tx, incoming)
      const seq = await append(tx, incoming, now)
      await evolve({ tx, now, dispensary, change, channels: deps.channels }, incoming.event, seq)
      return { result: 'recorded', seq }
    })

  return async (incoming) => {
    const change: Change = { orders: [], drivers: [], moved: [], messagesPlanned: false }
    const recorded = await commit(incoming, change)
    if (recorded.result === 'recorded') deps.bus.publish(change)
    return recorded
  }
}

async function isStaleNews(tx: Tx, { dispensaryId, event }: Incoming): Promise<boolean> {
  if (event.type !== 'order.updated') return false
  return isStale((await findOrder(tx, dispensaryId, event.data.orderId))?.state, event)
}

async function keepAttached(tx: Tx, { dispensaryId, attached }: Incoming): Promise<void> {
  for (const [orderId, contact] of Object.entries(attached?.contacts ?? {})) {
    await mergeContact(tx, dispensaryId, orderId, contact)
  }
  if (attached?.driver) await saveDriver(tx, dispensaryId, attached.driver.id, attached.driver.firstName)
  if (attached?.track) {
    const { upToSeq, ...chunk } = attached.track
    await replaceByChunk(tx, chunk, upToSeq)
  }
  if (attached?.push) await savePushSubscription(tx, { dispensaryId, ...attached.push })
}
