import type { Database } from '../db/open.ts'
import type { Driver } from '../db/positions.ts'
import { decodeTrack, encodeTrack } from '../db/track-codec.ts'
import { digestOf, driversToSeal, forgetLoose, looseFixes, sealedTimes, type Loose } from '../db/tracks.ts'
import type { Write } from '../db/write.ts'
import { rootOfFixes } from './audit/fixes.ts'
import { minutes, type Instant } from './domain/time.ts'
import type { Clock } from './ports.ts'
import type { RecordEvent } from './record.ts'
import { saltsOf } from './signing.ts'

/** Younger fixes stay loose: a starting process remembers them, and late ones still find their chunk. */
const RIPE_AFTER = minutes(20)
/** A driver who is silent for so long has ended the shift: what is left becomes a chunk, full or not. */
const SILENT_AFTER = minutes(45)

/** A chunk with its row fits into one page of the file (4 KiB): a chunk over that would waste most of a second. */
const MAX_BYTES = 3_880
const MOST_FIXES = 800

/** Rolls ripe fixes up into chunks; the digest of each is sealed into the trail by the same transaction. */
export function createSealing({
  db,
  write,
  record,
  clock,
  secretKey,
}: {
  db: Database
  write: Write
  record: RecordEvent
  clock: Clock
  secretKey: Uint8Array
}): () => Promise<void> {
  /** Gives how many loose fixes are put away: what a sender replayed of an earlier day goes without a trace. */
  async function sealOne({ dispensaryId, driverId }: Driver, loose: Loose[]): Promise<number> {
    const driver = { dispensaryId, driverId }
    const fresh = await withoutRepeats(driver, loose)
    if (fresh.length === 0) {
      await write((tx) => forgetLoose(tx, driver, loose.at(-1)?.seq ?? 0))
      return loose.length
    }
    const { chunk, held } = fullest(fresh)
    const whole = held.length === fresh.length
    const upToSeq = (whole ? loose : held).at(-1)?.seq ?? 0
    const times = held.map(({ fix }) => fix.at)
    const [fromAt, toAt] = [Math.min(...times), Math.max(...times)]
    const content = { ...driver, fromAt, toAt, fixes: held.length, chunk }
    const digest = digestOf(content)
    const root = rootOfFixes(decodeTrack(chunk), saltsOf(secretKey, digest))
    const data = { driverId, from: fromAt, to: toAt, fixes: held.length, digest, root }
    const event = { type: 'track.sealed' as const, time: clock(), data }
    // Not by row: the lane's numbers begin anew once it has been empty.
    const eventId = `track.sealed:${digest.slice(0, 16)}`
    await record({
      dispensaryId,
      source: 'doorstep/tracks',
      eventId,
      event,
      attached: { track: { ...content, digest, upToSeq } },
    })
    return loose.filter(({ seq }) => seq <= upToSeq).length
  }

  /** One fix for each instant, and none that a chunk holds already. */
  async function withoutRepeats(driver: Driver, loose: Loose[]): Promise<Loose[]> {
    const times = loose.map(({ fix }) => fix.at)
    const known = new Set<Instant>(await sealedTimes(db, driver, Math.min(...times), Math.max(...times)))
    return loose.filter(({ fix }) => {
      if (known.has(fix.at)) return false
      known.add(fix.at)
      return true
    })
  }

  return async () => {
    const now = clock()
    for (const { ripe, lastAt, ...driver } of await driversToSeal(db, now - RIPE_AFTER)) {
      let left = ripe
      while (left >= MOST_FIXES || (left > 0 && now - lastAt >= SILENT_AFTER)) {
        const loose = await looseFixes(db, driver, Math.min(left, MOST_FIXES))
        if (loose.length === 0) break
        left -= await sealOne(driver, loose)
      }
    }
  }
}

/** As many of the first fixes as make one page. */
function fullest(loose: Loose[]): { chunk: Buffer; held: Loose[] } {
  let held = loose
  while (true) {
    const sorted = held.map(({ fix }) => fix).sort((a, b) => a.at - b.at)
    const chunk = encodeTrack(sorted)
    if (chunk.length <= MAX_BYTES || held.length <= 1) return { chunk, held }
    held = held.slice(0, Math.max(1, Math.floor((held.length * MAX_BYTES) / chunk.length) - 4))
  }
}
