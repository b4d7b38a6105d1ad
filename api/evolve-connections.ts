import { mapStatus, setTestMode } from '../db/connections.ts'
import type { DoorstepEvent } from './domain/event.ts'
import type { Fold } from './evolve-routes.ts'

/** What staff change at a connection: by an event, so that the trail says who did it. */
export async function evolveItsConnection(
  { tx, dispensary, change }: Fold,
  { type, data }: DoorstepEvent,
): Promise<void> {
  if (!('connectionId' in data)) return
  const { connectionId } = data
  if (type === 'connection.test-mode-switched') await setTestMode(tx, dispensary.id, connectionId, data.on)
  if (type === 'connection.status-mapped') await mapStatus(tx, dispensary.id, connectionId, data.status, data.standing)
  change.connections = [...(change.connections ?? []), connectionId]
}
