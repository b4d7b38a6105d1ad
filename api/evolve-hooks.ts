import { disableHook, findHook, planAgain, planTellings, removeHook } from '../db/hooks.ts'
import type { DoorstepEvent } from './domain/event.ts'
import { hookEventOf, isHooked } from './domain/hook.ts'
import type { Door, Fold } from './evolve-routes.ts'

/** What an event says of a hook itself; where it is told came beside its subscription. */
export async function evolveItsHook({ tx, now }: Fold, { type, data }: DoorstepEvent): Promise<void> {
  if (type === 'hook.unsubscribed') await removeHook(tx, data.hookId)
  if (type === 'hook.disabled') await disableHook(tx, data.hookId, data.because, now)
}

/** What the event has told outside. Not part of the fold: reading the trail again tells nobody again. */
export async function planForHooks(
  { tx, dispensary, change, now }: Door,
  event: DoorstepEvent,
  seq: number,
): Promise<void> {
  if (isHooked(event) && (await planTellings(tx, dispensary.id, hookEventOf(event), seq, now)))
    change.hooksPlanned = true
  if (event.type !== 'hook.replayed') return
  const hook = await findHook(tx, dispensary.id, event.data.hookId)
  if (!hook) return
  await planAgain(tx, hook, event.data.since, now)
  change.hooksPlanned = true
}
