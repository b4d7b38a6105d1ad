import {
  claimTellings,
  findHooked,
  forgetTold,
  giveUp,
  hooksDue,
  markFailed,
  markTold,
  type Hook,
  type Telling,
} from '../../db/hooks.ts'
import type { Database } from '../../db/open.ts'
import { findOrder } from '../../db/orders.ts'
import type { Write } from '../../db/write.ts'
import type { Background } from '../background.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { DISABLED_AFTER, hookRetryAt, REPLAYED_FOR, TRIED_FOR, type Hooked } from '../domain/hook.ts'
import { CLAIM_HOLDS } from '../domain/sending.ts'
import { hours } from '../domain/time.ts'
import type { Clock, Delivery, HookPort, Log, Random } from '../ports.ts'
import type { RecordEvent } from '../record.ts'
import { unseal } from '../secrets.ts'
import type { Lane } from './lane.ts'
import { createLanes } from './lanes.ts'

type Deps = {
  db: Database
  write: Write
  record: RecordEvent
  background: Pick<Background, 'run' | 'coalesce'>
  secretKey: Uint8Array
  port: HookPort
  clock: Clock
  random: Random
  log: Log
}
export type Hooks = {
  /** Takes up what is due and what each receiver takes now; each is told by itself. */
  drain: () => Promise<void>
  /** What was told long ago cannot be told again, and need not be known. */
  forgetTold: () => Promise<void>
}

const SOURCE = 'doorstep/hooks'
const PER_SECOND = 20
const KEPT = REPLAYED_FOR + TRIED_FOR + hours(1)

/** Tells those outside who subscribed: at least once, and under the same id however often. */
export function createHooks({ db, write, record, background, secretKey, port, clock, random, log }: Deps): Hooks {
  const lanes = createLanes(() => PER_SECOND)
  const chance = (): number => (random(1)[0] ?? 0) / 255

  async function drain(): Promise<void> {
    for (const hook of await hooksDue(db, clock())) {
      const lane = lanes.of(hook.id, clock())
      const room = lane.room(clock())
      if (room === 0) continue
      const taken = await write((tx, now) => claimTellings(tx, hook.id, room, now + CLAIM_HOLDS, now))
      for (const telling of taken) {
        lane.begin(clock())
        void background.run('hooks', () => tellOne(hook, telling, lane))
      }
    }
  }

  async function tellOne(hook: Hook, telling: Telling, lane: Lane): Promise<void> {
    let delivery: Delivery | undefined
    try {
      const told = await toldOf(hook, telling)
      if (!told) return await write((tx) => giveUp(tx, telling))
      const settings = JSON.parse(unseal(secretKey, hook.sealed, hook.id)) as { url: string; secret: string }
      delivery = await port.tell(settings, told, clock())
      await settle(hook, telling, delivery)
    } catch (fault) {
      // What breaks here breaks again: it is tried as long as a receiver that does not answer, and no longer.
      await settle(hook, telling, { outcome: 'later', reason: 'broke-off' })
      throw fault
    } finally {
      if (delivery) lane.hear(delivery, clock())
      lane.end()
      if (delivery?.outcome === 'sent') void background.coalesce('hooks', 'all', drain)
    }
  }

  /** The same words at every try: they are the row of the trail, without anything that it says of a person. */
  async function toldOf({ dispensaryId, id: hookId }: Hook, { seq }: Telling) {
    const row = await findHooked(db, dispensaryId, seq)
    if (!row) return undefined
    const event = { type: row.type, time: row.time, data: JSON.parse(row.data) } as Hooked
    const { orderId } = event.data
    const number = (await findOrder(db, dispensaryId, orderId))?.state.number
    const id = `${hookId}_${seq}`
    const said = {
      ...(event.type === 'milestone.reached' && { milestone: event.data.milestone }),
      ...(event.type === 'id.readied' && { ready: event.data.ready }),
      ...(event.type === 'reply.received' && { channel: event.data.channel }),
    }
    const body = JSON.stringify({
      ...{ specversion: '1.0', id, source: `doorstep/${dispensaryId}`, type: event.type },
      ...{ subject: `order/${orderId}`, time: new Date(event.time).toISOString() },
      data: { orderId, number, ...said },
    })
    return { id, body }
  }

  async function settle(hook: Hook, telling: Telling, delivery: Delivery): Promise<void> {
    if (delivery.outcome === 'sent') return write((tx, now) => markTold(tx, telling, now))
    const { reason } = delivery
    if (delivery.outcome === 'gone') {
      await end(hook, { type: 'hook.unsubscribed', time: clock(), data: { hookId: hook.id, because: 'gone' } })
      return
    }
    const asked = 'retryAfterMs' in delivery ? delivery.retryAfterMs : undefined
    const after = await write((tx, now) =>
      markFailed(tx, telling, { retryAt: hookRetryAt(telling, chance(), now, asked), reason }, now),
    )
    const failingSince = after?.failingSince ?? clock()
    if (!after || clock() - failingSince < DISABLED_AFTER) return
    const data = { hookId: hook.id, because: 'failing' as const, failingSince }
    await end(hook, { type: 'hook.disabled', time: clock(), data })
  }

  /** Several tries may come to the same end at once: it is written down by one of them. */
  async function end({ id, dispensaryId }: Hook, event: DoorstepEvent): Promise<void> {
    const told = { dispensaryId, source: SOURCE, eventId: `${event.type}:${id}`, event }
    if ((await record(told)).result === 'recorded') log({ event: event.type, dispensaryId, hookId: id })
  }

  return {
    drain,
    forgetTold: () => write((tx, now) => forgetTold(tx, now - KEPT)),
  }
}
