import type { Database } from '../db/open.ts'
import { appendPositions, positionsReceivedSince } from '../db/positions.ts'
import type { Write } from '../db/write.ts'
import type { Position } from './domain/position.ts'
import { minutes, type Instant } from './domain/time.ts'
import { driverKey, type Bus, type DriverKey } from './live/bus.ts'
import type { Clock } from './ports.ts'

/** How long fixes are remembered for the live view and for telling repeats. */
const REMEMBERED = minutes(15)

/** A phone whose clock runs ahead must not freeze its driver in the future. */
const clampTo = (now: Instant, fix: Position): Position => (fix.at > now ? { ...fix, at: now } : fix)

export type PositionLane = {
  /** Resolves when the fixes are durable; gives how many of them were new. */
  record: (driver: DriverKey, fixes: readonly Position[]) => Promise<number>
  /** The driver's fixes of the last quarter of an hour, oldest first. */
  recent: (driver: DriverKey) => readonly Position[]
  /** Fills the memory from the database, once, before the first request. */
  remember: () => Promise<void>
}

/** The lane of its own that positions take: durable like the trail, but not rows of it. */
export function createPositionLane(deps: { db: Database; write: Write; bus: Bus; clock: Clock }): PositionLane {
  const { db, write, bus, clock } = deps
  const memory = new Map<string, Position[]>()
  /** Fixes written in the transaction under way, by driver. */
  const uncommitted = new Map<string, Position[]>()
  const recent = (driver: DriverKey): readonly Position[] => memory.get(driverKey(driver)) ?? []

  function keep(driver: DriverKey, fixes: readonly Position[], now: Instant): void {
    const kept = [...recent(driver), ...fixes].filter((fix) => fix.at > now - REMEMBERED)
    memory.set(
      driverKey(driver),
      kept.sort((a, b) => a.at - b.at),
    )
  }

  async function record({ dispensaryId, driverId }: DriverKey, told: readonly Position[]): Promise<number> {
    const driver = { dispensaryId, driverId }
    const key = driverKey(driver)
    const written = write(async (tx, now) => {
      const before = uncommitted.get(key) ?? []
      const known = new Set([...recent(driver), ...before].map((fix) => fix.at))
      const fixes: Position[] = []
      for (const fix of told.map((one) => clampTo(now, one))) {
        if (known.has(fix.at)) continue
        known.add(fix.at)
        fixes.push(fix)
      }
      await appendPositions(tx, driver, fixes, now)
      uncommitted.set(key, [...before, ...fixes])
      return fixes
    })
    const fresh = await written.finally(() => uncommitted.delete(key))
    keep(driver, fresh, clock())
    if (fresh.length > 0) bus.publish({ orders: [], drivers: [driver], messagesPlanned: false })
    return fresh.length
  }

  async function remember(): Promise<void> {
    for (const { fix, ...driver } of await positionsReceivedSince(db, clock() - REMEMBERED))
      keep(driver, [fix], clock())
  }

  return { record, recent, remember }
}
