import { saveWording } from '../db/wordings.ts'
import type { DoorstepEvent } from './domain/event.ts'
import type { Fold } from './evolve-routes.ts'

/** A sentence that staff wrote becomes the newest version of it. */
export async function evolveWording({ tx, dispensary }: Fold, { type, time, data }: DoorstepEvent): Promise<void> {
  if (type !== 'wording.changed') return
  await saveWording(tx, { dispensaryId: dispensary.id, changedAt: time, ...data })
}
