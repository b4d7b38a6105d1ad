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

type Told = { driver: DriverKey; fixes: readonly Position[] }
type Asked = {
  driver: DriverKey
  told: readonly Position[]
  resolve: (fresh: number) => void
  reject: (error: unknown) => void
}

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
  const waiting: Asked[] = []
  const recent = (driver: DriverKey): readonly Position[] => memory.get(driverKey(driver)) ?? []

  function keep(driver: DriverKey, fixes: readonly Position[], now: Instant): void {
    const kept = [...recent(driver), ...fixes].filter((fix) => fix.at > now - REMEMBERED)
    memory.set(
      driverKey(driver),
      kept.sort((a, b) => a.at - b.at),
    )
  }

  /** What of each request is new: neither remembered nor told by a request before it in the same commit. */
  function news(asked: readonly Asked[], now: Instant): Told[] {
    const known = new Map<string, Set<Instant>>()
    return asked.map(({ driver, told }) => {
      const key = driverKey(driver)
      const times = known.get(key) ?? new Set(recent(driver).map((fix) => fix.at))
      known.set(key, times)
      const fixes: Position[] = []
      for (const fix of told.map((one) => clampTo(now, one))) {
        if (times.has(fix.at)) continue
        times.add(fix.at)
        fixes.push(fix)
      }
      return { driver, fixes }
    })
  }

  /** Everything that waits goes into one commit; then everybody is answered. */
  async function commit(): Promise<void> {
    let asked: Asked[] = []
    try {
      const fresh = await write(async (tx, now) => {
        asked = waiting.splice(0)
        const told = news(asked, now)
        await appendPositions(tx, told, now)
        return told
      })
      for (const { driver, fixes } of fresh) if (fixes.length > 0) keep(driver, fixes, clock())
      const drivers = fresh.filter(({ fixes }) => fixes.length > 0).map(({ driver }) => driver)
      if (drivers.length > 0) bus.publish({ orders: [], contacts: [], drivers, messagesPlanned: false })
      for (const [i, { resolve }] of asked.entries()) resolve(fresh[i]?.fixes.length ?? 0)
    } catch (error) {
      // Where not even a transaction could be begun, nobody has been taken out of the queue yet.
      if (asked.length === 0) asked = waiting.splice(0)
      for (const { reject } of asked) reject(error)
    }
  }

  function record({ dispensaryId, driverId }: DriverKey, told: readonly Position[]): Promise<number> {
    return new Promise((resolve, reject) => {
      waiting.push({ driver: { dispensaryId, driverId }, told, resolve, reject })
      if (waiting.length === 1) void commit()
    })
  }

  async function remember(): Promise<void> {
    for (const { fix, ...driver } of await positionsReceivedSince(db, clock() - REMEMBERED))
      keep(driver, [fix], clock())
  }

  return { record, recent, remember }
}
