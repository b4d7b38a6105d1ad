import { askedConnections, findConnection, type AskedConnection } from '../../../db/connections.ts'
import type { Background } from '../../background.ts'
import { isAsked, type AskedKind } from '../../domain/connection.ts'
import { seconds, type Instant } from '../../domain/time.ts'
import type { Log, Random } from '../../ports.ts'
import type { Failure } from './answer.ts'
import type { Outcome } from './look.ts'
import { chanceOf, firstTurn, waitAfter } from './pace.ts'
import { createTurn, type Memory, type TurnDeps } from './turn.ts'
import { POLL_VENDORS } from './vendors.ts'

export type Poller = {
  /** Asks whoever is due; once a second. */
  tick: () => Promise<void>
  /** How far behind is, of each vendor, the connection that is furthest behind; milliseconds. */
  ages: () => Map<AskedKind, number>
  /** Lets go of every request under way, and begins no more. */
  close: () => void
}

type Deps = Omit<TurnDeps, 'signal'> & { background: Background; random: Random; log: Log }
type Polled = Memory & { kind: AskedKind; dueAt: Instant; failures: number; knownSince: Instant }

/** Connections are made, and get new keys, in another process: it is looked for them so often. */
const REFRESH_EVERY = seconds(10)
/** Between two turns at the least. */
const BREATH = seconds(1)
/** What went wrong with us, not with the other side. */
const OURS: Failure = { problem: 'Doorstep failed over its answer', concerns: 'vendor' }

/** Asks every source that tells nothing by itself, each at its vendor's pace, one look at a time. */
export function createPoller(deps: Deps): Poller {
  const { db, clock, random, background, log } = deps
  const closing = new AbortController()
  const take = createTurn({ ...deps, signal: closing.signal })
  const polled = new Map<string, Polled>()
  let refreshAt = 0

  async function refresh(now: Instant): Promise<void> {
    refreshAt = now + REFRESH_EVERY
    const rows = await askedConnections(db)
    const there = new Set(rows.map(({ id }) => id))
    for (const id of polled.keys()) if (!there.has(id)) polled.delete(id)
    for (const row of rows) meet(row, now)
  }

  /** Whoever is new, or has new keys, does not wait long. */
  function meet({ id, kind, keysSealed, readUpTo, testMode }: AskedConnection, now: Instant): void {
    if (!isAsked(kind) || polled.get(id)?.keysSealed.equals(keysSealed)) return
    const dueAt = firstTurn(now, POLL_VENDORS[kind].everyMs, chanceOf(random))
    const memory = { keysSealed, testMode, readUpTo, toldBefore: new Set<string>() }
    polled.set(id, { ...memory, kind, dueAt, failures: 0, knownSince: now })
  }

  async function turn(id: string, one: Polled): Promise<void> {
    const now = clock()
    let outcome: Outcome = { result: 'failed', failure: OURS, startOver: false, pages: 0 }
    try {
      const connection = await findConnection(db, id)
      if (!connection) return void polled.delete(id)
      outcome = await take(connection, one)
    } finally {
      if (outcome.result === 'failed') {
        one.failures = outcome.pages > 0 ? 1 : one.failures + 1
        one.dueAt = clock() + waitAfter(one.failures, outcome.failure, chanceOf(random))
      } else {
        one.failures = 0
        const next = outcome.result === 'whole' ? now + POLL_VENDORS[one.kind].everyMs : now
        one.dueAt = Math.max(next, clock() + BREATH)
      }
    }
    if (closing.signal.aborted) return
    const problem = outcome.result === 'failed' ? outcome.failure.problem : undefined
    log({ event: 'poll', vendor: one.kind, connectionId: id, result: outcome.result, pages: outcome.pages, problem })
  }

  async function tick(): Promise<void> {
    const now = clock()
    if (now >= refreshAt) await refresh(now)
    if (closing.signal.aborted) return
    for (const [id, one] of polled) {
      if (one.dueAt > now) continue
      one.dueAt = Number.POSITIVE_INFINITY // until its turn is over
      void background.coalesce('poll', id, () => turn(id, one))
    }
  }

  function ages(): Map<AskedKind, number> {
    const behind = new Map<AskedKind, number>()
    for (const { kind, testMode, readUpTo, knownSince } of polled.values()) {
      const age = clock() - (readUpTo ?? knownSince)
      if (!testMode) behind.set(kind, Math.max(behind.get(kind) ?? 0, age))
    }
    return behind
  }

  return { tick, ages, close: () => closing.abort() }
}
