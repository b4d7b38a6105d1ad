import { findOrder } from '../db/orders.ts'
import { meet, type Told } from '../db/trail.ts'
import type { Write } from '../db/write.ts'
import { keepAttached, ordersOpenedTo, refusalToKeep, type Attached } from './attached.ts'
import type { Door } from './evolve-routes.ts'
import { consentsTold } from './evolve-consent.ts'
import { evolve, makeUpFor, tellAll } from './evolve.ts'
import type { Bus, Change } from './live/bus.ts'
import { Problem, type ProblemBody } from './problem.ts'
import { refusalOf } from './refusal.ts'
import { byItsId, type Waiting } from './waiting.ts'

/**
 * @property names how a vendor, who hears of no refusal, names orders: by their id, or else by the number that people
 * call them by. What it tells of an order that is not known yet waits for it.
 */
export type Incoming = Told & { attached?: Attached; names?: 'by-id' | 'by-number' }

export type Recorded =
  | { result: 'recorded'; seq: number; waits?: true }
  | { result: 'duplicate'; seq: number }
  | { result: 'refused'; problem: ProblemBody }

/** The one door. Resolves when what was accepted is durable. */
export type RecordEvent = (incoming: Incoming) => Promise<Recorded>

type Deps = Pick<Door, 'channels' | 'contacts' | 'devices' | 'strangers' | 'recent'> & {
  write: Write
  bus: Bus
  waiting: Waiting
}

/** @param deps.channels those that this process can send on */
export function createRecord({ write, bus, waiting, ...inside }: Deps): RecordEvent {
  const commit = (asked: Incoming, change: Change) =>
    write(async (tx, now): Promise<Recorded> => {
      const met = await meet(tx, asked)
      if (!met) throw new Error('An event of no dispensary')
      const { dispensary, chain, told } = met
      if (told !== undefined) return { result: 'duplicate', seq: told }
      const recorded = await letIn({ tx, now, dispensary, chain, change, ...inside }, asked)
      await chain.close()
      return recorded
    })

  async function letIn(door: Door, asked: Incoming): Promise<Recorded> {
    const { tx, now } = door
    const incoming = asked.names === 'by-number' ? await byItsId(tx, asked) : asked
    if (incoming instanceof Problem) return refused(incoming)
    const problem = (await refusalOf(tx, incoming, now)) ?? (await refusalToKeep(door, incoming.attached))
    if (!problem) return { result: 'recorded', seq: await take(door, incoming) }
    const seq = asked.names && (await waiting.letWait(door, incoming, asked.names === 'by-number'))
    return seq === undefined ? refused(problem) : { result: 'recorded', seq, waits: true }
  }

  /** An order that nobody has told of before brings the news that waited for it. */
  async function take(door: Door, incoming: Incoming): Promise<number> {
    const { dispensaryId, event } = incoming
    const isNew = event.type === 'order.received' && !(await findOrder(door.tx, dispensaryId, event.data.orderId))
    const seq = await accept(door, incoming)
    if (isNew) for (const news of await waiting.takeFor(door, event.data)) await accept(door, news)
    return seq
  }

  return async (incoming) => {
    const change: Change = { orders: [], contacts: [], drivers: [], moved: [], messagesPlanned: false }
    const recorded = await commit(incoming, change)
    if (recorded.result === 'recorded') bus.publish(change)
    return recorded
  }
}

const refused = ({ body }: Problem): Recorded => ({ result: 'refused', problem: body })

/** Writes an event down, and lets everything follow from it. */
async function accept(door: Door, told: Told & { attached?: Attached }): Promise<number> {
  const newWays = await keepAttached(door, told.event, told.attached)
  const seq = await door.chain.append(told, door.now)
  await evolve(door, told.event, seq)
  await tellAll(door, await consentsTold(door, told.event, told.attached ?? {}, newWays, seq))
  await makeUpFor(door, ordersOpenedTo(told.event, told.attached))
  return seq
}
