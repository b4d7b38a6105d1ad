import type { Database } from '../db/open.ts'
import { hasDue } from '../db/outbox.ts'
import type { Checkpoints } from './audit/sign-checkpoints.ts'
import type { Background } from './background.ts'
import type { Following } from './follow.ts'
import type { Hearing } from './ingest/hearing.ts'
import type { Poller } from './ingest/poll/poller.ts'
import type { Hub } from './live/hub.ts'
import type { Hooks } from './notify/hooks.ts'
import type { Outbox } from './notify/outbox.ts'
import type { Clock } from './ports.ts'
import type { PositionLane } from './positions.ts'
import type { Strangers } from './strangers.ts'
import type { Waiting } from './waiting.ts'

type Deps = {
  db: Database
  background: Background
  following: Pick<Following, 'show' | 'send' | 'hearSilence'>
  hub: Hub
  hearing: Hearing
  poller: Poller | undefined
  positions: PositionLane
  seal: () => Promise<void>
  checkpoints: Checkpoints
  waiting: Waiting
  strangers: Pick<Strangers, 'forgetOld'>
  emptyLog: () => Promise<void>
  outbox: Pick<Outbox, 'reconcile'>
  hooks: Hooks | undefined
  /** Who follows a driver by several links. */
  review: () => Promise<void>
  clock: Clock
}

const SECONDS_BETWEEN_HEARINGS = 5
const SECONDS_BETWEEN_NOTES = 10
const SECONDS_BETWEEN_SEALS = 60

/** What time alone changes; to be called once a second. */
export function createTicks({
  db,
  background,
  following,
  hub,
  hooks,
  poller,
  positions,
  clock,
  ...rest
}: Deps): () => void {
  let ticks = 0
  return () => {
    ticks += 1
    void background.coalesce('due', 'all', async () => {
      if (await hasDue(db, clock())) void following.send()
    })
    void background.coalesce('reconcile', 'all', rest.outbox.reconcile)
    if (hooks) void background.coalesce('hooks', 'all', hooks.drain)
    if (poller) void background.coalesce('poll-due', 'all', poller.tick)
    if (ticks % SECONDS_BETWEEN_SEALS === 0) {
      positions.forgetOld()
      void background.coalesce('seal', 'all', rest.seal)
      void background.coalesce('checkpoints', 'all', rest.checkpoints.signDue)
      void background.coalesce('waiting', 'all', rest.waiting.giveUp)
      void background.coalesce('strangers', 'all', rest.strangers.forgetOld)
      void background.coalesce('empty-log', 'all', rest.emptyLog)
      if (hooks) void background.coalesce('hooks-told', 'all', hooks.forgetTold)
      void background.coalesce('review', 'all', rest.review)
    }
    if (ticks % SECONDS_BETWEEN_NOTES === 0) void background.coalesce('hearing', 'all', rest.hearing.flush)
    if (ticks % SECONDS_BETWEEN_HEARINGS === 0) following.hearSilence()
    for (const order of hub.due()) following.show(order)
    hub.heartbeat()
  }
}
