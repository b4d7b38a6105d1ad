import type { DoorstepEvent, EventType } from './event.ts'
import { EXITS, STEPS } from './milestone.ts'
import { backOff } from './sending.ts'
import { hours, seconds, type Instant } from './time.ts'

/** What somebody outside may ask to be told of: milestones, by their names, and what the customer has for the driver's side or the store. */
export const HOOK_EVENTS = [...STEPS, ...EXITS, 'id.readied', 'note.left', 'reply.received'] as const
export type HookEvent = (typeof HOOK_EVENTS)[number]
/** The address gave nothing but failures for days. */
export type HookTrouble = 'failing'
export type HookEnd = 'asked' | 'gone'

/** The events of the trail that are told to hooks. */
export type HookedType = 'milestone.reached' | 'id.readied' | 'note.left' | 'reply.received'
const HOOKED: Record<HookedType, true> = {
  'milestone.reached': true,
  'id.readied': true,
  'note.left': true,
  'reply.received': true,
}
/** Told of an order: a STOP of whom no order is known is told to nobody. */
export type Hooked = DoorstepEvent<HookedType> & { data: { orderId: string } }
export const isHooked = (event: DoorstepEvent): event is Hooked =>
  HOOKED[event.type as EventType & HookedType] === true && 'orderId' in event.data && event.data.orderId !== undefined

/** Under which name an event is asked for. */
export const hookEventOf = (event: Hooked): HookEvent =>
  event.type === 'milestone.reached' ? event.data.milestone : event.type

/** Whoever is down for a night or a day still hears of everything. */
export const TRIED_FOR = hours(24)
/** Nothing but failures for so long, and the hook is told nothing any more. */
export const DISABLED_AFTER = hours(5 * 24)
/** How far back what was told can be told again, and how long what became of it is kept. */
export const REPLAYED_FOR = hours(7 * 24)

const WAITS = { first: seconds(10), longest: hours(4) }

/**
 * When a delivery is tried again: some fifteen times in a day.
 * @param attempts tries so far, the one that just failed among them
 * @param chance from 0 to 1
 * @param asked how long the receiver asks to be left alone, ms
 */
export function hookRetryAt(
  { plannedAt, attempts }: { plannedAt: Instant; attempts: number },
  chance: number,
  now: Instant,
  asked = 0,
): Instant | undefined {
  const wait = Math.max(backOff(WAITS, attempts - 1, chance), Math.min(asked, WAITS.longest))
  return now + wait < plannedAt + TRIED_FOR ? now + wait : undefined
}
