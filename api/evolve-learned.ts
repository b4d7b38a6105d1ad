import { findLearned, saveLearned } from '../db/learned.ts'
import type { DoorstepEvent } from './domain/event.ts'
import { learnArrival, learnStay, nothingLearned, type Learned } from './domain/learned.ts'
import { isFinished, stopOfOrder, type Route } from './domain/route.ts'
import type { Fold } from './evolve-routes.ts'

/** What an event teaches of how long drives and doors take. */
export async function evolveLearned(
  { tx, dispensary, change }: Fold,
  event: DoorstepEvent,
  [before, after]: [Route | undefined, Route | undefined],
  seq: number,
): Promise<void> {
  const learn = lessonOf(event, before, after)
  if (!learn) return
  const known = (await findLearned(tx, dispensary.id)) ?? nothingLearned()
  const learned = learn(known)
  if (learned === known) return
  await saveLearned(tx, dispensary.id, learned, seq)
  change.learned = [...(change.learned ?? []), dispensary.id]
}

function lessonOf(
  event: DoorstepEvent,
  before: Route | undefined,
  after: Route | undefined,
): ((known: Learned) => Learned) | undefined {
  if (event.type === 'estimate.judged') return (known) => learnArrival(known, event.data)
  if (event.type !== 'handoff.completed' && event.type !== 'handoff.refused') return undefined
  const [stood, stands] = [before, after].map((route) => route && stopOfOrder(route, event.data.orderId))
  const { arrivedAt, departedAt = event.time } = stands ?? {}
  const isLeft = stood && stands && !isFinished(stood) && isFinished(stands)
  return isLeft && arrivedAt !== undefined
    ? (known) => learnStay(known, arrivedAt, Math.min(departedAt, event.time))
    : undefined
}
