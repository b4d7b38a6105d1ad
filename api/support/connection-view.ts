import type { Connection } from '../../db/connections.ts'
import type { Hook, TellingCount } from '../../db/hooks.ts'
import type { SupportConnection, SupportHook } from '../contract-connections.ts'
import { laneOf, type ConnectionKind } from '../domain/connection.ts'
import { minutes, type Instant } from '../domain/time.ts'

/** A status that was told, and that nobody had mapped then. */
export type Unmapped = { source: string; status: string; at: Instant }

/** Behind by more looks than this, and by ten minutes at the least, a source that has to be asked is late. */
const LATE_LOOKS = 3
const LATE_AFTER = minutes(10)

const rfc3339 = (at: Instant): string => new Date(at).toISOString()
const whenever = (at: Instant | null): string | null => (at === null ? null : rfc3339(at))

/** @param everyMs how often such a source is asked, where it is */
export function viewConnection(
  row: Connection,
  heard: readonly Unmapped[],
  everyMs: (kind: ConnectionKind) => number | undefined,
  now: Instant,
): SupportConnection {
  const asked = askedOf(row, everyMs(row.kind), now)
  const problem = problemOf(row)
  return {
    id: row.id,
    kind: row.kind,
    lane: row.kind === 'api' ? 'events' : laneOf(row.kind),
    driverIds: row.driverId === null ? [...new Set(Object.values(row.devices ?? {}))] : [row.driverId],
    state: stateOf(row, asked, problem),
    lastHeardAt: whenever(row.lastHeardAt),
    asked,
    problem,
    testMode: row.testMode,
    formerSecretUntil: row.formerUntil !== null && row.formerUntil > now ? rfc3339(row.formerUntil) : null,
    rehearsals: (row.rehearsals ?? []).map((one) => ({ ...one, at: rfc3339(one.at) })),
    unmapped: unmappedOf(row, heard),
    mapped: Object.entries(row.statuses ?? {}).map(([status, standing]) => ({ status, standing })),
  }
}

function askedOf(
  { keysSealed, lastAskedAt, readUpTo, testMode }: Connection,
  everyMs: number | undefined,
  now: Instant,
): SupportConnection['asked'] {
  if (keysSealed === null || everyMs === undefined) return null
  const patience = Math.max(LATE_LOOKS * everyMs, LATE_AFTER)
  const late = !testMode && readUpTo !== null && now - readUpTo > patience
  return { lastAskedAt: whenever(lastAskedAt), readUpTo: whenever(readUpTo), everySeconds: everyMs / 1_000, late }
}

/** Of one that both tells and is asked, either way may be the one that has a problem. */
function problemOf({ lastProblem, lastProblemAt, lastHeardAt, lastAskedAt }: Connection): SupportConnection['problem'] {
  if (lastProblem === null || lastProblemAt === null) return null
  const since = Math.min(lastHeardAt ?? 0, lastAskedAt ?? Number.POSITIVE_INFINITY)
  return { words: lastProblem, at: rfc3339(lastProblemAt), over: lastProblemAt < since }
}

function stateOf(
  { testMode, lastHeardAt, readUpTo }: Connection,
  asked: SupportConnection['asked'],
  problem: SupportConnection['problem'],
): SupportConnection['state'] {
  if (problem && !problem.over) return 'problem'
  if (asked?.late) return 'late'
  if (testMode) return 'testing'
  return lastHeardAt === null && readUpTo === null ? 'new' : 'well'
}

/** A status is the same however it is written. */
function unmappedOf({ kind, id, statuses }: Connection, heard: readonly Unmapped[]): SupportConnection['unmapped'] {
  const counted = new Map<string, { status: string; count: number; lastAt: string }>()
  for (const { source, status, at } of heard) {
    const key = status.toLowerCase()
    if (source !== `${kind}/${id}` || Object.hasOwn(statuses ?? {}, key)) continue
    const before = counted.get(key) ?? { status, count: 0, lastAt: rfc3339(at) }
    counted.set(key, { ...before, count: before.count + 1 })
  }
  return [...counted.values()]
}

export function viewHook(
  { id, host, events, toldAt, failingSince, reason, disabledAt }: Hook,
  counts: readonly TellingCount[],
): SupportHook {
  const countOf = (status: TellingCount['status']): number =>
    counts.find((one) => one.hookId === id && one.status === status)?.count ?? 0
  return {
    ...{ id, host, events, problem: reason },
    state: disabledAt !== null ? 'disabled' : failingSince !== null ? 'failing' : 'well',
    ...{ toldAt: whenever(toldAt), failingSince: whenever(failingSince), disabledAt: whenever(disabledAt) },
    ...{ waiting: countOf('planned'), givenUp: countOf('given-up') },
  }
}
