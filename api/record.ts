import { findDispensary } from '../db/dispensaries.ts'
import { append, findTold, type Told } from '../db/trail.ts'
import type { Write } from '../db/write.ts'
import { keepAttached, ordersOpenedTo, type Attached } from './attached.ts'
import type { Door } from './evolve-routes.ts'
import { evolve, makeUpFor } from './evolve.ts'
import type { Bus, Change } from './live/bus.ts'
import type { ProblemBody } from './problem.ts'
import { refusalOf } from './refusal.ts'

export type Incoming = Told & { attached?: Attached }

export type Recorded =
  | { result: 'recorded'; seq: number }
  | { result: 'duplicate'; seq: number }
  | { result: 'refused'; problem: ProblemBody }

/** The one door. Resolves when what was accepted is durable. */
export type RecordEvent = (incoming: Incoming) => Promise<Recorded>

type Deps = Pick<Door, 'channels' | 'contacts' | 'devices'> & { write: Write; bus: Bus }

/** @param deps.channels those that this process can send on */
export function createRecord({ write, bus, ...inside }: Deps): RecordEvent {
  const commit = (incoming: Incoming, change: Change) =>
    write(async (tx, now): Promise<Recorded> => {
      const told = await findTold(tx, incoming)
      if (told !== undefined) return { result: 'duplicate', seq: told }
      const dispensary = await findDispensary(tx, incoming.dispensaryId)
      if (!dispensary) throw new Error('An event of no dispensary')
      const problem = await refusalOf(tx, incoming, now)
      if (problem) return { result: 'refused', problem: problem.body }
      return { result: 'recorded', seq: await accept({ tx, now, dispensary, change, ...inside }, incoming) }
    })

  return async (incoming) => {
    const change: Change = { orders: [], contacts: [], drivers: [], messagesPlanned: false }
    const recorded = await commit(incoming, change)
    if (recorded.result === 'recorded') bus.publish(change)
    return recorded
  }
}

/** Writes an event down, and lets everything follow from it. */
async function accept(door: Door, told: Incoming): Promise<number> {
  await keepAttached(door, told.event, told.attached)
  const seq = await append(door.tx, told, door.now)
  await evolve(door, told.event, seq)
  await makeUpFor(door, ordersOpenedTo(told.event, told.attached))
  return seq
}
