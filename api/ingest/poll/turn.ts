import { markReadUpTo, type Connection } from '../../../db/connections.ts'
import { findDispensary } from '../../../db/dispensaries.ts'
import type { Database } from '../../../db/open.ts'
import { findOpenOrders } from '../../../db/orders.ts'
import type { Write } from '../../../db/write.ts'
import { isAsked } from '../../domain/connection.ts'
import { hours, type Instant } from '../../domain/time.ts'
import type { AskVendor, Clock } from '../../ports.ts'
import type { PositionLane } from '../../positions.ts'
import type { RecordEvent } from '../../record.ts'
import type { Hearing } from '../hearing.ts'
import { take } from '../take.ts'
import type { Failure } from './answer.ts'
import { openKeys } from './keys.ts'
import { beginLook, goOn, type Outcome, type UnderWay } from './look.ts'
import type { PollVendor } from './poll-vendor.ts'
import { askSignedIn, type Kept } from './sign-in.ts'
import { POLL_VENDORS } from './vendors.ts'

export type TurnDeps = {
  db: Database
  write: Write
  record: RecordEvent
  positions: PositionLane
  hearing: Hearing
  clock: Clock
  askVendor: AskVendor
  secretKey: Uint8Array
  signal: AbortSignal
}

/** What is remembered of a connection between its turns; a process that starts anew begins at the cursor. */
export type Memory = {
  keysSealed: Buffer
  testMode: boolean
  /** The cursor: everything that changed up to then is recorded. */
  readUpTo: Instant | null
  token?: Kept | undefined
  underWay?: UnderWay | undefined
  toldBefore: ReadonlySet<string>
}

/** How far back the first look at a source goes. */
const FIRST_BACK = hours(24)
/** An order that is still open after that was forgotten by somebody. */
const OLDEST_OPEN = hours(24 * 7)
const MOST_OPEN = 300

/** One turn at one connection: some pages of a look; the last of them moves the cursor. */
export function createTurn(deps: TurnDeps): (connection: Connection, memory: Memory) => Promise<Outcome> {
  const { db, write, hearing, clock, signal } = deps

  async function openOrderIds({ dispensaryId }: Connection, now: Instant): Promise<string[]> {
    const open = await findOpenOrders(db, dispensaryId, MOST_OPEN)
    return open.filter(({ reachedAt }) => (reachedAt.received ?? now) > now - OLDEST_OPEN).map(({ id }) => id)
  }

  async function begin(connection: Connection, memory: Memory, vendor: PollVendor, keys: string): Promise<UnderWay> {
    const now = clock()
    const since = sinceOf(memory, now) - vendor.overlapMs
    return beginLook(
      { since, now, openOrderIds: vendor.asksByOrder ? await openOrderIds(connection, now) : [] },
      vendor,
      keys,
    )
  }

  async function read(connection: Connection, memory: Memory, vendor: PollVendor, keys: string): Promise<Outcome> {
    const underWay = (memory.underWay ??= await begin(connection, memory, vendor, keys))
    const { timeZone = 'UTC' } = (await findDispensary(db, connection.dispensaryId)) ?? {}
    const outcome = await goOn(underWay, {
      vendor,
      context: { now: clock(), timeZone, statuses: connection.statuses ?? {} },
      ask: (ask) => askSignedIn(ask, { ...deps, vendor, keys, memory }),
      take: (meaning) => take(meaning, connection, deps),
      toldBefore: memory.toldBefore,
    })
    if (outcome.result === 'whole') await finish(connection.id, memory, underWay)
    if (outcome.result === 'failed' && outcome.startOver) memory.underWay = undefined
    return outcome
  }

  /** The cursor is moved when everything before it is durable, and never back. */
  async function finish(connectionId: string, memory: Memory, { look, told }: UnderWay): Promise<void> {
    if (!memory.testMode && look.now > (memory.readUpTo ?? 0)) {
      await write((tx) => markReadUpTo(tx, connectionId, look.now))
      memory.readUpTo = look.now
    }
    Object.assign(memory, { underWay: undefined, toldBefore: told })
  }

  return async (connection, memory) => {
    const { kind, id, testMode } = connection
    if (!isAsked(kind)) throw new Error('A connection that nobody asks')
    // What a look in test mode told was not recorded: it is told again.
    if (memory.testMode !== testMode) Object.assign(memory, { testMode, underWay: undefined, toldBefore: new Set() })
    const vendor = POLL_VENDORS[kind]
    const keys = openKeys(memory.keysSealed, vendor, deps.secretKey)
    const outcome = typeof keys === 'string' ? await read(connection, memory, vendor, keys) : without(keys)
    const problem = problemOf(outcome)
    const isToTell = !signal.aborted && (outcome.pages > 0 || problem !== undefined)
    if (isToTell) hearing.asked(id, clock(), { answered: outcome.pages > 0, problem })
    return outcome
  }
}

/** In test mode the cursor stands still, so that the first look that counts goes on from the last that did. */
function sinceOf({ readUpTo, testMode }: Memory, now: Instant): Instant {
  const from = Math.min(readUpTo ?? 0, now)
  return readUpTo === null || testMode ? Math.max(from, now - FIRST_BACK) : from
}

const without = (failure: Failure): Outcome => ({ result: 'failed', failure, startOver: false, pages: 0 })

function problemOf(outcome: Outcome): string | undefined {
  if (outcome.result === 'failed') return outcome.failure.problem
  return outcome.result === 'whole' ? outcome.problem : undefined
}
