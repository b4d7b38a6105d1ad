import type { Database } from '../db/open.ts'
import { appendingPositions, positionsReceivedSince } from '../db/positions.ts'
import type { Append } from '../db/write.ts'
import type { Position } from './domain/position.ts'
import { rememberedTrack, type RememberedTrack } from './domain/remembered-track.ts'
import { minutes, type Instant } from './domain/time.ts'
import type { TrackPoint } from './domain/track.ts'
import { driverKey, type Bus, type DriverKey } from './live/bus.ts'
import type { Clock } from './ports.ts'

/** How long fixes are remembered for the live view and for telling repeats. */
const REMEMBERED = minutes(15)

/** Fixes that are committed at once: some ten milliseconds in which nobody else is heard. */
const FIXES_A_COMMIT = 2_000

/** A phone whose clock runs ahead must not freeze its driver in the future. */
const clampTo = (now: Instant, fix: Position): Position => (fix.at > now ? { ...fix, at: now } : fix)

/** A phone that has been out of reach may send the newest first; the track costs least in the sequence of the times. */
const inSequence = (fixes: readonly Position[]): Position[] => [...fixes].sort((a, b) => a.at - b.at)

export type ToldFixes = { driver: DriverKey; fixes: readonly Position[] }
type Asked = { told: readonly ToldFixes[]; resolve: (fresh: number[]) => void; reject: (error: unknown) => void }

export type PositionLane = {
  /** Resolves when the fixes are durable; gives how many of each were new. */
  record: (told: readonly ToldFixes[]) => Promise<number[]>
  /** Where the driver is believed to have been in the last quarter of an hour, oldest first: what is estimated from. */
  recent: (driver: DriverKey) => readonly TrackPoint[]
  /** And what of it people may be told. */
  shown: (driver: DriverKey) => readonly Position[]
  /** Fills the memory from the database, once, before the first request. */
  remember: () => Promise<void>
  /** Lets go of what is no longer recent. */
  forgetOld: () => void
}

/** The lane of its own that positions take: durable like the trail, but not rows of it. */
export function createPositionLane(deps: { db: Database; append: Append; bus: Bus; clock: Clock }): PositionLane {
  const { db, append, bus, clock } = deps
  const memory = new Map<string, RememberedTrack>()
  let waiting: Asked[] = []
  let committing = false
  const recent: PositionLane['recent'] = (driver) => memory.get(driverKey(driver))?.since(clock() - REMEMBERED) ?? []
  const shown: PositionLane['shown'] = (driver) => memory.get(driverKey(driver))?.shownSince(clock() - REMEMBERED) ?? []

  function memoryOf(driver: DriverKey): RememberedTrack {
    const key = driverKey(driver)
    const known = memory.get(key)
    if (known) return known
    const fresh = rememberedTrack()
    memory.set(key, fresh)
    return fresh
  }

  /** What of each request is new: neither remembered nor told by a request before it in the same commit. */
  function newsOf(asked: readonly Asked[], now: Instant): ToldFixes[] {
    const toldNow = new Map<string, Set<Instant>>()
    const news = ({ driver, fixes }: ToldFixes): ToldFixes => {
      const key = driverKey(driver)
      const remembered = memory.get(key)
      const its = toldNow.get(key) ?? new Set<Instant>()
      toldNow.set(key, its)
      const isNews = ({ at }: Position): boolean => {
        if (remembered?.has(at) || its.has(at)) return false
        its.add(at)
        return true
      }
      return { driver, fixes: fixes.map((fix) => clampTo(now, fix)).filter(isNews) }
    }
    return asked.flatMap(({ told }) => told.map(news))
  }

  /** As many of those who wait as fit into one commit; at least one. */
  function nextGroup(): Asked[] {
    let fixes = 0
    const end = waiting.findIndex(({ told }, index) => {
      for (const one of told) fixes += one.fixes.length
      return index > 0 && fixes > FIXES_A_COMMIT
    })
    const group = end < 0 ? waiting : waiting.slice(0, end)
    waiting = end < 0 ? [] : waiting.slice(end)
    return group
  }

  async function commit(): Promise<void> {
    let asked: Asked[] = []
    let told: ToldFixes[] = []
    let instant = 0
    try {
      await append((now) => {
        instant = now
        asked = nextGroup()
        told = newsOf(asked, now)
        return appendingPositions(told, now)
      })
      keep(told, instant)
      let next = 0
      for (const { told: its, resolve } of asked) {
        resolve(told.slice(next, next + its.length).map(({ fixes }) => fixes.length))
        next += its.length
      }
    } catch (error) {
      // Where not even a transaction could be begun, nobody has been taken out of the queue yet.
      if (asked.length === 0) asked = nextGroup()
      for (const { reject } of asked) reject(error)
    }
  }

  function keep(told: readonly ToldFixes[], now: Instant): void {
    const moved = new Map<string, DriverKey>()
    for (const { driver, fixes } of told) {
      if (fixes.length === 0) continue
      const remembered = memoryOf(driver)
      for (const fix of inSequence(fixes)) if (fix.at > now - REMEMBERED) remembered.add(fix)
      moved.set(driverKey(driver), driver)
    }
    if (moved.size > 0)
      bus.publish({ orders: [], contacts: [], drivers: [], moved: [...moved.values()], messagesPlanned: false })
  }

  async function drain(): Promise<void> {
    committing = true
    while (waiting.length > 0) await commit()
    committing = false
  }

  function record(told: readonly ToldFixes[]): Promise<number[]> {
    return new Promise((resolve, reject) => {
      waiting.push({ told, resolve, reject })
      if (!committing) void drain()
    })
  }

  async function remember(): Promise<void> {
    const since = clock() - REMEMBERED
    const rows = await positionsReceivedSince(db, since)
    for (const { fix, ...driver } of rows.sort((a, b) => a.fix.at - b.fix.at)) {
      if (fix.at > since) memoryOf(driver).add(fix)
    }
  }

  function forgetOld(): void {
    const since = clock() - REMEMBERED
    for (const [key, remembered] of memory) {
      remembered.forgetBefore(since)
      if (remembered.size() === 0) memory.delete(key)
    }
  }

  return { record, recent, shown, remember, forgetOld }
}
